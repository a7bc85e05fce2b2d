package io.tidemill.sql;

/// Conditions and NULL, as [functions] offers them; semantics are those of the SQL reference.
abstract sealed class ConditionFunctions permits MathFunctions {
    ConditionFunctions() {}

    /// NULL if true, else an error.
    public static Column assert_true(Column value) {
        return Column.call("assert_true", value);
    }

    public static Column assert_true(Column first, Column second) {
        return Column.call("assert_true", first, second);
    }

    /// The first value that is not NULL.
    public static Column coalesce(Column... columns) {
        return Column.call("coalesce", (Object[]) columns);
    }

    /// The second where the first is NULL.
    public static Column ifnull(Column first, Column second) {
        return Column.call("ifnull", first, second);
    }

    /// Whether it is NaN.
    public static Column isnan(Column value) {
        return Column.call("isnan", value);
    }

    /// Whether it is not NULL.
    public static Column isnotnull(Column value) {
        return Column.call("isnotnull", value);
    }

    /// Whether it is NULL.
    public static Column isnull(Column value) {
        return Column.call("isnull", value);
    }

    /// The second where the first is NaN.
    public static Column nanvl(Column first, Column second) {
        return Column.call("nanvl", first, second);
    }

    /// NULL where both are equal.
    public static Column nullif(Column first, Column second) {
        return Column.call("nullif", first, second);
    }

    /// NULL where it is 0.
    public static Column nullifzero(Column value) {
        return Column.call("nullifzero", value);
    }

    /// The second where the first is NULL.
    public static Column nvl(Column first, Column second) {
        return Column.call("nvl", first, second);
    }

    /// The second where the first is not NULL, else the third.
    public static Column nvl2(Column first, Column second, Column third) {
        return Column.call("nvl2", first, second, third);
    }

    /// An error with this text.
    public static Column raise_error(Column value) {
        return Column.call("raise_error", value);
    }

    /// The type, in DDL.
    public static Column typeof(Column value) {
        return Column.call("typeof", value);
    }

    /// 0 where it is NULL.
    public static Column zeroifnull(Column value) {
        return Column.call("zeroifnull", value);
    }

    /// Whether both are equal, NULL to NULL; never NULL.
    public static Column equal_null(Column first, Column second) {
        return Column.call("equal_null", first, second);
    }
}
