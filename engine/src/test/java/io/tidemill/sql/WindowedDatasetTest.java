package io.tidemill.sql;

import static io.tidemill.sql.functions.calendar_window;
import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.count;
import static io.tidemill.sql.functions.dense_rank;
import static io.tidemill.sql.functions.expr;
import static io.tidemill.sql.functions.lag;
import static io.tidemill.sql.functions.lit;
import static io.tidemill.sql.functions.row_number;
import static io.tidemill.sql.functions.session_window;
import static io.tidemill.sql.functions.sum;
import static io.tidemill.sql.functions.when;
import static io.tidemill.sql.functions.window;
import static io.tidemill.sql.functions.window_time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.plan.circuit.Explain;
import io.tidemill.sql.expressions.Window;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Windows of time and of rows in Datasets, as a program written against Spark uses them.
class WindowedDatasetTest {
    private TidemillSession session;
    private Dataset<Row> rides;

    @BeforeEach
    void begin(@TempDir Path directory) {
        session = Sessions.in(directory);
        rides =
                session.createDataFrame(
                        List.of(
                                ride("Oslo", 1, "2026-01-01T00:00:05Z"),
                                ride("Oslo", 2, "2026-01-01T00:00:12Z"),
                                ride("Rome", 3, "2026-01-01T00:00:09Z"),
                                ride("Oslo", 4, "2026-01-01T00:00:40Z")),
                        StructType.fromDDL("city STRING, fare INT, time TIMESTAMP"));
        rides.createOrReplaceTempView("rides");
    }

    @AfterEach
    void end() {
        session.close();
    }

    private static Row ride(String city, int fare, String time) {
        return RowFactory.create(city, fare, Instant.parse(time));
    }

    private static List<Row> rows(Dataset<Row> dataset) {
        return dataset.collectAsList();
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private static Row span(int from, int to) {
        return row(second(from), second(to));
    }

    private static Instant second(int second) {
        return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second);
    }

    @Test
    void groupsByWindowsAsSparkDoes() {
        var counts = rides.groupBy(window(col("time"), "10 seconds")).count();

        assertThat(counts.columns()).containsExactly("window", "count");
        assertThat(rows(counts))
                .containsExactlyInAnyOrder(
                        row(span(0, 10), 2L), row(span(10, 20), 1L), row(span(40, 50), 1L));
        assertThat(rows(counts.select("window.start", "count"))).contains(row(second(0), 2L));
        assertThat(
                        rows(
                                rides.groupBy(
                                                window(
                                                        col("time"),
                                                        "20 seconds",
                                                        "10 seconds",
                                                        "5 seconds"),
                                                col("city"))
                                        .agg(sum("fare").as("s"))
                                        .where("city = 'Rome'")
                                        .select("window.end")))
                .containsExactlyInAnyOrder(row(second(15)), row(second(25)));
    }

    @Test
    void groupsBySessionsOfTheOtherKeys() {
        var gap = when(col("city").equalTo("Oslo"), lit("7 seconds")).otherwise(lit("1 second"));
        var sessions =
                rides.groupBy(session_window(col("time"), gap), col("city"))
                        .agg(count("*").as("n"));

        assertThat(rows(sessions.select("city", "session_window.start", "n")))
                .containsExactlyInAnyOrder(
                        row("Oslo", second(5), 2L),
                        row("Oslo", second(40), 1L),
                        row("Rome", second(9), 1L));
        assertThat(rows(rides.groupBy(session_window(col("time"), "1 minute")).count()))
                .containsExactly(row(row(second(5), second(100)), 4L));
    }

    @Test
    void aggregatesWindowsOfWindows() {
        var small = rides.groupBy(window(col("time"), "10 seconds").as("w")).count();
        var large =
                small.groupBy(window(window_time(col("w")), "30 seconds"))
                        .agg(sum("count").as("n"));

        assertThat(rows(large))
                .containsExactlyInAnyOrder(row(span(0, 30), 3L), row(span(30, 60), 1L));
        assertThat(rows(small.groupBy(window(col("w"), "30 seconds")).agg(sum("count"))))
                .containsExactlyInAnyOrderElementsOf(rows(large));
    }

    @Test
    void daysAreThoseOfAZone() {
        assertThat(
                        rows(
                                rides.groupBy(
                                                calendar_window(
                                                        col("time"), "1 day", "America/New_York"))
                                        .count()
                                        .select("calendar_window.start")))
                .containsExactly(row(Instant.parse("2025-12-31T05:00:00Z")));
    }

    @Test
    void ranksRowsAndTakesTheFirst() {
        var byFare = Window.partitionBy("city").orderBy(col("fare").desc());

        var first =
                rides.withColumn("place", row_number().over(byFare))
                        .where(col("place").equalTo(1))
                        .select("city", "fare");
        assertThat(rows(first)).containsExactlyInAnyOrder(row("Oslo", 4), row("Rome", 3));
        assertThat(rides.select(dense_rank().over(byFare)).columns())
                .containsExactly(
                        "dense_rank() OVER (PARTITION BY city ORDER BY fare DESC NULLS LAST"
                                + " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)");
    }

    @Test
    void functionsOverWindowsArePlannedLikeTheirSql() {
        var byTime = Window.partitionBy(col("city")).orderBy("time");
        var api =
                rides.select(
                        lag("fare", 1, 0).over(byTime).as("l"),
                        sum("fare").over(byTime.rowsBetween(-1, Window.currentRow())).as("s"),
                        sum("fare").over().as("all"),
                        sum("fare")
                                .over(
                                        Window.orderBy("fare")
                                                .rangeBetween(Window.unboundedPreceding(), 2))
                                .as("r"));
        var sql =
                rides.select(
                        expr("lag(fare, 1, 0) OVER (PARTITION BY city ORDER BY time) AS l"),
                        expr(
                                "sum(fare) OVER (PARTITION BY city ORDER BY time ROWS BETWEEN 1"
                                        + " PRECEDING AND CURRENT ROW) AS s"),
                        expr("sum(fare) OVER () AS all"),
                        expr(
                                "sum(fare) OVER (ORDER BY fare RANGE BETWEEN UNBOUNDED PRECEDING"
                                        + " AND 2 FOLLOWING) AS r"));

        assertThat(api.schema()).isEqualTo(sql.schema());
        assertThat(explained(api)).isEqualTo(explained(sql));
    }

    private static List<String> explained(Dataset<Row> dataset) {
        var lines = new ArrayList<String>();
        for (var node = dataset.relational().plan(); ; node = node.inputs().getFirst()) {
            lines.add(Explain.node(node));
            if (node.inputs().isEmpty()) {
                return lines;
            }
        }
    }

    @Test
    void aWindowInAConditionIsRefused() {
        assertThatThrownBy(() ->
                        rows(rides.where(row_number().over(Window.orderBy("fare")).equalTo(1))))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("a window function stands in WHERE");
    }
}
