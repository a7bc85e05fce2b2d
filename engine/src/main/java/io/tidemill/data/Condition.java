package io.tidemill.data;

/// The name of an error that people meet, with its SQLSTATE; Spark's where the meaning is the same.
///
/// A double underscore stands for the point in Spark's names: [#condition()] gives
/// `UNRESOLVED_COLUMN.WITH_SUGGESTION`. The reference of errors is made from this list, and a test
/// sees that each is thrown by some test.
public enum Condition {
    AMBIGUOUS_REFERENCE("42704", "A name can mean more than one column."),
    ARITHMETIC_OVERFLOW("22003", "A number left the range of its type."),
    BINARY_ARITHMETIC_OVERFLOW(
            "22003",
            "The result of an operation on two small numbers left the range of their type."),
    CALL_ON_STREAMING_DATASET_UNSUPPORTED(
            "42KDE", "An action that needs all rows was called on a stream."),
    CANNOT_DECODE_URL("22546", "A text is not URL-encoded."),
    CANNOT_PARSE_TIMESTAMP("22007", "A text is not a time in the format asked for."),
    CAST_INVALID_INPUT("22018", "A value cannot be read as the type it is cast to."),
    CAST_OVERFLOW("22003", "A value is too large for the type it is cast to."),
    CHECKPOINT_DAMAGED("XX001", "A file of a checkpoint is damaged or missing."),
    CHECKPOINT_QUERY_CHANGED("42KD0", "The query is not the one that the checkpoint belongs to."),
    COLLECTION_SIZE_LIMIT_EXCEEDED__PARAMETER(
            "54000", "An array would have more elements than it can hold."),
    COMPARATOR_RETURNS_NULL("22004", "A lambda that orders elements gave NULL."),
    CONCURRENT_QUERY("40000", "Another process owns the checkpoint."),
    CONVERSION_INVALID_INPUT("22018", "A text cannot be converted with the format asked for."),
    DATATYPE_MISMATCH("42K09", "An expression has operands of types that do not go together."),
    DATATYPE_MISMATCH__CANNOT_DROP_ALL_FIELDS("42K09", "A struct would be left without fields."),
    DATATYPE_MISMATCH__ARRAY_FUNCTION_DIFF_TYPES(
            "42K09", "An array and a value put together have different types."),
    DATATYPE_MISMATCH__BINARY_ARRAY_DIFF_TYPES(
            "42K09", "Two arrays put together have different element types."),
    DATATYPE_MISMATCH__BINARY_OP_DIFF_TYPES(
            "42K09", "The two operands of an operator have different types."),
    DATATYPE_MISMATCH__BINARY_OP_WRONG_TYPE(
            "42K09", "An operator cannot work on operands of that type."),
    DATATYPE_MISMATCH__CAST_WITHOUT_SUGGESTION(
            "42K09", "A value of that type cannot be cast to the type asked for."),
    DATATYPE_MISMATCH__CAST_WITH_CONF_SUGGESTION(
            "42K09",
            "A value of that type is not cast to the type asked for, as that would hide mistakes."),
    DATATYPE_MISMATCH__CAST_WITH_FUNC_SUGGESTION(
            "42K09", "A value of that type is not cast to the type asked for; a function does it."),
    DATATYPE_MISMATCH__CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING(
            "42K09", "The name of a struct's field is not a constant text."),
    DATATYPE_MISMATCH__DATA_DIFF_TYPES(
            "42K09", "Arguments that should have one type have several."),
    DATATYPE_MISMATCH__HASH_MAP_TYPE("42K09", "A map has no hash, as its entries have no order."),
    DATATYPE_MISMATCH__INPUT_SIZE_NOT_ONE("42K09", "A text of one character is expected."),
    DATATYPE_MISMATCH__INVALID_ARG_VALUE(
            "42K09", "An argument is not one of the values that a function knows."),
    DATATYPE_MISMATCH__INVALID_JSON_SCHEMA("42K09", "JSON cannot be read into that type."),
    DATATYPE_MISMATCH__INVALID_MAP_KEY_TYPE("42K09", "A map cannot have keys of that type."),
    DATATYPE_MISMATCH__INVALID_ORDERING_TYPE("42K09", "Values of that type have no order."),
    DATATYPE_MISMATCH__MAP_CONCAT_DIFF_TYPES("42K09", "Maps put together have different types."),
    DATATYPE_MISMATCH__MAP_FUNCTION_DIFF_TYPES(
            "42K09", "A key has not the type of the map's keys."),
    DATATYPE_MISMATCH__NON_FOLDABLE_INPUT("42K09", "An argument must be a constant."),
    DATATYPE_MISMATCH__NULL_TYPE("42K09", "An argument is NULL where its type must be known."),
    DATATYPE_MISMATCH__SEQUENCE_WRONG_INPUT_TYPES(
            "42K09", "A sequence cannot go from a value of that type in steps of that type."),
    DATATYPE_MISMATCH__SPECIFIED_WINDOW_FRAME_INVALID_BOUND(
            "42K09", "The frame of a window function begins or ends where it cannot."),
    DATATYPE_MISMATCH__UNEXPECTED_INPUT_TYPE(
            "42K09", "An argument of a function has a type that it cannot work on."),
    DATATYPE_MISMATCH__UNEXPECTED_NULL("42K09", "An argument that must not be NULL is NULL."),
    DATATYPE_MISMATCH__UNEXPECTED_RETURN_TYPE("42K09", "A lambda gives a value of the wrong type."),
    DATATYPE_MISMATCH__UNSUPPORTED_INPUT_TYPE(
            "42K09", "An aggregate cannot work on values of that type."),
    DATATYPE_MISMATCH__VALUE_OUT_OF_RANGE(
            "42K09", "A constant argument lies outside the range that a function knows."),
    DATA_SOURCE_NOT_FOUND("42K02", "There is no format or connector of that name."),
    DATETIME_FIELD_OUT_OF_BOUNDS__WITH_SUGGESTION(
            "22023", "A year, month, day, hour, minute or second does not exist."),
    DATETIME_OVERFLOW("22008", "A date or time lies outside the range of its type."),
    DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION("22003", "A decimal has at most 38 digits."),
    DIVIDE_BY_ZERO("22012", "A number was divided by zero."),
    DUPLICATED_CTE_NAMES("42602", "Two queries of a WITH have the same name."),
    DUPLICATED_MAP_KEY("23505", "A key stands twice in a map."),
    FAILED_EXECUTE_UDF("39000", "A function of the program failed."),
    FAILED_READ_FILE("KD001", "A file cannot be read."),
    FAILED_WRITE_FILE("KD001", "A file cannot be written."),
    DUPLICATED_METRICS_NAME("42710", "Two places observe different things under one name."),
    FIELD_NOT_FOUND("42704", "A struct has no field of that name."),
    GROUP_BY_AGGREGATE("42903", "An aggregate stands where none can be computed."),
    ILLEGAL_DAY_OF_WEEK("22009", "A text is not the name of a day of the week."),
    INCOMPATIBLE_COLUMN_TYPE(
            "42825", "Queries put together have columns of types that do not go together."),
    INCOMPATIBLE_DATA_FOR_TABLE("KD000", "Rows do not fit the table that takes them."),
    INCONSISTENT_BEHAVIOR_CROSS_VERSION__DATETIME_PATTERN_RECOGNITION(
            "42K0B", "A format for dates is one that older versions of Spark read differently."),
    INCONSISTENT_BEHAVIOR_CROSS_VERSION__DATETIME_WEEK_BASED_PATTERN(
            "42K0B", "A format for dates counts by weeks, which is not supported."),
    INSERT_COLUMN_ARITY_MISMATCH__NOT_ENOUGH_DATA_COLUMNS(
            "21S01", "Rows have fewer columns than the table that takes them."),
    INSERT_COLUMN_ARITY_MISMATCH__TOO_MANY_DATA_COLUMNS(
            "21S01", "Rows have more columns than the table that takes them."),
    INTERVAL_ARITHMETIC_OVERFLOW__WITHOUT_SUGGESTION(
            "22015", "An interval left the range of its type."),
    INTERVAL_DIVIDED_BY_ZERO("22012", "An interval was divided by zero."),
    INVALID_ARRAY_INDEX("22003", "An index lies outside the array."),
    INVALID_ARRAY_INDEX_IN_ELEMENT_AT("22003", "A position lies outside the array."),
    INVALID_DATETIME_PATTERN__ILLEGAL_CHARACTER(
            "22007", "A format for dates has a letter that means nothing."),
    INVALID_DATETIME_PATTERN__WITH_SUGGESTION("22007", "A text is not a format for dates."),
    INVALID_ESC("42604", "An escape character is not one character."),
    INVALID_EXTRACT_BASE_FIELD_TYPE("42000", "Nothing can be taken out of a value of that type."),
    INVALID_EXTRACT_FIELD("42601", "A date or interval has no such part."),
    INVALID_FORMAT__EMPTY("42601", "A number format is empty."),
    INVALID_FORMAT__ESC_AT_THE_END("42601", "A pattern ends with its escape character."),
    INVALID_FORMAT__ESC_IN_THE_MIDDLE(
            "42601", "An escape character stands before a character that needs none."),
    INVALID_FORMAT__MISMATCH_INPUT("42601", "A text does not match the number format."),
    INVALID_FORMAT__THOUSANDS_SEPS_MUST_BEFORE_DEC(
            "42601", "A number format has a thousands separator behind the point."),
    INVALID_FORMAT__UNEXPECTED_TOKEN(
            "42601", "A number format has a character that means nothing."),
    INVALID_FORMAT__WRONG_NUM_DIGIT("42601", "A number format has no digit."),
    INVALID_FORMAT__WRONG_NUM_TOKEN("42601", "A number format has a sign twice."),
    INVALID_FRACTION_OF_SECOND("22023", "Sixty seconds can have no fraction."),
    INVALID_INDEX_OF_ZERO("22003", "A position counts from 1."),
    INVALID_INTERVAL_FORMAT__ARITHMETIC_EXCEPTION("22006", "A text is an interval out of range."),
    INVALID_INTERVAL_FORMAT__UNMATCHED_FORMAT_STRING(
            "22006", "A text is not an interval of that form."),
    INVALID_INTERVAL_FORMAT__UNMATCHED_FORMAT_STRING_WITH_NOTICE(
            "22006", "A text is not an interval of that form."),
    INVALID_LAMBDA_FUNCTION_CALL__NUM_ARGS_MISMATCH(
            "42K0D", "A lambda has the wrong number of parameters."),
    INVALID_NON_DETERMINISTIC_EXPRESSIONS(
            "42K0E", "An expression that gives something else each time stands where it cannot."),
    INVALID_NUMERIC_LITERAL_RANGE("22003", "A number literal lies outside the range of its type."),
    INVALID_OPTION("42616", "An option is unknown or its value is not usable."),
    INVALID_PARAMETER_VALUE__BINARY_FORMAT("22023", "A format for binary values is unknown."),
    INVALID_PARAMETER_VALUE__BIT_POSITION_RANGE("22023", "A number has no bit at that position."),
    INVALID_PARAMETER_VALUE__CHARSET("22023", "A character set is unknown."),
    INVALID_PARAMETER_VALUE__DATETIME_UNIT("22023", "A unit of time is unknown."),
    INVALID_PARAMETER_VALUE__LENGTH("22023", "A length is negative."),
    INVALID_PARAMETER_VALUE__PATTERN("22023", "A text is not a regular expression."),
    INVALID_PARAMETER_VALUE__REGEX_GROUP_INDEX("22023", "A regular expression has no such group."),
    INVALID_PARAMETER_VALUE__SEQUENCE_STEP(
            "22023", "The step of a sequence does not lead from its start to its end."),
    INVALID_PARAMETER_VALUE__START("22023", "A start is zero; positions count from 1."),
    INVALID_PARAMETER_VALUE__ZERO_INDEX("22023", "An index is zero; positions count from 1."),
    INVALID_REGEXP_REPLACE("22023", "A regular expression or its replacement cannot be used."),
    INVALID_SCHEMA("42K07", "A schema cannot be read."),
    INVALID_SCHEMA__NON_STRING_LITERAL("42K07", "A schema must be a constant text."),
    INVALID_SQL_SYNTAX("42000", "The statement is SQL, but does not go together."),
    INVALID_SUBQUERY_EXPRESSION__SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN(
            "42823", "A query that stands for a value gives several columns."),
    INVALID_TIMEZONE("22009", "A time zone is unknown."),
    INVALID_TYPED_LITERAL("42604", "A literal cannot be read as its type."),
    INVALID_URL("22P02", "A text is not a URL."),
    INVALID_UTF8_STRING("22029", "A text is not valid UTF-8."),
    KAFKA_COMMIT_UNKNOWN(
            "XX001", "It cannot be found out whether Kafka has the last epoch of a query."),
    KAFKA_NOT_AUTHORIZED("42501", "A cluster of Kafka does not let this user do what is needed."),
    KAFKA_PARTITION_NOT_FOUND("42K03", "A row is for a partition that its topic has not."),
    KAFKA_RECORD_TOO_LARGE("54000", "A record is larger than Kafka was set to take."),
    KAFKA_TOPIC_NOT_FOUND("42P01", "A topic is not there, or a row names none."),
    KAFKA_WRITE_REFUSED("KD001", "A cluster of Kafka refuses records."),
    MALFORMED_CHARACTER_CODING(
            "22000", "A text cannot be written in, or bytes cannot be read from, a character set."),
    MALFORMED_RECORD_IN_PARSING("22023", "A record cannot be read in the mode FAILFAST."),
    MALFORMED_RECORD_IN_PARSING__WITHOUT_SUGGESTION(
            "22023", "A record cannot be read in the mode FAILFAST."),
    MISSING_AGGREGATION("42803", "A column is neither grouped nor aggregated."),
    MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION(
            "42K0E", "An expression asks of one file, of rows that are of several tables."),
    NEGATIVE_VALUES_IN_FREQUENCY_EXPRESSION(
            "22003", "A percentile is to count a value a negative number of times."),
    NON_FOLDABLE_ARGUMENT("42K08", "An argument must be a constant."),
    NULL_MAP_KEY("2200E", "A key of a map is NULL."),
    NUMERIC_OUT_OF_SUPPORTED_RANGE("22003", "A number has more than 38 digits."),
    NUMERIC_VALUE_OUT_OF_RANGE("22003", "A number does not fit the digits of its decimal type."),
    NUMERIC_VALUE_OUT_OF_RANGE__WITH_SUGGESTION(
            "22003", "A number does not fit the digits of its decimal type."),
    NUM_COLUMNS_MISMATCH("42826", "Queries put together have different numbers of columns."),
    OPERATION_CANCELED("HY008", "A thread that waited for a result was interrupted."),
    OUTPUT_OWNED_BY_ANOTHER_QUERY("42KD1", "The output belongs to another query."),
    PARSE_MODE_UNSUPPORTED("42601", "A function does not know that mode for malformed records."),
    PARSE_SYNTAX_ERROR("42601", "The text is not SQL."),
    PATH_ALREADY_EXISTS("42K04", "A batch may not write where there is data already."),
    PATH_NOT_FOUND("42K03", "A file or directory does not exist."),
    REMAINDER_BY_ZERO("22012", "The remainder of a division by zero was asked for."),
    SCALAR_SUBQUERY_TOO_MANY_ROWS("21000", "A sub-query for one value gives several rows."),
    SOURCE_DATA_LOST("22000", "A source no longer has what the checkpoint goes on from."),
    STREAM_FAILED("XXKST", "A streaming query ended with an error."),
    TABLE_OR_VIEW_ALREADY_EXISTS("42P07", "There is already a table or view of that name."),
    TABLE_OR_VIEW_NOT_FOUND("42P01", "There is no table or view of that name."),
    UNBOUND_SQL_PARAMETER("42P02", "A statement has a parameter without a value."),
    UNRESOLVED_COLUMN__WITH_SUGGESTION("42703", "There is no column of that name."),
    UNRESOLVED_ROUTINE("42883", "There is no function of that name."),
    UNSUPPORTED_DATATYPE("0A000", "There is no type of that name."),
    UNSUPPORTED_FEATURE("0A000", "The query needs what Tidemill does not have yet."),
    UNSUPPORTED_GENERATOR__MULTI_GENERATOR(
            "42K0E", "A select list has more than one function that makes rows."),
    UNSUPPORTED_GENERATOR__NESTED_IN_EXPRESSIONS(
            "42K0E", "A function that makes rows stands inside an expression."),
    UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY__HIGHER_ORDER_FUNCTION(
            "0A000", "A sub-query stands inside a lambda."),
    UNBOUNDED_STATE("54000", "A step of the query would keep more and more."),
    UNSUPPORTED_OUTPUT_MODE("0A000", "The sink or the query cannot do that output mode."),
    USER_RAISED_EXCEPTION("P0001", "The query raised an error itself."),
    WAITING_FOR_SPACE("53100", "The disk is full; the query waits and goes on by itself."),
    WRITE_STREAM_NOT_ALLOWED("42601", "writeStream was called on what is no stream."),
    WRONG_NUM_ARGS__WITHOUT_SUGGESTION(
            "42605", "A function was called with the wrong number of arguments.");

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
