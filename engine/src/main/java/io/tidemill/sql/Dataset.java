package io.tidemill.sql;

import io.tidemill.api.java.function.FilterFunction;
import io.tidemill.api.java.function.FlatMapFunction;
import io.tidemill.api.java.function.ForeachFunction;
import io.tidemill.api.java.function.ForeachPartitionFunction;
import io.tidemill.api.java.function.MapFunction;
import io.tidemill.api.java.function.MapPartitionsFunction;
import io.tidemill.connect.option.Durations;
import io.tidemill.expression.RowMapping;
import io.tidemill.parse.Analyzer.Grouping;
import io.tidemill.parse.Analyzer.JoinType;
import io.tidemill.parse.Analyzer.SetOperation;
import io.tidemill.parse.Statement;
import io.tidemill.sql.streaming.DataStreamWriter;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Rows, described and not computed: of a table that is there (batch) or of one that grows
/// (streaming), with the same calls for both.
///
/// A value: every operation gives a new one, and checks names and types at once. Actions (`show`,
/// `collectAsList`, `count`, `write()`) compute a batch one; `writeStream()` runs a streaming one.
///
/// One class, as Spark has it, hence its length; what an operation does stands in [Relational].
///
/// @param <T> what the rows are: [Row], or a class that an [Encoder] knows
public final class Dataset<T> {
    private final TidemillSession session;
    private final Relational rows;
    private final Encoder<T> encoder;

    Dataset(TidemillSession session, Relational rows, Encoder<T> encoder) {
        this.session = session;
        this.rows = rows;
        this.encoder = encoder;
    }

    static Dataset<Row> ofRows(TidemillSession session, Relational rows) {
        return new Dataset<>(session, rows, new RowEncoder(rows.schema()));
    }

    private Dataset<Row> derived(Relational changed) {
        return ofRows(session, changed);
    }

    /// The same objects, fewer or in another order.
    private Dataset<T> kept(Relational changed) {
        return new Dataset<>(session, changed, encoder);
    }

    Relational relational() {
        return rows;
    }

    Encoder<T> encoder() {
        return encoder;
    }

    public TidemillSession sparkSession() {
        return session;
    }

    public Encoder<T> getEncoder() {
        return encoder;
    }

    // --- What it is

    public StructType schema() {
        return rows.schema();
    }

    public void printSchema() {
        session.out().print(schema().treeString());
        session.out().flush();
    }

    public String[] columns() {
        return schema().fieldNames();
    }

    /// Names and types, pair by pair.
    public Map<String, String> dtypes() {
        var types = new LinkedHashMap<String, String>();
        schema().fieldList().forEach(f -> types.put(f.name(), f.dataType().simpleString()));
        return types;
    }

    /// Whether it may grow, so that only `writeStream()` runs it.
    public boolean isStreaming() {
        return rows.isStreaming();
    }

    public void explain() {
        explain(false);
    }

    /// Prints how it is computed.
    ///
    /// @param extended also the query as it was understood
    public void explain(boolean extended) {
        explain(extended ? Statement.Form.EXTENDED : Statement.Form.SIMPLE);
    }

    /// @param mode `simple`, `extended`, `formatted` or `cost`, which is formatted: sizes are there
    public void explain(String mode) {
        explain(Statement.Form.of(mode));
    }

    private void explain(Statement.Form form) {
        session.out().println(rows.explain(form, Optional.empty()));
        session.out().flush();
    }

    // --- Columns

    /// A column of this Dataset.
    ///
    /// @throws AnalysisException when there is none of that name
    public Column col(String name) {
        if (name.equals("*")) {
            return new Column(name);
        }
        var column = rows.column(name);
        var _ = rows.project(List.of(column));
        return column;
    }

    public Column apply(String name) {
        return col(name);
    }

    public Dataset<Row> select(Column... columns) {
        return derived(rows.project(Arrays.asList(columns)));
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

    /// Leaves a column out: of a join, that of its Dataset only.
    public Dataset<Row> drop(Column column) {
        return derived(rows.dropped(column));
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

    /// The rows as objects of another class; columns are found by their names.
    public <U> Dataset<U> as(Encoder<U> objects) {
        return new Dataset<>(session, rows, objects);
    }

    // --- Rows

    public Dataset<T> filter(Column condition) {
        return kept(rows.filter(condition));
    }

    /// @param condition in SQL
    public Dataset<T> filter(String condition) {
        return filter(functions.expr(condition));
    }

    public Dataset<T> where(Column condition) {
        return filter(condition);
    }

    public Dataset<T> where(String condition) {
        return filter(condition);
    }

    /// Keeps the objects for which the function is true.
    public Dataset<T> filter(FilterFunction<T> function) {
        return kept(rows.map(schema(), UserFunctions.filter(encoder, function)));
    }

    public <U> Dataset<U> map(MapFunction<T, U> function, Encoder<U> objects) {
        return mapped(UserFunctions.map(encoder, function, objects), objects);
    }

    public <U> Dataset<U> flatMap(FlatMapFunction<T, U> function, Encoder<U> objects) {
        return mapped(UserFunctions.flatMap(encoder, function, objects), objects);
    }

    /// Calls the function with a batch of rows at a time.
    public <U> Dataset<U> mapPartitions(MapPartitionsFunction<T, U> function, Encoder<U> objects) {
        return mapped(UserFunctions.mapPartitions(encoder, function, objects), objects);
    }

    private <U> Dataset<U> mapped(RowMapping function, Encoder<U> objects) {
        return new Dataset<>(session, rows.map(objects.schema(), function), objects);
    }

    /// All rows of both, column by column in order.
    public Dataset<T> union(Dataset<T> other) {
        return kept(rows.union(other.rows));
    }

    public Dataset<T> unionAll(Dataset<T> other) {
        return union(other);
    }

    public Dataset<T> unionByName(Dataset<T> other) {
        return unionByName(other, false);
    }

    /// All rows of both, columns brought together by name.
    ///
    /// @param allowMissing columns that only one has are NULL in rows of the other
    public Dataset<T> unionByName(Dataset<T> other, boolean allowMissing) {
        return kept(rows.unionByName(other.rows, allowMissing));
    }

    /// The different rows that both have.
    public Dataset<T> intersect(Dataset<T> other) {
        return kept(rows.combined(SetOperation.INTERSECT, other.rows));
    }

    /// The rows that both have, as often as both have them.
    public Dataset<T> intersectAll(Dataset<T> other) {
        return kept(rows.combined(SetOperation.INTERSECT_ALL, other.rows));
    }

    /// The different rows that the other one does not have.
    public Dataset<T> except(Dataset<T> other) {
        return kept(rows.combined(SetOperation.EXCEPT, other.rows));
    }

    /// The rows, as often as they are here more often than in the other one.
    public Dataset<T> exceptAll(Dataset<T> other) {
        return kept(rows.combined(SetOperation.EXCEPT_ALL, other.rows));
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

    // --- Joins

    /// Every pair of rows.
    public Dataset<Row> join(Dataset<?> right) {
        return crossJoin(right);
    }

    /// Every pair of rows.
    public Dataset<Row> crossJoin(Dataset<?> right) {
        return derived(rows.join(right.rows, JoinType.CROSS, Optional.empty()));
    }

    /// The pairs that are equal in a column of both, which the result has once, in front.
    public Dataset<Row> join(Dataset<?> right, String usingColumn) {
        return join(right, new String[] {usingColumn}, "inner");
    }

    public Dataset<Row> join(Dataset<?> right, String[] usingColumns) {
        return join(right, usingColumns, "inner");
    }

    public Dataset<Row> join(Dataset<?> right, String usingColumn, String joinType) {
        return join(right, new String[] {usingColumn}, joinType);
    }

    /// @param joinType `inner`, `left`, `right`, `full`, `left_semi`, `left_anti`, ...
    public Dataset<Row> join(Dataset<?> right, String[] usingColumns, String joinType) {
        var type = JoinTypes.conditioned(JoinTypes.of(joinType));
        return derived(rows.join(right.rows, type, Arrays.asList(usingColumns)));
    }

    /// The pairs for which a condition is true. A column of one side is named as `left.col("a")`,
    /// or by the name that [#as] gave the side: `col("l.a")`.
    public Dataset<Row> join(Dataset<?> right, Column condition) {
        return join(right, condition, "inner");
    }

    /// @param joinType `inner`, `left`, `right`, `full`, `left_semi`, `left_anti`, ...
    public Dataset<Row> join(Dataset<?> right, Column condition, String joinType) {
        var type = JoinTypes.conditioned(JoinTypes.of(joinType));
        return derived(rows.join(right.rows, type, Optional.of(condition)));
    }

    /// One row of those that are equal in all columns: the first that came.
    public Dataset<T> dropDuplicates() {
        return dropDuplicates(new String[0]);
    }

    public Dataset<T> dropDuplicates(String first, String... others) {
        return dropDuplicates(names(first, others));
    }

    /// One row for each value of the columns: the first that came.
    public Dataset<T> dropDuplicates(String[] columns) {
        return kept(rows.deduplicated(Arrays.asList(columns), false));
    }

    /// As [#dropDuplicates()], but what the watermark has passed is forgotten.
    public Dataset<T> dropDuplicatesWithinWatermark() {
        return dropDuplicatesWithinWatermark(new String[0]);
    }

    public Dataset<T> dropDuplicatesWithinWatermark(String first, String... others) {
        return dropDuplicatesWithinWatermark(names(first, others));
    }

    public Dataset<T> dropDuplicatesWithinWatermark(String[] columns) {
        return kept(rows.deduplicated(Arrays.asList(columns), true));
    }

    private static String[] names(String first, String... others) {
        return Stream.concat(Stream.of(first), Arrays.stream(others)).toArray(String[]::new);
    }

    /// Each row once.
    public Dataset<T> distinct() {
        return kept(rows.distinct());
    }

    public Dataset<T> sort(Column... keys) {
        return kept(rows.sort(Arrays.asList(keys)));
    }

    public Dataset<T> sort(String first, String... others) {
        return sort(Relational.columns(first, others));
    }

    public Dataset<T> orderBy(Column... keys) {
        return sort(keys);
    }

    public Dataset<T> orderBy(String first, String... others) {
        return sort(first, others);
    }

    public Dataset<T> limit(int rowCount) {
        return kept(rows.limit(rowCount));
    }

    /// Without the first rows.
    public Dataset<T> offset(int rowCount) {
        return kept(rows.offset(rowCount));
    }

    /// Says something about how the rows are computed. `hint("STATE_TTL", "1 day")`: what the step
    /// above keeps of these rows is forgotten when it has not changed for a day by the clock. Hints
    /// that Spark has for its cluster say nothing here.
    ///
    /// @param parameters of `STATE_TTL` a [Duration], or a text as `tidemill.state.ttl` takes it
    public Dataset<T> hint(String name, Object... parameters) {
        return name.equalsIgnoreCase("STATE_TTL") ? kept(rows.stateTtl(time(parameters))) : this;
    }

    private static Duration time(Object[] parameters) {
        var given = parameters.length == 1 ? parameters[0] : "";
        try {
            var time = given instanceof Duration span ? span : Durations.parse(given.toString());
            if (!time.isNegative()) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the hint STATE_TTL has the one parameter '%s', but it must be %s"
                            .formatted(given, e.getMessage()),
                    e);
        }
        throw new IllegalArgumentException(
                "the hint STATE_TTL has a time below 0: %s".formatted(given));
    }

    /// Says which column is event time, and how late a row may come.
    ///
    /// @param delay `10 seconds`
    public Dataset<T> withWatermark(String eventTime, String delay) {
        Duration span;
        try {
            span = Durations.parse(delay);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the delay of the watermark on %s is '%s', but must be %s"
                            .formatted(eventTime, delay, e.getMessage()),
                    e);
        }
        return kept(rows.watermark(eventTime, span));
    }

    // --- Groups

    public RelationalGroupedDataset groupBy(Column... keys) {
        return new RelationalGroupedDataset(session, rows, Arrays.asList(keys));
    }

    public RelationalGroupedDataset groupBy(String first, String... others) {
        return groupBy(Relational.columns(first, others));
    }

    /// Groups by all columns, by all but the last, and so on, down to all rows.
    public RelationalGroupedDataset rollup(Column... keys) {
        return grouped(Grouping.ROLLUP, keys);
    }

    public RelationalGroupedDataset rollup(String first, String... others) {
        return rollup(Relational.columns(first, others));
    }

    /// Groups by every subset of the columns.
    public RelationalGroupedDataset cube(Column... keys) {
        return grouped(Grouping.CUBE, keys);
    }

    public RelationalGroupedDataset cube(String first, String... others) {
        return cube(Relational.columns(first, others));
    }

    private RelationalGroupedDataset grouped(Grouping grouping, Column... keys) {
        return new RelationalGroupedDataset(
                session, rows, grouping, Arrays.asList(keys), List.of());
    }

    /// Groups by each of the sets.
    ///
    /// @param keys the columns of all sets, as the result has them
    public RelationalGroupedDataset groupingSets(List<List<Column>> sets, Column... keys) {
        return new RelationalGroupedDataset(
                session, rows, Grouping.SETS, Arrays.asList(keys), sets);
    }

    /// Aggregates of all rows.
    public Dataset<Row> agg(Column first, Column... others) {
        return groupBy().agg(first, others);
    }

    /// @param aggregates names of columns, and of the function for each
    public Dataset<Row> agg(Map<String, String> aggregates) {
        return groupBy().agg(aggregates);
    }

    // --- Names

    public void createOrReplaceTempView(String name) {
        session.tables().put(name, rows, true);
    }

    /// @throws AnalysisException when there is a view of that name
    public void createTempView(String name) {
        session.tables().put(name, rows, false);
    }

    // --- Actions, for batch only

    /// All rows.
    ///
    /// @throws AnalysisException when it is streaming
    public List<T> collectAsList() {
        return session.actions().collect(this);
    }

    /// All rows, as an array of [Row] or of objects.
    public Object collect() {
        return collectAsList().toArray();
    }

    public List<T> takeAsList(int rowCount) {
        return limit(rowCount).collectAsList();
    }

    public Object take(int rowCount) {
        return takeAsList(rowCount).toArray();
    }

    public Object head(int rowCount) {
        return take(rowCount);
    }

    /// The first row.
    ///
    /// @throws java.util.NoSuchElementException when there is none
    public T head() {
        return takeAsList(1).iterator().next();
    }

    public T first() {
        return head();
    }

    public boolean isEmpty() {
        return takeAsList(1).isEmpty();
    }

    public long count() {
        return session.actions().count(this);
    }

    public Iterator<T> toLocalIterator() {
        return collectAsList().iterator();
    }

    public void foreach(ForeachFunction<T> function) {
        session.actions().foreach(this, function);
    }

    public void foreachPartition(ForeachPartitionFunction<T> function) {
        session.actions().foreachPartition(this, function);
    }

    /// The rows as JSON objects.
    public Dataset<String> toJSON() {
        return mapped(
                UserFunctions.map(new RowEncoder(schema()), Row::json, Encoders.STRING()),
                Encoders.STRING());
    }

    public void show() {
        show(20);
    }

    public void show(int rowCount) {
        show(rowCount, true);
    }

    public void show(boolean truncate) {
        show(20, truncate);
    }

    public void show(int rowCount, boolean truncate) {
        show(rowCount, truncate ? 20 : 0);
    }

    public void show(int rowCount, int truncate) {
        show(rowCount, truncate, false);
    }

    /// Prints rows as a table.
    ///
    /// @param truncate the most characters of a value; 0 for all
    /// @param vertical a line for each value instead
    public void show(int rowCount, int truncate, boolean vertical) {
        session.out().println(session.actions().shown(this, rowCount, truncate, vertical));
        session.out().flush();
    }

    /// @throws AnalysisException when it is streaming
    public DataFrameWriter<T> write() {
        session.actions().requireBatch(this, "write");
        return new DataFrameWriter<>(this);
    }

    /// @throws AnalysisException when it is not streaming
    public DataStreamWriter<T> writeStream() {
        session.actions().requireStream(this);
        return new StreamWriter<>(this);
    }

    /// Keeps the rows of a batch in memory, so that later uses do not compute them again.
    public Dataset<T> persist() {
        return kept(session.actions().kept(this));
    }

    public Dataset<T> cache() {
        return persist();
    }

    /// Does nothing: what [#persist] keeps goes with its Dataset.
    public Dataset<T> unpersist() {
        return this;
    }

    /// `[device: string, signal: double]`.
    @Override
    public String toString() {
        return Stream.of(schema().fields())
                .map(f -> f.name() + ": " + f.dataType().simpleString())
                .toList()
                .toString();
    }
}
