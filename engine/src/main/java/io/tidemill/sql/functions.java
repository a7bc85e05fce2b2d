package io.tidemill.sql;

import io.tidemill.data.TidemillException;
import io.tidemill.parse.ColumnTree;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Expressions by Spark's names, for `import static io.tidemill.sql.functions.*`: columns,
/// literals, aggregates, functions of functions; the plain ones are inherited, by theme.
///
/// What a function does stands in the SQL reference; a function that has no method here is reached
/// by [#call_function] or [#expr].
public final class functions extends UdfFunctions {
    /// How many lambdas are open around the one that is being built: names its parameters.
    private static final ScopedValue<Integer> DEPTH = ScopedValue.newInstance();

    private functions() {}

    /// A column by name: `a`, `a.field`, `` `a.b` ``, `*`.
    public static Column col(String name) {
        return new Column(name);
    }

    /// A column by name, as [#col].
    public static Column column(String name) {
        return new Column(name);
    }

    /// A constant; a [Column] stays what it is.
    public static Column lit(@Nullable Object value) {
        return Column.lit(value);
    }

    /// An expression in SQL, with its alias if it has one: `a + 1 AS b`.
    public static Column expr(String sql) {
        try {
            var _ = ColumnTree.parse(sql, ZoneOffset.UTC);
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
        return Column.of(zone -> ColumnTree.parse(sql, zone), null);
    }

    /// Any SQL function by its name.
    public static Column call_function(String name, Column... columns) {
        return Column.call(name, (Object[]) columns);
    }

    /// A function registered by the session, by its name.
    public static Column call_udf(String name, Column... columns) {
        return Column.call(name, (Object[]) columns);
    }

    /// `CASE WHEN condition THEN value`, to go on with [Column#when] or [Column#otherwise].
    public static Column when(Column condition, @Nullable Object value) {
        return Column.firstCase(condition, value);
    }

    public static Column not(Column condition) {
        return Column.of(Column.call("not", condition)::tree, "(NOT " + condition.title() + ")");
    }

    public static Column negate(Column value) {
        return Column.of(Column.call("negative", value)::tree, "(- " + value.title() + ")");
    }

    public static Column bitwise_not(Column value) {
        return Column.of(Column.call("~", value)::tree, "~" + value.title());
    }

    public static Column asc(String column) {
        return col(column).asc();
    }

    public static Column asc_nulls_first(String column) {
        return col(column).asc_nulls_first();
    }

    public static Column asc_nulls_last(String column) {
        return col(column).asc_nulls_last();
    }

    public static Column desc(String column) {
        return col(column).desc();
    }

    public static Column desc_nulls_first(String column) {
        return col(column).desc_nulls_first();
    }

    public static Column desc_nulls_last(String column) {
        return col(column).desc_nulls_last();
    }

    /// How many rows have a value; `count("*")`, all rows.
    public static Column count(Column value) {
        return value.title().equals("*")
                ? Column.of(call("count", value)::tree, "count(1)")
                : call("count", value);
    }

    public static Column count(String column) {
        return count(col(column));
    }

    /// The sum of the values, NULL without any.
    public static Column sum(Column value) {
        return call("sum", value);
    }

    public static Column sum(String column) {
        return sum(col(column));
    }

    /// The mean of the values, NULL without any.
    public static Column avg(Column value) {
        return call("avg", value);
    }

    public static Column avg(String column) {
        return avg(col(column));
    }

    /// The mean of the values, NULL without any.
    public static Column mean(Column value) {
        return call("avg", value);
    }

    public static Column mean(String column) {
        return avg(column);
    }

    /// The least value, NULL without any.
    public static Column min(Column value) {
        return call("min", value);
    }

    public static Column min(String column) {
        return min(col(column));
    }

    /// The greatest value, NULL without any.
    public static Column max(Column value) {
        return call("max", value);
    }

    public static Column max(String column) {
        return max(col(column));
    }

    private static Column call(String name, Column value) {
        return Column.call(name, value);
    }

    /// A value of a JSON document.
    public static Column from_json(Column json, DataType type) {
        return Column.call("from_json", json, ddl(type));
    }

    public static Column from_json(Column json, StructType schema) {
        return from_json(json, (DataType) schema);
    }

    /// @param schema columns or a type in DDL
    public static Column from_json(Column json, String schema) {
        return Column.call("from_json", json, schema);
    }

    public static Column from_json(Column json, Column schema) {
        return Column.call("from_json", json, schema);
    }

    public static Column from_json(Column json, DataType type, Map<String, String> options) {
        return Column.call("from_json", json, ddl(type), options);
    }

    public static Column from_json(Column json, String schema, Map<String, String> options) {
        return Column.call("from_json", json, schema, options);
    }

    private static String ddl(DataType type) {
        return type instanceof StructType struct ? struct.toDDL() : type.sql();
    }

    public static Column to_json(Column value, Map<String, String> options) {
        return Column.call("to_json", value, options);
    }

    /// Each element as the function makes it.
    public static Column transform(Column array, Function<Column, Column> each) {
        return Column.call("transform", array, lambda(each));
    }

    /// Each element, with its position from 0, as the function makes it.
    public static Column transform(Column array, BiFunction<Column, Column, Column> each) {
        return Column.call("transform", array, lambda(each));
    }

    /// The elements for which the function is true.
    public static Column filter(Column array, Function<Column, Column> keep) {
        return Column.call("filter", array, lambda(keep));
    }

    public static Column filter(Column array, BiFunction<Column, Column, Column> keep) {
        return Column.call("filter", array, lambda(keep));
    }

    /// Whether the function is true for an element.
    public static Column exists(Column array, Function<Column, Column> test) {
        return Column.call("exists", array, lambda(test));
    }

    /// Whether the function is true for every element.
    public static Column forall(Column array, Function<Column, Column> test) {
        return Column.call("forall", array, lambda(test));
    }

    /// What the elements come to, one after the other, from a first value on.
    public static Column aggregate(
            Column array, Column initial, BiFunction<Column, Column, Column> merge) {
        return Column.call("aggregate", array, initial, lambda(merge));
    }

    public static Column aggregate(
            Column array,
            Column initial,
            BiFunction<Column, Column, Column> merge,
            Function<Column, Column> finish) {
        return Column.call("aggregate", array, initial, lambda(merge), lambda(finish));
    }

    /// The elements of two arrays, pair by pair.
    public static Column zip_with(
            Column left, Column right, BiFunction<Column, Column, Column> each) {
        return Column.call("zip_with", left, right, lambda(each));
    }

    public static Column transform_keys(Column map, BiFunction<Column, Column, Column> each) {
        return Column.call("transform_keys", map, lambda(each));
    }

    public static Column transform_values(Column map, BiFunction<Column, Column, Column> each) {
        return Column.call("transform_values", map, lambda(each));
    }

    public static Column map_filter(Column map, BiFunction<Column, Column, Column> keep) {
        return Column.call("map_filter", map, lambda(keep));
    }

    private static Column lambda(Function<Column, Column> function) {
        return lambda(List.of("x"), parameters -> function.apply(parameters.getFirst()));
    }

    private static Column lambda(BiFunction<Column, Column, Column> function) {
        return lambda(List.of("x", "y"), p -> function.apply(p.get(0), p.get(1)));
    }

    private static Column lambda(List<String> names, Function<List<Column>, Column> function) {
        int depth = DEPTH.orElse(0);
        var parameters = names.stream().map(name -> name + "_" + depth).toList();
        var columns = parameters.stream().map(Column::new).toList();
        var body = ScopedValue.where(DEPTH, depth + 1).call(() -> function.apply(columns));
        return Column.of(
                zone -> ColumnTree.lambda(parameters, body.tree(zone)),
                "lambdafunction(%s, %s)".formatted(body.title(), String.join(", ", parameters)));
    }

    /// A struct of these columns.
    public static Column struct(String first, String... others) {
        return struct(columns(first, others));
    }

    /// A struct of the values; each field has the column's name, or `col1`, `col2` and so on.
    public static Column struct(Column... columns) {
        var arguments = new Object[columns.length * 2];
        for (int i = 0; i < columns.length; i++) {
            arguments[2 * i] = columns[i].fieldName().orElse("col" + (i + 1));
            arguments[2 * i + 1] = columns[i];
        }
        return Column.of(
                Column.call("named_struct", arguments)::tree,
                Column.call("struct", (Object[]) columns).title());
    }

    /// An array of these columns.
    public static Column array(String first, String... others) {
        return array(columns(first, others));
    }

    private static Column[] columns(String first, String... others) {
        var columns = new Column[others.length + 1];
        Arrays.setAll(columns, i -> col(i == 0 ? first : others[i - 1]));
        return columns;
    }

    /// The Dataset itself: every table fits one machine, so there is nothing to broadcast.
    public static <T> Dataset<T> broadcast(Dataset<T> dataset) {
        return dataset;
    }
}
