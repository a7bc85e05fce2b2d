package io.tidemill.data;

/// The name of an error that people meet, with its SQLSTATE; Spark's where the meaning is the same.
///
/// A double underscore stands for the point in Spark's names: [#condition()] gives
/// `UNRESOLVED_COLUMN.WITH_SUGGESTION`. The reference of errors is made from this list, and a test
/// sees that each is thrown by some test.
public enum Condition {
    ARITHMETIC_OVERFLOW("22003", "A number left the range of its type."),
    CANNOT_PARSE_DECIMAL("22018", "A text is not a decimal number."),
    CANNOT_PARSE_TIMESTAMP("22007", "A text is not a time in the format asked for."),
    CAST_INVALID_INPUT("22018", "A value cannot be read as the type it is cast to."),
    CAST_OVERFLOW("22003", "A value is too large for the type it is cast to."),
    CHECKPOINT_DAMAGED("XX001", "A file of a checkpoint is damaged or missing."),
    CHECKPOINT_QUERY_CHANGED("42KD0", "The query is not the one that the checkpoint belongs to."),
    CONCURRENT_QUERY("40000", "Another process owns the checkpoint."),
    DATATYPE_MISMATCH("42K09", "An expression has operands of types that do not go together."),
    DIVIDE_BY_ZERO("22012", "A number was divided by zero."),
    FAILED_READ_FILE("KD001", "A file cannot be read."),
    FAILED_WRITE_FILE("KD001", "A file cannot be written."),
    INTERNAL_ERROR("XX000", "A mistake of Tidemill's own."),
    INVALID_ARRAY_INDEX("22003", "An index lies outside the array."),
    INVALID_OPTION("42616", "An option is unknown or its value is not usable."),
    INVALID_SCHEMA("42K07", "A schema cannot be read."),
    MALFORMED_RECORD_IN_PARSING("22023", "A record cannot be read in the mode FAILFAST."),
    NUMERIC_VALUE_OUT_OF_RANGE("22003", "A number does not fit the digits of its decimal type."),
    OUTPUT_OWNED_BY_ANOTHER_QUERY("42KD1", "The output belongs to another query."),
    PARSE_SYNTAX_ERROR("42601", "The text is not SQL."),
    PATH_NOT_FOUND("42K03", "A file or directory does not exist."),
    STREAM_FAILED("XXKST", "A streaming query ended with an error."),
    TABLE_OR_VIEW_NOT_FOUND("42P01", "There is no table or view of that name."),
    UNRESOLVED_COLUMN__WITH_SUGGESTION("42703", "There is no column of that name."),
    UNRESOLVED_ROUTINE("42883", "There is no function of that name."),
    UNSUPPORTED_DATATYPE("0A000", "There is no type of that name."),
    UNSUPPORTED_FEATURE("0A000", "The query needs what Tidemill does not have yet."),
    UNSUPPORTED_OUTPUT_MODE("0A000", "The sink or the query cannot do that output mode."),
    WAITING_FOR_SPACE("53100", "The disk is full; the query waits and goes on by itself.");

    private final String sqlState;
    private final String description;

    Condition(String sqlState, String description) {
        this.sqlState = sqlState;
        this.description = description;
    }

    /// Spark's form of the name: `CONDITION` or `CONDITION.SUBCONDITION`.
    public String condition() {
        return name().replace("__", ".");
    }

    /// Five characters, as the SQL standard and Spark give them.
    public String sqlState() {
        return sqlState;
    }

    public String description() {
        return description;
    }
}
