package io.tidemill.connect;

/// How much one epoch may take of a source. At least one unit (a file, a record) is always taken.
///
/// @param rows the most rows, or [Long#MAX_VALUE]; a source that cannot count ahead ignores it
/// @param bytes the most bytes, or [Long#MAX_VALUE]
public record ReadLimit(long rows, long bytes) {
    /// Everything there is.
    public static final ReadLimit NONE = new ReadLimit(Long.MAX_VALUE, Long.MAX_VALUE);
}
