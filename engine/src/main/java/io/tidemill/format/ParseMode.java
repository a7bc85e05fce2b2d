package io.tidemill.format;

/// What becomes of a record that cannot be read as its table says; Spark's option `mode`.
///
/// In each mode the record is counted and told to [io.tidemill.connect.BadRecords].
public enum ParseMode {
    /// The row stays: NULL where a field cannot be read, everywhere when the record has no form at
    /// all, with the record's text in the column of corrupt records if the schema has one.
    PERMISSIVE,
    /// The row is left out.
    DROPMALFORMED,
    /// Reading ends with MALFORMED_RECORD_IN_PARSING.
    FAILFAST
}
