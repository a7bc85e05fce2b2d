package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.parse.Analyzer.Grouping;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StructField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rows in groups, to be aggregated: `dataset.groupBy(keys)`. Each aggregate's Dataset has the keys
/// first.
public final class RelationalGroupedDataset {
    private final TidemillSession session;
    private final Relational rows;
    private final Grouping grouping;
    private final List<Column> keys;
    private final List<List<Column>> sets;
    private final Optional<Pivot> pivot;

    /// So many values become columns without being listed, as in Spark.
    private static final int VALUES_MAX = 10_000;

    RelationalGroupedDataset(TidemillSession session, Relational rows, List<Column> keys) {
        this(session, rows, Grouping.PLAIN, keys, List.of());
    }

    RelationalGroupedDataset(
            TidemillSession session,
            Relational rows,
            Grouping grouping,
            List<Column> keys,
            List<List<Column>> sets) {
        this(session, rows, grouping, keys, sets, Optional.empty());
    }

    private RelationalGroupedDataset(
            TidemillSession session,
            Relational rows,
            Grouping grouping,
            List<Column> keys,
            List<List<Column>> sets,
            Optional<Pivot> pivot) {
        this.pivot = pivot;
        this.session = session;
        this.rows = rows;
        this.grouping = grouping;
        this.keys = List.copyOf(keys);
        this.sets = sets.stream().map(List::copyOf).toList();
    }

    /// A column for each value of another one, in place of it: of a batch only, since the values
    /// are read first.
    public RelationalGroupedDataset pivot(String column) {
        return pivot(new Column(column));
    }

    public RelationalGroupedDataset pivot(Column column) {
        var values =
                Dataset.ofRows(session, rows.project(List.of(column.as("value"))).distinct())
                        .orderBy("value")
                        .limit(VALUES_MAX + 1)
                        .collectAsList();
        if (values.size() > VALUES_MAX) {
            throw new AnalysisException(
                    Condition.UNSUPPORTED_FEATURE,
                    "the column to pivot by has more than %d values".formatted(VALUES_MAX),
                    "list those that should become columns: pivot(column, values)");
        }
        return pivot(column, values.stream().<@Nullable Object>map(row -> row.get(0)).toList());
    }

    public RelationalGroupedDataset pivot(String column, List<? extends @Nullable Object> values) {
        return pivot(new Column(column), values);
    }

    /// A column for each of the values, called as the value; as `value_aggregate` if there are
    /// several aggregates.
    public RelationalGroupedDataset pivot(Column column, List<? extends @Nullable Object> values) {
        if (grouping != Grouping.PLAIN) {
            throw new AnalysisException(
                    Condition.UNSUPPORTED_FEATURE,
                    "pivot stands behind rollup, cube or groupingSets",
                    "use it behind groupBy");
        }
        return new RelationalGroupedDataset(
                session,
                rows,
                grouping,
                keys,
                sets,
                Optional.of(
                        new Pivot(
                                column,
                                Collections.unmodifiableList(
                                        new ArrayList<@Nullable Object>(values)))));
    }

    /// What becomes columns.
    private record Pivot(Column column, List<? extends @Nullable Object> values) {
        List<Column> columns(List<Column> aggregates) {
            var columns = new ArrayList<Column>();
            for (var value : values) {
                var same = column.eqNullSafe(Column.lit(value));
                for (var aggregate : aggregates) {
                    var name = String.valueOf(value == null ? "null" : value);
                    columns.add(
                            aggregate
                                    .ofRows(same)
                                    .as(
                                            aggregates.size() == 1
                                                    ? name
                                                    : name + "_" + aggregate.shown()));
                }
            }
            return columns;
        }
    }

    public Dataset<Row> agg(Column first, Column... others) {
        return aggregate(Stream.concat(Stream.of(first), Arrays.stream(others)).toList());
    }

    /// @param aggregates names of columns, and of the function for each: `signal` to `max`
    public Dataset<Row> agg(Map<String, String> aggregates) {
        return aggregate(
                aggregates.entrySet().stream()
                        .map(entry -> of(entry.getValue().toLowerCase(Locale.ROOT), entry.getKey()))
                        .toList());
    }

    private static Column of(String function, String column) {
        return function.equals("count")
                ? functions.count(column)
                : Column.call(function.equals("mean") ? "avg" : function, new Column(column));
    }

    /// The same groups, keys and rows as objects.
    public <K, T> KeyValueGroupedDataset<K, T> as(Encoder<K> objects, Encoder<T> values) {
        if (grouping != Grouping.PLAIN || pivot.isPresent()) {
            throw new AnalysisException(
                    Condition.UNSUPPORTED_FEATURE,
                    "as(..) stands behind rollup, cube, groupingSets or pivot",
                    "use it behind groupBy");
        }
        return KeyValueGroupedDataset.of(Dataset.ofRows(session, rows), keys, objects, values);
    }

    /// How many rows each group has, as `count`.
    public Dataset<Row> count() {
        return aggregate(List.of(functions.count("*").as("count")));
    }

    public Dataset<Row> sum(String... columns) {
        return each("sum", columns);
    }

    public Dataset<Row> avg(String... columns) {
        return each("avg", columns);
    }

    public Dataset<Row> mean(String... columns) {
        return each("avg", columns);
    }

    public Dataset<Row> min(String... columns) {
        return each("min", columns);
    }

    public Dataset<Row> max(String... columns) {
        return each("max", columns);
    }

    /// @param columns all columns of numbers when there are none
    private Dataset<Row> each(String function, String... columns) {
        var names = columns.length == 0 ? numbers() : Arrays.asList(columns);
        return aggregate(names.stream().map(column -> of(function, column)).toList());
    }

    private List<String> numbers() {
        var keyNames = keys.stream().map(Column::title).toList();
        return rows.schema().fieldList().stream()
                .filter(field ->
                        switch (field.dataType()) {
                            case ByteType _,
                                    ShortType _,
                                    IntegerType _,
                                    LongType _,
                                    FloatType _,
                                    DoubleType _,
                                    DecimalType _ ->
                                    !keyNames.contains(field.name());
                            case DataType _ -> false;
                        })
                .map(StructField::name)
                .toList();
    }

    private Dataset<Row> aggregate(List<Column> given) {
        var aggregates = pivot.map(p -> p.columns(given)).orElse(given);
        return Dataset.ofRows(
                session,
                grouping == Grouping.PLAIN
                        ? rows.aggregate(keys, aggregates)
                        : rows.aggregate(grouping, keys, sets, aggregates));
    }
}
