package io.tidemill.checkpoint;

import io.tidemill.connect.Token;
import java.util.List;

/// An epoch as it is committed: one record, one sync.
///
/// @param plan what it depends on
/// @param state what it changed in the operators' state
/// @param sinks what its sinks need to finish their commit
public record EpochRecord(EpochPlan plan, List<StateSection> state, List<SinkTokens> sinks) {
    public EpochRecord {
        state = List.copyOf(state);
        sinks = List.copyOf(sinks);
    }

    public long epoch() {
        return plan.epoch();
    }

    /// The tokens of this sink; none if it left none.
    public List<Token> tokens(String sink) {
        return sinks.stream()
                .filter(each -> each.sink().equals(sink))
                .flatMap(each -> each.tokens().stream())
                .toList();
    }

    /// The record without its state changes.
    EpochRecord withoutState() {
        return new EpochRecord(plan, List.of(), sinks);
    }
}
