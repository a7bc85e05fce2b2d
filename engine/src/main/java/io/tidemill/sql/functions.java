package io.tidemill.sql;

import io.tidemill.data.TidemillException;
import io.tidemill.parse.ColumnTree;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Expressions by Spark's names, for `import static io.tidemill.sql.functions.*`: columns,
/// literals, aggregates, functions of functions; the plain ones are inherited, by theme.
///
/// What a function does stands in the SQL reference; a function that has no method here is reached
/// by [#call_function] or [#expr].
public final class functions extends UdfFunctions {
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

    /// As [#call_udf].
    public static Column callUDF(String name, Column... columns) {
        return call_udf(name, columns);
    }

    /// As [#bitwise_not].
    public static Column bitwiseNOT(Column value) {
        return bitwise_not(value);
    }

    /// As [#lit].
    public static Column typedLit(@Nullable Object value) {
        return lit(value);
    }

    /// As [#lit].
    public static Column typedlit(@Nullable Object value) {
        return lit(value);
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

    /// A struct of these columns.
    public static Column struct(String first, String... others) {
        return struct(columns(first, others));
    }

    /// A struct of the values; each field has the column's name, or `col1`, `col2` and so on. `*`
    /// stands for all columns.
    public static Column struct(Column... columns) {
        return Column.of(
                zone ->
                        ColumnTree.call(
                                "struct",
                                Arrays.stream(columns).map(each -> each.field(zone)).toList()),
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
