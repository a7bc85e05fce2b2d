package io.tidemill.connect;

/// Which view of a query's result delta a sink is given each epoch.
public enum OutputMode {
    /// New rows, each proven final.
    APPEND,
    /// The new version of every row that changed, by the key of the result.
    UPDATE,
    /// The whole result table, in place of the one before.
    COMPLETE,
    /// Every change as a row with a first column `_op`: `+I`, `-U`, `+U`, `-D`.
    CHANGELOG
}
