package io.tidemill.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a checkpoint held when it was opened.
///
/// @param queryId stays the same as long as the checkpoint lives; sinks keep epochs apart by it
/// @param generation number of this owner; the first is 1
/// @param last the last epoch logged, without its state (that is [Checkpoint#state])
/// @param acknowledged whether the sinks are known to have committed it; true if there is none
/// @param planned a plan that was logged before its epoch ran, and whose record is not there
/// @param events what was repaired, in words, to be logged and shown
public record Recovered(
        UUID queryId,
        long generation,
        Optional<EpochRecord> last,
        boolean acknowledged,
        Optional<EpochPlan> planned,
        List<String> events) {
    public Recovered {
        events = List.copyOf(events);
    }

    /// The last epoch logged; -1 if there is none.
    public long lastEpoch() {
        return last.map(EpochRecord::epoch).orElse(-1L);
    }

    /// The facts for [Recovery#decide], with those of the sinks.
    public Recovery.Facts facts(List<Recovery.SinkFacts> sinks) {
        return new Recovery.Facts(last.map(EpochRecord::plan), acknowledged, planned, sinks);
    }
}
