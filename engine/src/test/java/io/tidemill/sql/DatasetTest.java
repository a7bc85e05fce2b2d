package io.tidemill.sql;

import static io.tidemill.sql.functions.array;
import static io.tidemill.sql.functions.avg;
import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.count;
import static io.tidemill.sql.functions.expr;
import static io.tidemill.sql.functions.lit;
import static io.tidemill.sql.functions.not;
import static io.tidemill.sql.functions.struct;
import static io.tidemill.sql.functions.sum;
import static io.tidemill.sql.functions.transform;
import static io.tidemill.sql.functions.upper;
import static io.tidemill.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Operations and actions of batch Datasets, as a program written against Spark uses them.
class DatasetTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private TidemillSession session;
    private Dataset<Row> readings;

    @BeforeEach
    void begin(@TempDir Path directory) {
        session = Sessions.in(directory, printed);
        readings =
                session.createDataFrame(
                        List.of(
                                RowFactory.create("pump", 1.5, 1),
                                RowFactory.create("fan", 20.0, 2),
                                RowFactory.create("pump", 30.25, null)),
                        StructType.fromDDL("device STRING, signal DOUBLE, n INT"));
    }

    @AfterEach
    void end() {
        session.close();
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    @Test
    void selectsByNameByColumnAndByExpression() {
        assertThat(readings.select("device", "n").first()).isEqualTo(row("pump", 1));
        assertThat(readings.select(col("signal").plus(1), upper(col("device"))).first())
                .isEqualTo(row(2.5, "PUMP"));
        assertThat(readings.selectExpr("signal * 2 AS twice", "*").columns())
                .containsExactly("twice", "device", "signal", "n");
    }

    @Test
    void namesResultsAsSparkDoes() {
        var names =
                readings.select(
                                col("signal").plus(1),
                                col("n").isNull(),
                                col("n").cast("string"),
                                lit(3L),
                                col("device").isin("a", "b"),
                                not(col("n").equalTo(1)),
                                expr("signal / 2"),
                                upper(col("device")))
                        .columns();
        assertThat(names)
                .containsExactly(
                        "(signal + 1)",
                        "(n IS NULL)",
                        "n",
                        "3",
                        "(device IN (a, b))",
                        "(NOT (n = 1))",
                        "(signal / 2)",
                        "upper(device)");
        assertThat(readings.groupBy("device").agg(count("*"), sum("n"), avg("signal")).columns())
                .containsExactly("device", "count(1)", "sum(n)", "avg(signal)");
    }

    @Test
    void filtersByTextAndByColumn() {
        assertThat(readings.where("signal > 15").count()).isEqualTo(2);
        assertThat(readings.filter(col("n").isNotNull().and(col("device").like("p%"))).count())
                .isEqualTo(1);
        assertThat(readings.filter(col("signal").between(1, 2)).first().getString(0))
                .isEqualTo("pump");
    }

    @Test
    void addsReplacesRenamesAndDropsColumns() {
        assertThat(readings.withColumn("twice", col("signal").multiply(2)).columns())
                .containsExactly("device", "signal", "n", "twice");
        assertThat(readings.withColumn("N", lit("x")).first().get(2)).isEqualTo("x");
        assertThat(readings.withColumnRenamed("device", "d").drop("n", "absent").columns())
                .containsExactly("d", "signal");
        assertThat(readings.toDF("a", "b", "c").columns()).containsExactly("a", "b", "c");
        assertThat(readings.drop(col("signal")).columns()).containsExactly("device", "n");
    }

    @Test
    void groupsCountsAndAggregates() {
        assertThat(readings.groupBy("device").count().collectAsList())
                .containsExactlyInAnyOrder(row("pump", 2L), row("fan", 1L));
        assertThat(readings.groupBy("device").max().columns())
                .containsExactly("device", "max(signal)", "max(n)");
        assertThat(readings.agg(sum("signal").as("s"), count("n")).first())
                .isEqualTo(row(51.75, 2L));
        assertThat(readings.groupBy(col("device").as("d")).agg(Map.of("n", "sum")).columns())
                .containsExactly("d", "sum(n)");
    }

    @Test
    void keepsAnOrderThroughLimitOffsetAndProjection() {
        var sorted = readings.orderBy(col("signal").desc());
        assertThat(sorted.limit(2).collectAsList())
                .extracting(r -> r.getDouble(1))
                .containsExactly(30.25, 20.0);
        assertThat(sorted.offset(1).select("device").collectAsList())
                .containsExactly(row("fan"), row("pump"));
        assertThat(readings.sort(col("n").asc_nulls_last()).first()).isEqualTo(row("pump", 1.5, 1));
        assertThat(readings.orderBy("n").first().isNullAt(2)).isTrue();
    }

    @Test
    void unitesByPositionAndByName() {
        assertThat(readings.union(readings).count()).isEqualTo(6);
        assertThat(readings.union(readings).distinct().count()).isEqualTo(3);
        assertThat(
                        readings.unionByName(readings.select("n", "signal", "device"))
                                .distinct()
                                .count())
                .isEqualTo(3);
        assertThat(readings.unionByName(readings.drop("n"), true).where("n IS NULL").count())
                .isEqualTo(4);
        assertThatThrownBy(() -> readings.unionByName(readings.drop("n")))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("no column 'n'");
    }

    @Test
    void buildsAndReadsNestedValues() {
        var nested =
                readings.select(struct("device", "n").as("s"), array(col("n"), lit(7)).as("a"));
        assertThat(nested.select("s.device").first()).isEqualTo(row("pump"));
        assertThat(nested.select(col("s").getField("n"), col("a").getItem(1)).first())
                .isEqualTo(row(1, 7));
        assertThat(nested.first().getStruct(0)).isEqualTo(row("pump", 1));
        var changed =
                nested.select(
                        col("s").withField("n", lit("one"))
                                .withField("more", col("a").getItem(0))
                                .as("s"),
                        struct(col("s").as("in")).withField("in.n", lit(null)).as("deep"),
                        col("s").dropFields("N", "absent").as("less"));
        assertThat(changed.schema().toDDL())
                .startsWith("s STRUCT<device: STRING, n: STRING NOT NULL, more: INT>");
        assertThat(changed.first().getStruct(0)).isEqualTo(row("pump", "one", 1));
        assertThat(changed.first().getStruct(1)).isEqualTo(row(row("pump", null)));
        assertThat(changed.first().getStruct(2)).isEqualTo(row("pump"));
        assertThat(
                        nested.select(
                                        when(col("s.n").gt(100), col("s"))
                                                .withField("n", lit(1))
                                                .isNull())
                                .first())
                .isEqualTo(row(true));
        assertThatThrownBy(() -> nested.select(col("s").dropFields("device", "n")))
                .hasMessageContaining("DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS");
        assertThatThrownBy(() -> nested.select(col("s").withField("x.y", lit(1))))
                .hasMessageContaining("FIELD_NOT_FOUND");
        assertThatThrownBy(() -> nested.select(col("a").withField("n", lit(1))))
                .hasMessageContaining("only a STRUCT has fields to change");
        assertThat(nested.select(transform(col("a"), x -> x.plus(1)).as("t")).first().getList(0))
                .isEqualTo(List.of(2, 8));
    }

    @Test
    void choosesByCase() {
        var size = when(col("signal").gt(25), "big").when(col("signal").gt(10), "mid");
        assertThat(readings.select(size.otherwise("small")).collectAsList())
                .containsExactly(row("small"), row("mid"), row("big"));
        assertThat(readings.select(size).first().isNullAt(0)).isTrue();
        assertThatThrownBy(() -> col("n").otherwise(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("when()");
    }

    @Test
    void showsATableAsSparkDoes() {
        readings.show();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        +------+------+----+
                        |device|signal|   n|
                        +------+------+----+
                        |  pump|   1.5|   1|
                        |   fan|  20.0|   2|
                        |  pump| 30.25|NULL|
                        +------+------+----+

                        """);
    }

    @Test
    void showsFewRowsUncutOrUpright() {
        session.sql("SELECT 'a text of more than twenty letters' AS t, 1 AS n").show(1, true);
        readings.show(1, false);
        readings.show(1, 0, true);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("|a text of more th...|")
                .contains("|pump  |1.5   |1  |")
                .contains("only showing top 1 row\n")
                .contains("-RECORD 0-----")
                .contains(" device | pump ");
    }

    @Test
    void printsItsSchema() {
        readings.printSchema();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        root
                         |-- device: string (nullable = true)
                         |-- signal: double (nullable = true)
                         |-- n: integer (nullable = true)
                        """);
        assertThat(readings).hasToString("[device: string, signal: double, n: int]");
        assertThat(readings.dtypes()).contains(new Tuple2<>("signal", "double"));
    }

    @Test
    void namesWhatIsWrongAndWhatWasMeant() {
        assertThatThrownBy(() -> readings.select("devic"))
                .isInstanceOfSatisfying(
                        AnalysisException.class,
                        e ->
                                assertThat(e.getCondition())
                                        .isEqualTo("UNRESOLVED_COLUMN.WITH_SUGGESTION"))
                .hasMessageContaining("device");
        assertThatThrownBy(() -> readings.selectExpr("uper(device)"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("upper");
        assertThatThrownBy(() -> readings.where("signal >"))
                .isInstanceOfSatisfying(
                        ParseException.class,
                        e -> assertThat(e.getCondition()).isEqualTo("PARSE_SYNTAX_ERROR"));
        assertThatThrownBy(() -> readings.col("absent")).isInstanceOf(AnalysisException.class);
    }

    @Test
    void keepsComputedRows() {
        var random = session.range(3).select(expr("rand()"));
        var kept = random.persist();
        assertThat(kept.collectAsList()).isEqualTo(kept.collectAsList());
    }

    @Test
    void countsRangesInEitherDirection() {
        assertThat(session.range(5).collectAsList()).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
        assertThat(session.range(5, 0, -2).collectAsList()).containsExactlyInAnyOrder(5L, 3L, 1L);
        assertThat(session.range(3, 3).isEmpty()).isTrue();
        assertThat(session.range(100_000).agg(sum("id")).first().getLong(0))
                .isEqualTo(4_999_950_000L);
    }

    @Test
    void anInterruptedThreadGetsNoAnswer() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> session.range(10).count())
                .isInstanceOfSatisfying(
                        TidemillException.class,
                        e -> assertThat(e.getCondition()).isEqualTo("OPERATION_CANCELED"));
        assertThat(Thread.interrupted()).as("and is still interrupted").isTrue();
        assertThat(session.range(10).count()).isEqualTo(10);
    }

    @Test
    void handsRowsToTheProgram() {
        var seen = Collections.synchronizedList(new ArrayList<String>());
        readings.foreach(r -> seen.add(r.getString(0)));
        assertThat(seen).containsExactlyInAnyOrder("pump", "fan", "pump");
        var rows = new ArrayList<Row>();
        readings.toLocalIterator().forEachRemaining(rows::add);
        assertThat(rows).hasSize(3);
        assertThat((Object[]) readings.take(2)).hasSize(2);
    }
}
