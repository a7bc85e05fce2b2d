package io.tidemill.sql;

import io.tidemill.api.java.function.CoGroupFunction;
import io.tidemill.api.java.function.FlatMapGroupsFunction;
import io.tidemill.api.java.function.MapFunction;
import io.tidemill.api.java.function.MapGroupsFunction;
import io.tidemill.api.java.function.ReduceFunction;
import io.tidemill.parse.Analyzer.JoinType;
import io.tidemill.sql.expressions.Window;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Objects in groups of one key each: `dataset.groupByKey(function, encoder)`.
///
/// A function gets the objects of a group at once, in the order of their values, and sees each key
/// once; so it runs over tables that end. Keys are equal when their columns are.
///
/// @param <K> the keys
/// @param <V> the objects in the groups
public final class KeyValueGroupedDataset<K, V> {
    private static final Column KEY = new Column("key");

    /// The name of the key beside columns of objects.
    private static final String GROUP_KEY = "\u0002key";

    private static final Column VALUE = new Column("value");

    /// Rows of a struct `key` and a struct `value`.
    private final Dataset<Row> pairs;

    private final Encoder<K> keys;
    private final Encoder<V> values;

    private KeyValueGroupedDataset(Dataset<Row> pairs, Encoder<K> keys, Encoder<V> values) {
        this.pairs = pairs;
        this.keys = keys;
        this.values = values;
    }

    static <K, V> KeyValueGroupedDataset<K, V> of(
            Dataset<V> dataset, MapFunction<V, K> key, Encoder<K> keys) {
        var values = dataset.encoder();
        var schema = pair(keys.schema(), dataset.schema());
        var pairs =
                dataset.relational().map(schema, UserFunctions.keyed(dataset.encoder(), key, keys));
        return new KeyValueGroupedDataset<>(
                Dataset.ofRows(dataset.sparkSession(), pairs), keys, values);
    }

    /// Groups by columns, of rows as objects.
    static <K, V> KeyValueGroupedDataset<K, V> of(
            Dataset<Row> rows, List<Column> key, Encoder<K> keys, Encoder<V> values) {
        var all =
                rows.schema().fieldList().stream().map(f -> Relational.exactly(f.name())).toList();
        return new KeyValueGroupedDataset<>(
                rows.select(
                        functions.struct(key.toArray(Column[]::new)).as("key"),
                        functions.struct(all.toArray(Column[]::new)).as("value")),
                keys,
                values);
    }

    private static StructType pair(StructType key, StructType value) {
        return new StructType().add("key", key, false).add("value", value, false);
    }

    private TidemillSession session() {
        return pairs.sparkSession();
    }

    /// The different keys.
    public Dataset<K> keys() {
        return pairs.select(KEY).distinct().select("key.*").as(keys);
    }

    /// Each key with how many objects it has.
    public Dataset<Tuple2<K, Long>> count() {
        var counted = pairs.groupBy(KEY).agg(functions.count("*").as("_2"));
        return counted.select(flatKey().as("_1"), new Column("_2"))
                .as(Encoders.tuple(keys, Encoders.LONG()));
    }

    /// Each key with what an [io.tidemill.sql.expressions.Aggregator] makes of its objects.
    public <U> Dataset<Tuple2<K, U>> agg(TypedColumn<V, U> aggregate) {
        var arguments = values.schema().fieldList().stream();
        var column =
                aggregate.over(
                        values, arguments.map(field -> VALUE.getField(field.name())).toList());
        return pairs.groupBy(KEY)
                .agg(column.as("_2"))
                .select(flatKey().as("_1"), new Column("_2"))
                .as(Encoders.tuple(keys, aggregate.encoder()));
    }

    /// The key as a column of a pair: itself where it is a single value.
    private Column flatKey() {
        var columns = (StructType) pairs.schema().typeOf(0);
        return keys instanceof ValueEncoder ? KEY.getField(columns.field(0).name()) : KEY;
    }

    /// The same groups, keys as other objects.
    public <L> KeyValueGroupedDataset<L, V> keyAs(Encoder<L> objects) {
        return new KeyValueGroupedDataset<>(pairs, objects, values);
    }

    /// The same groups of other objects.
    public <W> KeyValueGroupedDataset<K, W> mapValues(
            MapFunction<V, W> function, Encoder<W> objects) {
        var key = (StructType) pairs.schema().typeOf(0);
        var mapped =
                pairs.relational()
                        .map(
                                pair(key, objects.schema()),
                                UserFunctions.values(values, function, objects));
        return new KeyValueGroupedDataset<>(Dataset.ofRows(session(), mapped), keys, objects);
    }

    /// What a function makes of each group.
    public <U> Dataset<U> mapGroups(MapGroupsFunction<K, V, U> function, Encoder<U> objects) {
        return flatMapGroups(
                (key, group) -> List.of(function.call(key, group)).iterator(), objects);
    }

    /// All that a function makes of each group.
    public <U> Dataset<U> flatMapGroups(
            FlatMapGroupsFunction<K, V, U> function, Encoder<U> objects) {
        return flatMapSortedGroups(new Column[0], function, objects);
    }

    /// As [#flatMapGroups], with each group in an order of columns of its objects.
    public <U> Dataset<U> flatMapSortedGroups(
            Column[] order, FlatMapGroupsFunction<K, V, U> function, Encoder<U> objects) {
        var grouped = groups(order);
        var mapped =
                grouped.relational()
                        .map(
                                objects.schema(),
                                UserFunctions.groups(keys, values, function, objects));
        return new Dataset<>(session(), mapped, objects);
    }

    /// A row for each key, with an array of its values.
    private Dataset<Row> groups(Column... order) {
        session().actions().requireBatch(pairs, "mapGroups");
        if (order.length == 0) {
            return pairs.groupBy(KEY).agg(functions.collect_list(VALUE).as("values"));
        }
        var fields = ((StructType) pairs.schema().typeOf(1)).fieldNames();
        var flat = pairs.select(KEY.as(GROUP_KEY), new Column("value.*"));
        var key = Relational.exactly(GROUP_KEY);
        var ranked =
                flat.select(
                        key.as("key"),
                        functions
                                .struct(
                                        functions
                                                .row_number()
                                                .over(Window.partitionBy(key).orderBy(order))
                                                .as("place"),
                                        functions
                                                .struct(
                                                        Arrays.stream(fields)
                                                                .map(Relational::exactly)
                                                                .toArray(Column[]::new))
                                                .as("value"))
                                .as("ranked"));
        return ranked.groupBy(KEY)
                .agg(functions.collect_list(new Column("ranked")).as("ranked"))
                .select(
                        KEY,
                        functions
                                .transform(new Column("ranked"), each -> each.getField("value"))
                                .as("values"));
    }

    /// Each key with what its objects come to, two by two.
    public Dataset<Tuple2<K, V>> reduceGroups(ReduceFunction<V> function) {
        return mapGroups(
                (key, group) -> {
                    var sum = group.next();
                    while (group.hasNext()) {
                        sum = function.call(sum, group.next());
                    }
                    return new Tuple2<>(key, sum);
                },
                Encoders.tuple(keys, values));
    }

    /// All that a function makes of the groups of each key in two tables.
    public <W, R> Dataset<R> cogroup(
            KeyValueGroupedDataset<K, W> other,
            CoGroupFunction<K, V, W, R> function,
            Encoder<R> objects) {
        var left = groups().select(KEY.as("left_key"), new Column("values").as("left"));
        var right = other.groups().select(KEY.as("right_key"), new Column("values").as("right"));
        var both =
                left.relational()
                        .join(
                                right.relational(),
                                JoinType.FULL,
                                Optional.of(
                                        new Column("left_key").eqNullSafe(new Column("right_key"))))
                        .project(
                                List.of(
                                        functions
                                                .coalesce(
                                                        new Column("left_key"),
                                                        new Column("right_key"))
                                                .as("key"),
                                        new Column("left"),
                                        new Column("right")));
        var mapped =
                both.map(
                        objects.schema(),
                        UserFunctions.cogroups(keys, values, other.values, function, objects));
        return new Dataset<>(session(), mapped, objects);
    }
}
