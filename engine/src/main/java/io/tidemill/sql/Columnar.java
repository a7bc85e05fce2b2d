package io.tidemill.sql;

import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What a [Dataset] does with its columns.
///
/// @param <T> what the rows are
abstract sealed class Columnar<T> extends Described<T> permits Rowwise {
    Columnar(TidemillSession session, Relational rows, Encoder<T> encoder) {
        super(session, rows, encoder);
    }

    /// A column of this Dataset.
    ///
    /// @throws AnalysisException when there is none of that name
    public Column col(String name) {
        if (name.equals("*")) {
            return new Column(name);
        }
        var column = rows.column(name);
        if (!rows.isOpen()) {
            var _ = rows.project(List.of(column));
        }
        return column;
    }

    public Column apply(String name) {
        return col(name);
    }

    public Dataset<Row> select(Column... columns) {
        return derived(rows.project(Arrays.asList(columns)));
    }

    /// What an [io.tidemill.sql.expressions.Aggregator] makes of all objects.
    public <U> Dataset<U> select(TypedColumn<T, U> aggregate) {
        var arguments = encoder.schema().fieldList().stream();
        var column =
                aggregate.over(
                        encoder, arguments.map(field -> Relational.exactly(field.name())).toList());
        return derived(rows.aggregate(List.of(), List.of(column.as(TypedColumn.RESULT))))
                .select(aggregate.parts())
                .as(aggregate.encoder());
    }

    public Dataset<Row> select(String first, String... others) {
        return select(Relational.columns(first, others));
    }

    /// @param expressions in SQL, with aliases: `signal * 2 AS twice`
    public Dataset<Row> selectExpr(String... expressions) {
        return select(Arrays.stream(expressions).map(functions::expr).toArray(Column[]::new));
    }

    public Dataset<Row> withColumn(String name, Column column) {
        return withColumns(Map.of(name, column));
    }

    /// Adds columns, or replaces those of the same name, without regard to case.
    public Dataset<Row> withColumns(Map<String, Column> added) {
        var left = new LinkedHashMap<>(added);
        var items = new ArrayList<Column>();
        for (var field : schema().fieldList()) {
            var replaced =
                    left.entrySet().stream()
                            .filter(e -> e.getKey().equalsIgnoreCase(field.name()))
                            .findFirst();
            if (replaced.isPresent()) {
                items.add(replaced.get().getValue().as(replaced.get().getKey()));
                left.remove(replaced.get().getKey());
            } else {
                items.add(Relational.exactly(field.name()));
            }
        }
        left.forEach((name, column) -> items.add(column.as(name)));
        return derived(rows.project(items));
    }

    /// Renames a column; does nothing if there is none of that name.
    public Dataset<Row> withColumnRenamed(String existing, String name) {
        return withColumnsRenamed(Map.of(existing, name));
    }

    public Dataset<Row> withColumnsRenamed(Map<String, String> names) {
        var items = new ArrayList<Column>();
        for (var field : schema().fieldList()) {
            var column = Relational.exactly(field.name());
            var renamed =
                    names.entrySet().stream()
                            .filter(e -> e.getKey().equalsIgnoreCase(field.name()))
                            .findFirst();
            items.add(renamed.isPresent() ? column.as(renamed.get().getValue()) : column);
        }
        return derived(rows.project(items));
    }

    /// Leaves columns out; names that there are not do no harm.
    public Dataset<Row> drop(String... names) {
        Set<String> dropped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        dropped.addAll(Arrays.asList(names));
        return derived(
                rows.project(
                        schema().fieldList().stream()
                                .map(StructField::name)
                                .filter(name -> !dropped.contains(name))
                                .map(Relational::exactly)
                                .toList()));
    }

    /// Leaves columns out: of a join, those of their Dataset only.
    public Dataset<Row> drop(Column column, Column... others) {
        var left = rows.dropped(column);
        for (var other : others) {
            left = left.dropped(other);
        }
        return derived(left);
    }

    /// All columns under new names.
    public Dataset<Row> toDF(String... names) {
        return derived(rows.renamed(Arrays.asList(names)));
    }

    public Dataset<Row> toDF() {
        return derived(rows);
    }

    /// The columns under a name, for `name.column`.
    public Dataset<T> as(String alias) {
        return kept(rows.as(alias));
    }

    public Dataset<T> alias(String alias) {
        return as(alias);
    }

    /// The columns of a schema, by name and in its order, cast where that loses no kind of value; a
    /// column that is not there is NULL.
    public Dataset<Row> to(StructType schema) {
        var order =
                schema.fieldList().stream()
                        .map(StructField::name)
                        .filter(name -> Arrays.stream(columns()).anyMatch(name::equalsIgnoreCase))
                        .toList();
        var found = rows.project(order.stream().map(Relational::exactly).toList());
        return derived(found.insertion(schema, order));
    }

    /// What a function makes of this: `rows.transform(Cleaning::trimmed)`.
    public <U> Dataset<U> transform(Function<Dataset<T>, Dataset<U>> function) {
        return function.apply(kept(rows));
    }

    /// The rows as objects of another class; columns are found by their names.
    public <U> Dataset<U> as(Encoder<U> objects) {
        return new Dataset<>(session, rows, objects);
    }

    /// A row for each of the value columns: the id columns, the name of the column, its value.
    public Dataset<Row> unpivot(
            Column[] ids, Column[] values, String variableColumnName, String valueColumnName) {
        var entries = new ArrayList<Column>();
        for (var value : values) {
            entries.add(
                    functions.struct(functions.lit(value.title()).as("name"), value.as("value")));
        }
        var items = new ArrayList<>(Arrays.asList(ids));
        items.add(functions.inline(functions.array(entries.toArray(Column[]::new))));
        var names = new ArrayList<String>();
        for (var id : ids) {
            names.add(id.title());
        }
        names.add(variableColumnName);
        names.add(valueColumnName);
        return derived(rows.project(items).renamed(names));
    }

    /// As [#unpivot(Column[], Column[], String, String)], of all columns that are no ids.
    public Dataset<Row> unpivot(Column[] ids, String variableColumnName, String valueColumnName) {
        var known = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        for (var id : ids) {
            known.add(id.title());
        }
        var values =
                Arrays.stream(columns())
                        .filter(name -> !known.contains(name))
                        .map(Relational::exactly)
                        .toArray(Column[]::new);
        return unpivot(ids, values, variableColumnName, valueColumnName);
    }

    public Dataset<Row> melt(
            Column[] ids, Column[] values, String variableColumnName, String valueColumnName) {
        return unpivot(ids, values, variableColumnName, valueColumnName);
    }

    public Dataset<Row> melt(Column[] ids, String variableColumnName, String valueColumnName) {
        return unpivot(ids, variableColumnName, valueColumnName);
    }

    /// What to do about values that are missing.
    public DataFrameNaFunctions na() {
        return new DataFrameNaFunctions(derived(rows));
    }

    /// Statistics of columns.
    public DataFrameStatFunctions stat() {
        return new DataFrameStatFunctions(derived(rows));
    }

    /// `count`, `mean`, `stddev`, `min` and `max` of columns of numbers and texts, of all if none
    /// are named: a row each, as text.
    public Dataset<Row> describe(String... columns) {
        return derived(Summary.of(rows, Summary.PLAIN, Arrays.asList(columns)));
    }

    /// Statistics of all columns of numbers and texts: a row each, as text.
    ///
    /// @param statistics `count`, `count_distinct`, `approx_count_distinct`, `mean`, `stddev`,
    ///   `min`, `max`, percentiles such as `25%`
    public Dataset<Row> summary(String... statistics) {
        var wanted = statistics.length == 0 ? Summary.ALL : Arrays.asList(statistics);
        return derived(Summary.of(rows, wanted, List.of()));
    }
}
