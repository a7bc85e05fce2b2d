package io.tidemill.sql;

/// What saving does when the place already has data.
public enum SaveMode {
    /// Adds to it.
    Append,
    /// Replaces it.
    Overwrite,
    /// Refuses.
    ErrorIfExists,
    /// Leaves it alone and writes nothing.
    Ignore
}
