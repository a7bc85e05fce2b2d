package io.tidemill.sql;

import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.api.java.function.MapFunction;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.Metadata;
import io.tidemill.sql.types.MetadataBuilder;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operations of Spark's Dataset that a port of a program meets beside queries: missing values,
/// statistics, samples, pairs, groups of objects.
class DatasetSurfaceTest {
    @TempDir private Path directory;
    private TidemillSession session;

    @BeforeEach
    void open() {
        session = Sessions.in(directory);
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private Dataset<Row> people() {
        return session.sql(
                "SELECT * FROM VALUES ('ann', 30, 1.5D), ('bob', NULL, double('NaN')),"
                        + " (NULL, NULL, NULL) AS t(name, age, score)");
    }

    @Test
    void rowsThatMissValuesAreDropped() {
        var na = people().na();
        assertThat(na.drop().collectAsList()).containsExactly(row("ann", 30, 1.5));
        assertThat(na.drop("all").count()).isEqualTo(2);
        assertThat(na.drop(new String[] {"name"}).count()).isEqualTo(2);
        assertThat(na.drop(2).count()).isEqualTo(1);
        assertThat(na.drop("any", new String[] {"AGE", "score"}).count()).isEqualTo(1);
        assertThatThrownBy(() -> na.drop("some")).hasMessageContaining("'any' or 'all'");
        assertThatThrownBy(() -> na.drop(new String[] {"nam"})).hasMessageContaining("name");
    }

    @Test
    void missingValuesAreFilledByKind() {
        var na = people().na();
        assertThat(na.fill(7).collectAsList())
                .containsExactlyInAnyOrder(
                        row("ann", 30, 1.5), row("bob", 7, 7.0), row(null, 7, 7.0));
        assertThat(na.fill("?").select("name").collectAsList())
                .containsExactlyInAnyOrder(row("ann"), row("bob"), row("?"));
        assertThat(na.fill(2.9, new String[] {"age"}).schema())
                .isEqualTo(people().na().fill(1L, new String[] {"age"}).schema());
        assertThat(na.fill(Map.of("name", "x", "score", 0.5)).collectAsList())
                .containsExactlyInAnyOrder(
                        row("ann", 30, 1.5), row("bob", null, 0.5), row("x", null, 0.5));
    }

    @Test
    void valuesAreReplacedInColumnsOfTheirKind() {
        var replaced = people().na().replace("*", Map.of(30, 31, 1.5, 2.5));
        assertThat(replaced.first()).isEqualTo(row("ann", 31, 2.5));
        assertThat(people().na().replace("name", Map.of("ann", "eve")).first().getString(0))
                .isEqualTo("eve");
        assertThatThrownBy(() -> people().na().replace("name", Map.of("a", "b", 1, 2)))
                .hasMessageContaining("of one kind");
    }

    @Test
    void aTableIsDescribedByItsNumbers() {
        var described =
                session.sql("SELECT * FROM VALUES (1, 'x', 2.0), (3, '5', 4.0) AS t(n, s, d)");
        assertThat(described.describe().collectAsList())
                .containsExactly(
                        row("count", "2", "2", "2"),
                        row("mean", "2.0", "5.0", "3.00000"),
                        row("stddev", "1.4142135623730951", null, "1.4142135623730951"),
                        row("min", "1", "5", "2.0"),
                        row("max", "3", "x", "4.0"));
        assertThat(
                        described
                                .summary("count_distinct", "50%")
                                .select("summary", "n")
                                .collectAsList())
                .containsExactly(row("count_distinct", "2"), row("50%", "1"));
        assertThat(described.summary().count()).isEqualTo(8);
        assertThat(described.describe("n").columns()).containsExactly("summary", "n");
        assertThatThrownBy(() -> described.summary("avg")).hasMessageContaining("'avg'");
    }

    @Test
    void statisticsOfColumns() {
        var stat =
                session.sql("SELECT id AS x, 2 * id + 1 AS y, id % 2 AS k FROM range(10)").stat();
        assertThat(stat.corr("x", "y")).isEqualTo(1.0);
        assertThat(stat.cov("x", "x"))
                .isCloseTo(9.1666667, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(stat.approxQuantile("x", new double[] {0, 0.5, 1}, 0)).containsExactly(0, 4, 9);
        assertThat(stat.crosstab("k", "k").collectAsList())
                .containsExactly(row("0", 5L, 0L), row("1", 0L, 5L));
        assertThat(stat.crosstab("k", "k").columns()).containsExactly("k_k", "0", "1");
        assertThat(stat.freqItems(new String[] {"k", "x"}, 0.5).first())
                .isEqualTo(row(List.of(0L, 1L), List.of()));
        var sampled = stat.sampleBy("k", Map.of(0L, 1.0), 7);
        assertThat(sampled.count()).isEqualTo(5);
    }

    @Test
    void samplesFollowFromTheirSeed() {
        var numbers = session.range(10_000);
        long count = numbers.sample(0.1, 42).count();
        assertThat(count).isBetween(850L, 1150L).isEqualTo(numbers.sample(0.1, 42).count());
        assertThat(numbers.sample(true, 2.0, 42).count()).isBetween(19_500L, 20_500L);
        var parts = numbers.randomSplit(new double[] {1, 3}, 5);
        assertThat(parts[0].count() + parts[1].count()).isEqualTo(10_000);
        assertThat(parts[0].count()).isBetween(2_300L, 2_700L);
        assertThat(parts[0].intersect(parts[1]).count()).isZero();
        assertThatThrownBy(() -> numbers.sample(1.5)).hasMessageContaining("between 0 and 1");
    }

    @Test
    void joinWithGivesPairsOfObjects() {
        var left = session.createDataset(List.of("a", "b"), Encoders.STRING()).as("l");
        var right =
                session.sql("SELECT * FROM VALUES ('b', 1), ('c', NULL) AS t(value, n)").as("r");
        var pairs =
                left.joinWith(right, col("l.value").equalTo(col("r.value")), "full")
                        .collectAsList();
        assertThat(pairs)
                .containsExactlyInAnyOrder(
                        new Tuple2<>("a", null),
                        new Tuple2<>("b", row("b", 1)),
                        new Tuple2<>(null, row("c", null)));
        var same = session.range(3);
        assertThat(
                        same.as("x")
                                .joinWith(same.as("y"), col("x.id").equalTo(col("y.id").plus(1)))
                                .collectAsList())
                .containsExactlyInAnyOrder(new Tuple2<>(1L, 0L), new Tuple2<>(2L, 1L));
        assertThatThrownBy(() -> left.joinWith(right, lit(true), "left_semi"))
                .hasMessageContaining("pairs");
    }

    private KeyValueGroupedDataset<String, String> byFirstLetter(String... words) {
        return session.createDataset(List.of(words), Encoders.STRING())
                .groupByKey(
                        (MapFunction<String, String>) word -> word.substring(0, 1),
                        Encoders.STRING());
    }

    @Test
    void groupsOfObjectsAreMappedAndReduced() {
        var groups = byFirstLetter("pear", "apple", "plum", "avocado", "fig");
        assertThat(groups.keys().collectAsList()).containsExactlyInAnyOrder("a", "f", "p");
        assertThat(groups.count().collectAsList())
                .containsExactlyInAnyOrder(
                        new Tuple2<>("a", 2L), new Tuple2<>("f", 1L), new Tuple2<>("p", 2L));
        assertThat(
                        groups.mapGroups(
                                        (key, words) -> {
                                            var all = new ArrayList<String>();
                                            words.forEachRemaining(all::add);
                                            return key + all;
                                        },
                                        Encoders.STRING())
                                .collectAsList())
                .containsExactlyInAnyOrder("a[apple, avocado]", "f[fig]", "p[pear, plum]");
        assertThat(
                        groups.mapValues(
                                        (MapFunction<String, Integer>) String::length,
                                        Encoders.INT())
                                .reduceGroups(Integer::sum)
                                .collectAsList())
                .containsExactlyInAnyOrder(
                        new Tuple2<>("a", 12), new Tuple2<>("f", 3), new Tuple2<>("p", 8));
        assertThat(
                        groups.flatMapSortedGroups(
                                        new Column[] {col("value").desc()},
                                        (_, words) -> words,
                                        Encoders.STRING())
                                .collectAsList())
                .containsSubsequence("plum", "pear")
                .containsSubsequence("avocado", "apple")
                .hasSize(5);
    }

    @Test
    void rowsInGroupsAreObjectsInGroups() {
        var groups =
                session.sql("SELECT id % 2 AS k, id FROM range(5)")
                        .groupBy("k")
                        .as(
                                Encoders.LONG(),
                                Encoders.row(new StructType().add("k", "long").add("id", "long")));
        assertThat(groups.count().collectAsList())
                .containsExactlyInAnyOrder(new Tuple2<>(0L, 3L), new Tuple2<>(1L, 2L));
        assertThat(
                        groups.mapGroups((key, rows) -> key + ":" + rows.next(), Encoders.STRING())
                                .collectAsList())
                .containsExactlyInAnyOrder("0:[0,0]", "1:[1,1]");
    }

    @Test
    void groupsOfTwoTablesComeTogether() {
        var lines =
                byFirstLetter("a1", "b1")
                        .cogroup(
                                byFirstLetter("b2", "c2", "c3"),
                                (key, left, right) -> {
                                    int l = 0;
                                    int r = 0;
                                    for (; left.hasNext(); left.next()) {
                                        l++;
                                    }
                                    for (; right.hasNext(); right.next()) {
                                        r++;
                                    }
                                    return List.of(key + l + r).iterator();
                                },
                                Encoders.STRING());
        assertThat(lines.collectAsList()).containsExactlyInAnyOrder("a10", "b11", "c02");
    }

    @Test
    void columnsFollowASchema() {
        var wanted =
                new StructType()
                        .add("b", DataTypes.LongType)
                        .add("a", DataTypes.StringType)
                        .add("c", DataTypes.DateType);
        var found = session.sql("SELECT 'x' AS A, 1 AS b, 2 AS unused").to(wanted);
        assertThat(found.columns()).containsExactly("b", "a", "c");
        assertThat(found.first()).isEqualTo(row(1L, "x", null));
    }

    @Test
    void smallThingsDoWhatTheySay() {
        var numbers = session.range(5);
        assertThat(numbers.reduce(Long::sum)).isEqualTo(10);
        assertThat((Object[]) numbers.tail(2)).containsExactly(3L, 4L);
        assertThat(numbers.transform(rows -> rows.where("id > 2")).count()).isEqualTo(2);
        assertThat(numbers.repartition(3).coalesce(1).hint("broadcast").count()).isEqualTo(5);
        assertThat(numbers.checkpoint().count()).isEqualTo(5);
        assertThat(numbers.join(numbers.as("b"), "id").drop(col("id"), col("nothing")).columns())
                .isEmpty();
    }

    @Test
    void schemasAreMadeAsSparksProgramsMakeThem() {
        var told = new MetadataBuilder().putString("comment", "who").build();
        var schema =
                new StructType(
                        new StructField[] {
                            new StructField("a", DataTypes.StringType, false, Metadata.empty()),
                            DataTypes.createStructField("b", DataTypes.LongType, true, told)
                        });
        assertThat(schema.toDDL()).isEqualTo("a STRING NOT NULL, b BIGINT COMMENT 'who'");
        assertThat(schema.field(1).metadata()).isEqualTo(told);
        assertThat(new StructType().add("c", "array<int>", false).field(0).nullable()).isFalse();
        var more = new MetadataBuilder().withMetadata(told).putLong("n", 1).build();
        assertThat(more.getLong("n")).isEqualTo(1);
        assertThatThrownBy(() -> new StructField("d", DataTypes.LongType, true, more))
                .hasMessageContaining("nothing but a 'comment'");
    }

    @Test
    void arraysOfRowsAndObjectsHaveTheirClass() {
        var numbers = session.range(3);
        assertThat((Long[]) numbers.collect()).containsExactly(0L, 1L, 2L);
        var rows = numbers.toDF("n");
        assertThat((Row[]) rows.collect()).hasSize(3);
        assertThat((Row[]) rows.take(2)).hasSize(2);
        assertThat((Row[]) rows.head(1)).hasSize(1);
        assertThat((Row[]) rows.tail(1)).extracting(row -> row.getLong(0)).containsExactly(2L);
    }

    @Test
    void theValuesOfAPairAreFieldsAsInSparksPrograms() {
        var pair = new Tuple2<>("a", 1);
        assertThat(pair._1 + pair._2).isEqualTo("a1");
        assertThat(pair)
                .isEqualTo(new Tuple2<>("a", 1))
                .hasSameHashCodeAs(new Tuple2<>("a", 1))
                .hasToString("(a,1)");
    }
}
