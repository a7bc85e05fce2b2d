package io.tidemill.sql;

/// Functions of where rows and queries come from: the session, the file, the place in the input;
/// and of chance.
abstract sealed class OriginFunctions extends PowerFunctions permits StringFunctions {
    OriginFunctions() {}

    public static Column current_user() {
        return Column.call("current_user");
    }

    public static Column session_user() {
        return Column.call("session_user");
    }

    public static Column user() {
        return Column.call("user");
    }

    public static Column current_catalog() {
        return Column.call("current_catalog");
    }

    public static Column current_database() {
        return Column.call("current_database");
    }

    public static Column current_schema() {
        return Column.call("current_schema");
    }

    public static Column version() {
        return Column.call("version");
    }

    public static Column randstr(Column length) {
        return Column.call("randstr", length);
    }

    public static Column randstr(Column length, Column seed) {
        return Column.call("randstr", length, seed);
    }

    public static Column uniform(Column least, Column most) {
        return Column.call("uniform", least, most);
    }

    public static Column uniform(Column least, Column most, Column seed) {
        return Column.call("uniform", least, most, seed);
    }

    /// A number that no other row of a batch has.
    public static Column monotonically_increasing_id() {
        return Column.call("monotonically_increasing_id");
    }

    /// As [#monotonically_increasing_id].
    public static Column monotonicallyIncreasingId() {
        return monotonically_increasing_id();
    }

    /// The number of the piece of the input that a row of a batch is from.
    public static Column spark_partition_id() {
        return Column.call("spark_partition_id");
    }

    /// The URI of the file that a row is from.
    public static Column input_file_name() {
        return Column.call("input_file_name");
    }

    public static Column input_file_block_start() {
        return Column.call("input_file_block_start");
    }

    public static Column input_file_block_length() {
        return Column.call("input_file_block_length");
    }
}
