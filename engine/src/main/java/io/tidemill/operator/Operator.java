package io.tidemill.operator;

import io.tidemill.expression.Evaluation;

/// One operator in one worker's part of a circuit: takes deltas, pushes deltas on.
///
/// In every epoch it is told [#beginEpoch], given any number of deltas, then told [#endEpoch]; it
/// is told after everything in front of it. It may push in any of these calls, always to the
/// [Downstream]s it was made with. Most have one input and are a [Downstream] themselves; one with
/// several gives a [Downstream] for each.
public interface Operator {
    /// What `EXPLAIN` and progress call it.
    String name();

    default void beginEpoch(Evaluation evaluation) {}

    default void endEpoch(EpochEnd end) {}
}
