package io.tidemill.sql;

import java.util.Arrays;
import java.util.stream.Stream;

/// Aggregates that count, add, choose and collect, as [functions] offers them; semantics are those
/// of the SQL reference.
abstract sealed class AggregateFunctions extends CollectionFunctions permits StatisticsFunctions {
    AggregateFunctions() {}

    /// How many rows have a value; `count("*")`, all rows.
    public static Column count(Column value) {
        return value.title().equals("*")
                ? Column.of(Column.call("count", value)::tree, "count(1)")
                : Column.call("count", value);
    }

    public static Column count(String column) {
        return count(new Column(column));
    }

    /// The sum of the values, NULL without any.
    public static Column sum(Column value) {
        return Column.call("sum", value);
    }

    public static Column sum(String column) {
        return sum(new Column(column));
    }

    /// The mean of the values, NULL without any.
    public static Column avg(Column value) {
        return Column.call("avg", value);
    }

    public static Column avg(String column) {
        return avg(new Column(column));
    }

    /// The mean of the values, NULL without any.
    public static Column mean(Column value) {
        return Column.call("avg", value);
    }

    public static Column mean(String column) {
        return avg(column);
    }

    /// The least value, NULL without any.
    public static Column min(Column value) {
        return Column.call("min", value);
    }

    public static Column min(String column) {
        return min(new Column(column));
    }

    /// The greatest value, NULL without any.
    public static Column max(Column value) {
        return Column.call("max", value);
    }

    public static Column max(String column) {
        return max(new Column(column));
    }

    /// How many different combinations of values there are, without those that have a NULL.
    public static Column count_distinct(Column first, Column... others) {
        return distinct("count", first, others);
    }

    /// As [#count_distinct].
    public static Column countDistinct(Column first, Column... others) {
        return count_distinct(first, others);
    }

    public static Column countDistinct(String first, String... others) {
        var columns = Relational.columns(first, others);
        return count_distinct(columns[0], Arrays.copyOfRange(columns, 1, columns.length));
    }

    /// The sum of the different values.
    public static Column sum_distinct(Column value) {
        return distinct("sum", value);
    }

    /// As [#sum_distinct].
    public static Column sumDistinct(Column value) {
        return sum_distinct(value);
    }

    public static Column sumDistinct(String column) {
        return sum_distinct(new Column(column));
    }

    /// The product of the values, NULL without any.
    public static Column product(Column value) {
        return Column.call("product", value);
    }

    /// As [#sum], but NULL where the sum does not fit its type.
    public static Column try_sum(Column value) {
        return Column.call("try_sum", value);
    }

    /// As [#avg], but NULL where the mean does not fit its type.
    public static Column try_avg(Column value) {
        return Column.call("try_avg", value);
    }

    /// For how many rows a condition is true.
    public static Column count_if(Column condition) {
        return Column.call("count_if", condition);
    }

    /// Whether a condition is true wherever it is not NULL.
    public static Column bool_and(Column condition) {
        return Column.call("bool_and", condition);
    }

    /// Whether a condition is true anywhere.
    public static Column bool_or(Column condition) {
        return Column.call("bool_or", condition);
    }

    /// As [#bool_and].
    public static Column every(Column condition) {
        return Column.call("every", condition);
    }

    /// As [#bool_or].
    public static Column some(Column condition) {
        return Column.call("some", condition);
    }

    /// As [#bool_or].
    public static Column any(Column condition) {
        return Column.call("any", condition);
    }

    /// The bits that all values have.
    public static Column bit_and(Column value) {
        return Column.call("bit_and", value);
    }

    /// The bits that any value has.
    public static Column bit_or(Column value) {
        return Column.call("bit_or", value);
    }

    /// The bits that an odd number of values have.
    public static Column bit_xor(Column value) {
        return Column.call("bit_xor", value);
    }

    /// About how many different values there are.
    public static Column approx_count_distinct(Column value) {
        return Column.call("approx_count_distinct", value);
    }

    public static Column approx_count_distinct(String column) {
        return approx_count_distinct(new Column(column));
    }

    /// @param error the relative standard deviation, up to 0.39
    public static Column approx_count_distinct(Column value, double error) {
        return Column.call("approx_count_distinct", value, error);
    }

    public static Column approx_count_distinct(String column, double error) {
        return approx_count_distinct(new Column(column), error);
    }

    /// As [#approx_count_distinct].
    public static Column approxCountDistinct(Column value) {
        return approx_count_distinct(value);
    }

    public static Column approxCountDistinct(String column) {
        return approx_count_distinct(column);
    }

    public static Column approxCountDistinct(Column value, double error) {
        return approx_count_distinct(value, error);
    }

    public static Column approxCountDistinct(String column, double error) {
        return approx_count_distinct(column, error);
    }

    /// The first value, of rows in the order of their values.
    public static Column first(Column value) {
        return Column.call("first", value);
    }

    public static Column first(String column) {
        return first(new Column(column));
    }

    public static Column first(Column value, boolean ignoreNulls) {
        return Column.call("first", value, ignoreNulls);
    }

    public static Column first(String column, boolean ignoreNulls) {
        return first(new Column(column), ignoreNulls);
    }

    /// The last value, of rows in the order of their values.
    public static Column last(Column value) {
        return Column.call("last", value);
    }

    public static Column last(String column) {
        return last(new Column(column));
    }

    public static Column last(Column value, boolean ignoreNulls) {
        return Column.call("last", value, ignoreNulls);
    }

    public static Column last(String column, boolean ignoreNulls) {
        return last(new Column(column), ignoreNulls);
    }

    /// As [#first].
    public static Column first_value(Column value) {
        return Column.call("first_value", value);
    }

    public static Column first_value(Column value, Column ignoreNulls) {
        return Column.call("first_value", value, ignoreNulls);
    }

    /// As [#last].
    public static Column last_value(Column value) {
        return Column.call("last_value", value);
    }

    public static Column last_value(Column value, Column ignoreNulls) {
        return Column.call("last_value", value, ignoreNulls);
    }

    /// One of the values.
    public static Column any_value(Column value) {
        return Column.call("any_value", value);
    }

    public static Column any_value(Column value, Column ignoreNulls) {
        return Column.call("any_value", value, ignoreNulls);
    }

    /// The value of the row whose order is least.
    public static Column min_by(Column value, Column order) {
        return Column.call("min_by", value, order);
    }

    /// The value of the row whose order is greatest.
    public static Column max_by(Column value, Column order) {
        return Column.call("max_by", value, order);
    }

    /// An array of the values that are not NULL, in their order.
    public static Column collect_list(Column value) {
        return Column.call("collect_list", value);
    }

    public static Column collect_list(String column) {
        return collect_list(new Column(column));
    }

    /// An array of the different values that are not NULL, in their order.
    public static Column collect_set(Column value) {
        return Column.call("collect_set", value);
    }

    public static Column collect_set(String column) {
        return collect_set(new Column(column));
    }

    /// As [#collect_list].
    public static Column array_agg(Column value) {
        return Column.call("array_agg", value);
    }

    /// The values that are not NULL as one, in their order.
    public static Column listagg(Column value) {
        return Column.call("listagg", value);
    }

    public static Column listagg(Column value, Column delimiter) {
        return Column.call("listagg", value, delimiter);
    }

    /// The different values as one.
    public static Column listagg_distinct(Column value) {
        return distinct("listagg", value);
    }

    public static Column listagg_distinct(Column value, Column delimiter) {
        return distinct("listagg", value, delimiter);
    }

    /// As [#listagg].
    public static Column string_agg(Column value) {
        return Column.call("string_agg", value);
    }

    public static Column string_agg(Column value, Column delimiter) {
        return Column.call("string_agg", value, delimiter);
    }

    /// The different values as one.
    public static Column string_agg_distinct(Column value) {
        return distinct("string_agg", value);
    }

    public static Column string_agg_distinct(Column value, Column delimiter) {
        return distinct("string_agg", value, delimiter);
    }

    /// A call that takes each combination of its arguments once.
    private static Column distinct(String name, Column first, Column... others) {
        var arguments = Stream.concat(Stream.of(first), Arrays.stream(others)).toList();
        return Column.distinct(name, arguments);
    }
}
