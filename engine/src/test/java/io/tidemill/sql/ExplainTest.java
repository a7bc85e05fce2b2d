package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.streaming.StreamingQueryListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of a query before it runs: its steps, what they keep, and what bounds that.
class ExplainTest {
    private static final String WINDOWS =
            "SELECT window.start, city, count(*) AS n FROM STREAM ride"
                    + " GROUP BY window(time, '10 minutes'), city";
    private static final String BY_CITY =
            "SELECT city, count(*) AS n FROM STREAM ride GROUP BY city";
    private static final String SESSIONS =
            "SELECT city, count(*) AS n FROM STREAM ride GROUP BY session_window(%s, '5 minutes'),"
                    + " city";

    @TempDir private Path directory;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private TidemillSession session;

    @BeforeEach
    void begin() throws IOException {
        session = Sessions.in(directory, printed);
        Files.createDirectories(directory.resolve("rides"));
        session.sql(
                "CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, noted TIMESTAMP,"
                        + " WATERMARK FOR time AS time - INTERVAL 10 SECONDS) USING json"
                        + " OPTIONS (path 'rides')");
    }

    @AfterEach
    void end() {
        session.close();
    }

    private String explained(String form, String statement) {
        return session.sql("EXPLAIN " + form + " " + statement).first().getString(0);
    }

    private String flow(String mode, String query) {
        return "CREATE FLOW f OPTIONS (outputMode '%s') AS INSERT INTO ride %s"
                .formatted(mode, query);
    }

    @Test
    void formattedNumbersTheStepsAndTellsAllThatIsKnownOfEach() {
        assertThat(explained("FORMATTED", WINDOWS))
                .isEqualTo(
                        """
                        == Plan ==
                        Project (5)
                        +- Aggregate (4)
                           +- TimeWindow (3)
                              +- Watermark (2)
                                 +- Scan STREAM ride json (1)

                        (1) Scan STREAM ride json
                        Output [2]: [city STRING, time TIMESTAMP]
                        Changes: insert-only; unbounded

                        (2) Watermark
                        Column: time
                        Delay: 10 s
                        Output [2]: [city STRING, time TIMESTAMP]
                        Changes: insert-only; unbounded
                        Event time: time at or after the watermark

                        (3) TimeWindow
                        Time: time
                        Windows: 600 s
                        Output [4]: [city STRING, time TIMESTAMP, window_start TIMESTAMP NOT NULL, window_end TIMESTAMP NOT NULL]
                        Changes: insert-only; unbounded
                        Event time: time at or after the watermark, window_start after the watermark less 600 s, window_end after the watermark

                        (4) Aggregate
                        Keys [3]: [window_start, window_end, city]
                        Functions [1]: [count(*)]
                        Output [4]: [window_start TIMESTAMP NOT NULL, window_end TIMESTAMP NOT NULL, city STRING, n BIGINT NOT NULL]
                        Changes: upsert by window_start, window_end, city; unbounded
                        Event time: window_start after the watermark less 600 s, window_end after the watermark
                        State: one row for each [window_start, window_end, city]; bounded: forgotten when the watermark has passed window_start, window_end
                        State size: about 84 bytes a group and those of a text or nested value

                        (5) Project
                        Columns [3]: [window_start, city, n]
                        Output [3]: [start TIMESTAMP, city STRING, n BIGINT NOT NULL]
                        Changes: upsert by start, city; unbounded
                        Event time: start after the watermark less 600 s

                        == State ==
                        bounded
                        """);
    }

    @Test
    void formattedDrawsTheInputsOfAJoinBesideEachOther() {
        var join = "SELECT a.fare FROM STREAM ride a JOIN STREAM ride b ON a.city = b.city";
        assertThat(explained("FORMATTED", join))
                .contains(
                        """
                        +- Join INNER (7)
                           :- Project (3)
                           :  +- Watermark (2)
                           :     +- Scan STREAM ride json (1)
                           +- Project (6)
                        """)
                .contains("unbounded (7): the right rows of the join by [city]; grows");
    }

    @Test
    void theTimeToLiveBoundsWhatNoWatermarkDoes() {
        assertThat(explained("", BY_CITY))
                .contains("grows with the number of distinct keys: nothing bounds it");
        session.conf().set("tidemill.state.ttl", "1 day");
        assertThat(explained("", BY_CITY))
                .contains("[city]; bounded: forgotten when it has not changed for 86400 s");
        assertThat(explained("", WINDOWS))
                .contains("bounded: forgotten when the watermark has passed");
        assertThat(explained("", SESSIONS.formatted("time")))
                .contains("one row for each open session; bounded: forgotten when the watermark");
        assertThat(explained("", SESSIONS.formatted("noted")))
                .contains("each session; bounded: forgotten when it has not changed for 86400 s");
        var asOf =
                "SELECT a.fare, b.fare FROM STREAM ride a ASOF JOIN STREAM ride b ON a.city ="
                        + " b.city AND a.noted >= b.noted";
        assertThat(explained("", asOf))
                .contains(
                        "left rows of the ASOF join by [city]; bounded: forgotten when it has not")
                .contains(
                        "right rows of the ASOF join by [city]; bounded: forgotten when it has"
                                + " not");
        session.conf().set("tidemill.state.ttl", "0s");
        assertThat(explained("", SESSIONS.formatted("noted")))
                .contains(
                        "grows with their number: nothing bounds it; a watermark on noted, or"
                                + " tidemill.state.ttl, would");
    }

    @Test
    void aHintSaysHowLongWhatIsKeptOfATableIsKept() {
        var join =
                "SELECT /*+ STATE_TTL('a' = '1d', 'B' = '12h') */ a.fare, b.fare FROM STREAM ride a"
                        + " JOIN (SELECT * FROM STREAM ride WHERE fare > 1) b ON a.city = b.city"
                        + " WHERE a.fare > 2";
        assertThat(explained("", join))
                .contains("left rows of the join by [city]; bounded: forgotten when it has not")
                .contains("changed for 86400 s")
                .contains("changed for 43200 s");
        session.conf().set("tidemill.state.ttl", "5s");
        assertThat(explained("", BY_CITY.replace("SELECT", "SELECT /*+ STATE_TTL('ride'='1h') */")))
                .contains("[city]; bounded: forgotten when it has not changed for 3600 s");
        var aggregateOfJoin =
                "SELECT /*+ state_ttl(a = '1h'), BROADCAST(b) */ b.city, count(*) FROM STREAM ride"
                        + " a JOIN STREAM ride b ON a.city = b.city GROUP BY b.city";
        assertThat(explained("", aggregateOfJoin))
                .contains("left rows of the join by [city]; bounded: forgotten when it has not")
                .contains("changed for 3600 s")
                .contains(
                        "right rows of the join by [city]; bounded: forgotten when it has not"
                                + " changed for 5 s")
                .contains(
                        "one row for each [city0]; bounded: forgotten when it has not changed for 5"
                                + " s");
    }

    @Test
    void aHintOfTheDatasetApiIsTheSame() {
        var rides = session.readStream().table("ride");
        var printed = rides.hint("STATE_TTL", "1 day").groupBy("city").count();
        assertThat(text(printed)).contains("has not changed for 86400 s");
        assertThat(text(rides.hint("broadcast").groupBy("city").count())).contains("grows with");
        assertThatThrownBy(() -> rides.hint("state_ttl", "soon"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("soon");
        assertThatThrownBy(() -> rides.hint("state_ttl", Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String text(Dataset<Row> rows) {
        printed.reset();
        rows.explain();
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aHintThatMeansNothingIsRefused() {
        assertThatThrownBy(
                        () -> explained("", "SELECT /*+ STATE_TTL('rid'='1d') */ fare FROM ride"))
                .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND")
                .hasMessageContaining("write 'ride'");
        for (var wrong :
                List.of("'ride'='soon'", "'ride'", "ride='1d', ride='2d'", "'ride'='-1d'")) {
            assertThatThrownBy(() ->
                            explained(
                                    "",
                                    "SELECT /*+ STATE_TTL(%s) */ fare FROM ride".formatted(wrong)))
                    .as(wrong)
                    .hasMessageContaining("PARSE_SYNTAX_ERROR")
                    .hasMessageContaining("STATE_TTL");
        }
        assertThat(explained("", "SELECT /*+ BROADCAST(ride */ fare FROM ride")).contains("Scan");
    }

    @Test
    void outputModeCompleteKeepsWhatOthersForget() {
        assertThat(explained("", flow("append", WINDOWS))).contains("forgotten when the watermark");
        assertThat(explained("", flow("complete", WINDOWS)))
                .contains(
                        "grows with the result, which output mode complete gives whole each epoch");
    }

    @Test
    void valuesThatAFunctionNeedsAllOfGrowEvenInOneGroup() {
        assertThat(explained("", "SELECT count(DISTINCT city) FROM STREAM ride"))
                .contains("State: one row for the whole input; bounded\n")
                .contains("State: the values of [count(DISTINCT city)]; grows with the values");
        assertThat(explained("", "SELECT max(fare), bool_or(DISTINCT fare > 1) FROM STREAM ride"))
                .doesNotContain("values of");
    }

    private static final class Started extends StreamingQueryListener {
        private final List<String> unbounded = new CopyOnWriteArrayList<>();

        @Override
        public void onQueryStarted(QueryStartedEvent event) {
            unbounded.addAll(event.unboundedState());
        }

        @Override
        public void onQueryProgress(QueryProgressEvent event) {}

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {}
    }

    @Test
    void whatMayGrowWithoutEndIsSaidAtTheStartAndInEveryProgress() throws Exception {
        Files.writeString(directory.resolve("rides/a.json"), "{\"city\":\"Oslo\",\"fare\":1}\n");
        var started = new Started();
        session.streams().addListener(started);
        var query = session.sql(BY_CITY).writeStream().format("noop").outputMode("update").start();
        query.processAllAvailable();
        var progress = query.lastProgress();
        query.stop();

        assertThat(started.unbounded)
                .singleElement()
                .asString()
                .startsWith("one row for each [city]; grows");
        assertThat(progress.unboundedState()).isEqualTo(started.unbounded);
        assertThat(progress.json()).contains("\"unboundedState\":[\"one row for each [city]");
    }

    @Test
    void aQueryThatMayGrowWithoutEndIsRefusedWhereThatIsAskedFor() throws Exception {
        session.conf().set("tidemill.state.unbounded", "refuse");
        var byCity = session.sql(BY_CITY).writeStream().format("noop").outputMode("update");
        assertThatThrownBy(byCity::start)
                .isInstanceOfSatisfying(
                        TidemillException.class,
                        e -> {
                            assertThat(e.condition()).isEqualTo(Condition.UNBOUNDED_STATE);
                            assertThat(e).hasMessageContaining("one row for each [city]");
                        });
        session.sql(WINDOWS).writeStream().format("noop").outputMode("append").start().stop();
    }
}
