package io.tidemill.sql;

import io.tidemill.api.java.function.FilterFunction;
import io.tidemill.api.java.function.FlatMapFunction;
import io.tidemill.api.java.function.MapFunction;
import io.tidemill.api.java.function.MapPartitionsFunction;
import io.tidemill.connect.option.Durations;
import io.tidemill.expression.RowMapping;
import io.tidemill.parse.Analyzer.Grouping;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a [Dataset] does with its rows, each alone or in groups.
///
/// @param <T> what the rows are
abstract sealed class Rowwise<T> extends Columnar<T> permits Combined {
    Rowwise(TidemillSession session, Relational rows, Encoder<T> encoder) {
        super(session, rows, encoder);
    }

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

    /// Each row with a probability, by chance.
    public Dataset<T> sample(double fraction) {
        return sample(false, fraction);
    }

    public Dataset<T> sample(double fraction, long seed) {
        return sample(false, fraction, seed);
    }

    public Dataset<T> sample(boolean withReplacement, double fraction) {
        return sample(withReplacement, fraction, seed());
    }

    /// Rows by chance.
    ///
    /// @param withReplacement whether a row may come several times; `fraction` is how often on
    ///   average
    public Dataset<T> sample(boolean withReplacement, double fraction, long seed) {
        if (!withReplacement) {
            return kept(rows.filter(Samples.chosen(fraction, seed)));
        }
        var names = schema().fieldList().stream().map(f -> Relational.exactly(f.name())).toList();
        var row = functions.struct(names.toArray(Column[]::new));
        var copies = functions.array_repeat(row, Samples.times(fraction, seed));
        return kept(rows.project(List.of(functions.inline(copies))));
    }

    /// Parts of the rows, by chance; each row is in one of them.
    public Dataset<T>[] randomSplit(double[] weights) {
        return randomSplit(weights, seed());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    public Dataset<T>[] randomSplit(double[] weights, long seed) {
        return randomSplitAsList(weights, seed).toArray(Dataset[]::new);
    }

    public List<Dataset<T>> randomSplitAsList(double[] weights, long seed) {
        return Samples.parts(weights, seed).stream().map(part -> kept(rows.filter(part))).toList();
    }

    private long seed() {
        return session.shared().world().randomness().seed();
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

    /// The same rows; aggregates of those that pass here are told under a name: of a stream, for
    /// each epoch, in [io.tidemill.sql.streaming.StreamingQueryProgress#observedMetrics]. Rows that
    /// are taken away are not counted.
    ///
    /// @param first an aggregate: `count(lit(1)).as("rows")`
    public Dataset<T> observe(String name, Column first, Column... others) {
        return kept(rows.observed(name, columns(first, others)));
    }

    /// As [#observe(String, Column, Column...)], of a batch: the observation gives the metrics of
    /// the first action.
    public Dataset<T> observe(Observation observation, Column first, Column... others) {
        if (isStreaming()) {
            throw new IllegalArgumentException(
                    "an Observation takes the metrics of a batch; observe a stream under a name,"
                            + " and read them from its progress");
        }
        session.observations().await(observation);
        return observe(observation.name(), first, others);
    }

    private static List<Column> columns(Column first, Column... others) {
        return Stream.concat(Stream.of(first), Arrays.stream(others)).toList();
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

    /// Groups objects by a key that a function finds.
    public <K> KeyValueGroupedDataset<K, T> groupByKey(
            MapFunction<T, K> function, Encoder<K> keys) {
        return KeyValueGroupedDataset.of(kept(rows), function, keys);
    }

    /// Sorts all rows, which are of one partition here.
    public Dataset<T> sortWithinPartitions(Column... keys) {
        return sort(keys);
    }

    public Dataset<T> sortWithinPartitions(String first, String... others) {
        return sort(first, others);
    }

    /// The same rows: how many workers share them is the session's setting.
    public Dataset<T> repartition(int partitions) {
        return kept(rows);
    }

    public Dataset<T> repartition(Column... keys) {
        return kept(rows);
    }

    public Dataset<T> repartition(int partitions, Column... keys) {
        return kept(rows);
    }

    public Dataset<T> repartitionByRange(Column... keys) {
        return kept(rows);
    }

    public Dataset<T> repartitionByRange(int partitions, Column... keys) {
        return kept(rows);
    }

    public Dataset<T> coalesce(int partitions) {
        return kept(rows);
    }

    /// Says something about how the rows are computed. `hint("STATE_TTL", "1 day")`: what the step
    /// above keeps of these rows is forgotten when it has not changed for a day by the clock. Hints
    /// that Spark has for its cluster say nothing here.
    ///
    /// @param parameters of `STATE_TTL` a [Duration], or a text as `tidemill.state.ttl` takes it
    public Dataset<T> hint(String name, Object... parameters) {
        return kept(name.equalsIgnoreCase("STATE_TTL") ? rows.stateTtl(time(parameters)) : rows);
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
}
