package io.tidemill.plan.circuit;

import io.tidemill.connect.OutputMode;
import io.tidemill.plan.node.PlanNode;
import java.util.Optional;

/// How a plan is run, as far as it matters for what its steps keep.
///
/// @param mode in which the result is asked for; empty when that is not known, or means nothing
/// @param style what follows from the mode
public record Manner(Optional<OutputMode> mode, Style style, StateTtl ttl) {

    /// @param mode if it is known; otherwise steps are shown as they are when rows may change
    public static Manner of(PlanNode plan, Optional<OutputMode> mode, StateTtl ttl) {
        return new Manner(mode, Style.of(plan, mode.orElse(OutputMode.UPDATE)), ttl);
    }

    /// Whether the result is given anew, whole, each epoch, by the steps themselves.
    boolean isWhole(PlanNode plan) {
        return style == Style.BATCH
                || mode.equals(Optional.of(OutputMode.COMPLETE))
                        && ResultParts.isWholeByItself(plan);
    }
}
