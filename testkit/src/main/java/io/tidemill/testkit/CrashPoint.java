package io.tidemill.testkit;

/// Where in the life of an epoch a query's process is killed.
///
/// An epoch is computed, its output staged, its record logged, its output committed.
public enum CrashPoint {
    /// The output is staged, and nothing is logged.
    BEFORE_RECORD,
    /// The record is logged, and the output is not committed.
    AFTER_RECORD,
    /// The output is committed, and the query does not know it yet.
    AFTER_COMMIT
}
