package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which changes of a query its checkpoint accepts: the list of docs/changing-a-query.md, line by
/// line.
class QueryChangeTest {
    @TempDir private Path directory;
    private TidemillSession session;

    @BeforeEach
    void begin() throws IOException {
        session = Sessions.in(directory);
        Files.createDirectories(directory.resolve("rides"));
        Files.writeString(
                directory.resolve("rides/a.json"),
                """
                {"id":1,"city":"Oslo","fare":5,"time":"2026-01-01T00:00:10Z"}
                {"id":2,"city":"Rome","fare":9,"time":"2026-01-01T00:02:00Z"}
                """);
        declare("10 SECONDS");
    }

    private void more() throws IOException {
        Files.writeString(
                directory.resolve("rides/b.json"),
                """
                {"id":1,"city":"Oslo","fare":7,"time":"2026-01-01T00:03:00Z"}
                """);
    }

    private void declare(String delay) {
        var columns = "(id INT, city STRING, fare INT, time TIMESTAMP%s) USING json OPTIONS (%s)";
        session.sql("DROP TABLE IF EXISTS ride");
        session.sql("DROP TABLE IF EXISTS price");
        session.sql(
                "CREATE TABLE ride "
                        + columns.formatted(
                                ", WATERMARK FOR time AS time - INTERVAL " + delay,
                                "path 'rides'"));
        session.sql("CREATE TABLE price " + columns.formatted("", "path 'rides'"));
    }

    @AfterEach
    void end() {
        session.close();
    }

    private StreamingQuery run(String mode, String query) throws Exception {
        var running =
                session.sql(query)
                        .writeStream()
                        .format("noop")
                        .outputMode(mode)
                        .queryName("changing")
                        .option("checkpointLocation", "ck")
                        .trigger(Trigger.AvailableNow())
                        .start();
        running.awaitTermination();
        return running;
    }

    private static final String COUNT = "SELECT city, count(*) AS n FROM STREAM ride GROUP BY city";
    private static final String JOIN =
            "SELECT r.id, p.fare FROM STREAM ride r JOIN STREAM price p ON r.id = p.id";
    private static final String TOP =
            "SELECT id, city FROM (SELECT *, row_number() OVER (PARTITION BY city ORDER BY fare) AS"
                    + " n FROM STREAM ride) WHERE n <= 2";
    private static final String SESSIONS =
            "SELECT count(*) AS n FROM STREAM ride GROUP BY session_window(time, '5 minutes')";
    private static final String WINDOWS =
            "SELECT w.start AS start, n FROM (SELECT window(time, '1 minute') AS w, count(*) AS n"
                    + " FROM STREAM ride GROUP BY 1)";

    private static final Map<String, String> NAMED =
            Map.of(
                    "COUNT",
                    COUNT,
                    "JOIN",
                    JOIN,
                    "TOP",
                    TOP,
                    "SESSIONS",
                    SESSIONS,
                    "WINDOWS",
                    WINDOWS);

    /// The query that a line of a table means.
    private static String query(String text) {
        var found = NAMED.getOrDefault(text, text);
        for (var named : NAMED.entrySet()) {
            found = found.replace("(" + named.getKey() + ")", "(" + named.getValue() + ")");
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    append    | SELECT id FROM STREAM ride | SELECT id FROM STREAM ride WHERE fare > 6
                    append    | SELECT id FROM STREAM ride WHERE fare > 6 | SELECT id + 1 AS next, upper(city) FROM STREAM ride WHERE fare > 7
                    append    | SELECT id FROM STREAM ride | SELECT id, city, fare FROM STREAM ride
                    append    | WINDOWS | SELECT * FROM (WINDOWS) WHERE n > 1
                    append    | WINDOWS | SELECT n AS rides, start + INTERVAL 1 MINUTE AS over FROM (WINDOWS)
                    complete  | COUNT   | SELECT * FROM (COUNT) WHERE n > 1
                    complete  | COUNT   | SELECT upper(city) AS town, n * 2 AS twice FROM (COUNT) ORDER BY 2
                    update    | COUNT   | SELECT n + 1 AS next, city AS town FROM (COUNT)
                    update    | COUNT   | SELECT r.city, count(*) AS many FROM (SELECT * FROM STREAM ride) r GROUP BY r.city
                    changelog | COUNT   | SELECT city AS town, n AS rides FROM (COUNT) AS counted
                    append    | SELECT id FROM STREAM ride WHERE id IN (SELECT id FROM STREAM price) | SELECT id AS key FROM STREAM ride WHERE id IN (SELECT id FROM STREAM price)
                    append    | JOIN    | SELECT fare * 2 AS twice FROM (JOIN) WHERE fare + id > 1
                    """)
    void theSameStateIsGoneOnFrom(String mode, String before, String after) throws Exception {
        run(mode, query(before));
        more();
        assertThat(run(mode, query(after)).lastProgress().batchId()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    update    | COUNT | SELECT city, count(*) AS n FROM STREAM ride WHERE fare > 1 GROUP BY city | step 'aggregate-0' was [count(*)] for each [city] of source-0 and is now [count(*)] for each [city] of (source-0 where (fare > 1))
                    update    | COUNT | SELECT fare, count(*) AS n FROM STREAM ride GROUP BY fare | for each [fare]
                    update    | COUNT | SELECT city, sum(fare) AS n FROM STREAM ride GROUP BY city | is now [sum(fare)]
                    update    | COUNT | SELECT city, count(*) AS n, max(fare) FROM STREAM ride GROUP BY city | [count(*), max(fare)]
                    append    | JOIN    | SELECT * FROM (JOIN) WHERE fare > 1 | (source-1 where (source-1.fare > 1))
                    changelog | COUNT   | SELECT * FROM (COUNT) WHERE city > 'B' | (source-0 where (city > 'B'))
                    append    | WINDOWS | SELECT w.start AS start, n FROM (SELECT window(time, '2 minutes') AS w, count(*) AS n FROM STREAM ride GROUP BY 1) | windows of 120 s
                    complete  | SESSIONS | SELECT count(*) AS n FROM STREAM ride GROUP BY session_window(time, '6 minutes') | with gap
                    append    | JOIN | SELECT r.id, p.fare FROM STREAM ride r JOIN STREAM price p ON r.id = p.fare | source-0.id = source-1.fare
                    append    | JOIN | SELECT r.id, p.fare, r.city FROM STREAM ride r JOIN STREAM price p ON r.id = p.id | source-0.city
                    append    | JOIN | SELECT r.id, p.fare FROM STREAM ride r JOIN STREAM price p ON r.id = p.id AND r.fare < p.fare | source-0.fare < source-1.fare
                    changelog | JOIN | SELECT r.id, p.fare FROM STREAM ride r LEFT JOIN STREAM price p ON r.id = p.id | LEFT join
                    update    | SELECT DISTINCT id FROM STREAM ride WHERE id < 0 | SELECT DISTINCT id FROM STREAM ride | step
                    changelog | TOP  | SELECT id, city FROM (SELECT *, row_number() OVER (PARTITION BY city ORDER BY fare) AS n FROM STREAM ride) WHERE n <= 3 | ROW_NUMBER 1 to 3
                    changelog | COUNT | SELECT city, n + 1 AS n FROM (COUNT) | result 'result' was rows [city, count(*)]
                    changelog | COUNT | SELECT * FROM (COUNT) WHERE n > 1 | result 'result'
                    update    | COUNT | SELECT * FROM (COUNT) WHERE n > 1 | result 'result' was the newest row for each [city]
                    complete  | JOIN | SELECT r.id, p.fare + 1 AS fare FROM STREAM ride r JOIN STREAM price p ON r.id = p.id | step 'result-0'
                    """)
    void whatTheStateMeansMustStay(String mode, String before, String after, String change)
            throws Exception {
        run(mode, query(before));
        assertThatThrownBy(() -> run(mode, query(after)))
                .isInstanceOfSatisfying(
                        TidemillException.class,
                        e -> assertThat(e.getCondition()).isEqualTo("CHECKPOINT_QUERY_CHANGED"))
                .hasMessageContaining(change);
    }

    @Test
    void aRowThatWasKeptIsMetByTheChangedQuery() throws Exception {
        var first = session.sql(JOIN).selectExpr("id").writeStream();
        var seen = new ConcurrentLinkedQueue<String>();
        first.option("checkpointLocation", "ck")
                .trigger(Trigger.AvailableNow())
                .foreachBatch((rows, _) -> {})
                .start()
                .awaitTermination();
        more();
        session.sql(JOIN)
                .selectExpr("concat(id, '!') AS text")
                .writeStream()
                .option("checkpointLocation", "ck")
                .trigger(Trigger.AvailableNow())
                .foreachBatch(
                        (rows, _) -> rows.collectAsList().forEach(r -> seen.add(r.getString(0))))
                .start()
                .awaitTermination();
        assertThat(seen).containsExactly("1!", "1!", "1!"); // with the old row, twice, and itself
    }

    @Test
    void limitsTriggersDelaysAndTimesToLiveMayChange() throws Exception {
        session.conf().set("tidemill.state.ttl", "1 day");
        run("update", COUNT);
        more();
        session.conf().set("tidemill.state.ttl", "2 days");
        declare("20 SECONDS");
        var changed =
                session.readStream()
                        .option("maxFilesPerTrigger", 1)
                        .schema("id INT, city STRING, fare INT, time TIMESTAMP")
                        .json("rides")
                        .withWatermark("time", "1 hour")
                        .groupBy("city")
                        .count()
                        .writeStream()
                        .format("noop")
                        .outputMode("update")
                        .queryName("renamed")
                        .option("checkpointLocation", "ck")
                        .trigger(Trigger.ProcessingTime("1 second"))
                        .start();
        changed.processAllAvailable();
        assertThat(changed.lastProgress().batchId()).isEqualTo(1);
        changed.stop();
    }

    @Test
    void theDelayOfAWatermarkThatAStepForgetsByMayChangeButNotItsColumn() throws Exception {
        run("append", WINDOWS);
        declare("1 HOUR");
        more();
        assertThat(run("append", WINDOWS).lastProgress().eventTime().get("watermark"))
                .isEqualTo("2026-01-01T00:01:50Z"); // it never goes back
        session.sql("DROP TABLE price");
        session.sql(
                "CREATE TABLE price (id INT, city STRING, fare INT, time TIMESTAMP, other"
                        + " TIMESTAMP, WATERMARK FOR other AS other - INTERVAL 1 SECOND) USING json"
                        + " OPTIONS (path 'rides')");
        refused("update", WINDOWS.replace("ride", "price"), "in mode");
        refused(
                "append",
                WINDOWS.replace("ride", "price").replace("window(time", "window(other"),
                "in time by other");
    }

    private void refused(String mode, String query, String change) {
        assertThatThrownBy(() -> run(mode, query))
                .hasMessageContaining("CHECKPOINT_QUERY_CHANGED")
                .hasMessageContaining(change);
    }

    @Test
    void aTimeToLiveWhereThereWasNoneIsAnotherState() throws Exception {
        run("update", COUNT);
        session.conf().set("tidemill.state.ttl", "1 day");
        refused("update", COUNT, "state 'aggregate-0' was");
    }

    @Test
    void anotherSourceOrSinkOrOutputModeIsRefused() throws Exception {
        run("update", COUNT);
        Files.createDirectories(directory.resolve("other"));
        session.sql("CREATE TABLE other (id INT, city STRING) USING json OPTIONS (path 'other')");
        refused("update", COUNT.replace("ride", "other"), "source 'source-0' was FileStreamSource");
        refused("changelog", COUNT, "sink 'result' was noop in mode update");
        assertThatThrownBy(() -> console(COUNT, 5)).hasMessageContaining("is now ConsoleTable");
    }

    private void console(String query, int rows) throws Exception {
        session.sql(query)
                .writeStream()
                .format("console")
                .outputMode("update")
                .option("numRows", rows)
                .option("checkpointLocation", "ck")
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
    }

    @Test
    void optionsOfASinkMayChange() throws Exception {
        console(COUNT, 5);
        console(COUNT, 6);
        for (var compression : List.of("none", "gzip")) {
            session.sql("SELECT id FROM STREAM ride")
                    .writeStream()
                    .format("json")
                    .option("compression", compression)
                    .option("path", "out")
                    .option("checkpointLocation", "ck-of-files")
                    .trigger(Trigger.AvailableNow())
                    .start()
                    .awaitTermination();
            more();
        }
        assertThat(session.read().json("out").count()).isEqualTo(3);
    }

    @Test
    void withTheSettingAnotherMeaningIsTakenAlso() throws Exception {
        run("update", COUNT);
        more();
        var filtered = COUNT.replace("ride ", "ride WHERE fare > 6 ");
        session.conf().set("tidemill.allowQueryChange", true);
        assertThat(run("update", filtered).lastProgress().batchId()).isEqualTo(1);
        refused("update", COUNT.replace("count(*)", "sum(fare)"), "state 'aggregate-0' was");
    }
}
