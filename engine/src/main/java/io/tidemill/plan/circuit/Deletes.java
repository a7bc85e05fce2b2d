package io.tidemill.plan.circuit;

/// What output mode update does about rows that go without another one of their key coming.
public enum Deletes {
    /// A plan from which rows may vanish is refused: the sink cannot take them away.
    REFUSED,
    /// They are given at weight -1.
    GIVEN,
    /// They stay where they were written, as in Spark: option `deletes` is `ignore`.
    IGNORED
}
