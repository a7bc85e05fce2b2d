package io.tidemill.plan.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Interpreter;
import io.tidemill.parse.Analyzer;
import io.tidemill.plan.circuit.Edge;
import io.tidemill.plan.circuit.Style;
import io.tidemill.plan.node.PlanNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which computed columns are event time, how far they lag, and that they never lag further.
class EventTimePlansTest {
    private static final long HOUR = 3_600_000_000L;
    private static final List<ZoneId> ZONES =
            List.of(
                    ZoneOffset.UTC,
                    ZoneId.of("Europe/Berlin"),
                    ZoneId.of("America/St_Johns"),
                    ZoneId.of("Australia/Lord_Howe"),
                    ZoneId.of("Pacific/Apia"));

    private static PlanNode plan(String sql) {
        return Planner.plan(new Analyzer(new SampleCatalog()).query(sql, ZoneOffset.UTC));
    }

    private static SortedMap<Integer, Long> lags(String sql) {
        return Edge.of(plan(sql), Style.CHANGING).times();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time | 0",
                "time + INTERVAL 1 HOUR | -3600000000",
                "INTERVAL 2 SECONDS + time | -2000000",
                "time - INTERVAL 10 SECONDS | 10000000",
                "time + INTERVAL 1 MONTH | 0",
                "date_trunc('MINUTE', time) | 60000000",
                "date_trunc('HOUR', time - INTERVAL 1 HOUR) | 10800000000",
                "greatest(time, time - INTERVAL 1 HOUR) | 3600000000",
                "least(time, time + INTERVAL 1 HOUR) | 0",
                "coalesce(time - INTERVAL 1 SECOND, time) | 1000000",
                "CASE WHEN signal > 1 THEN time ELSE time - INTERVAL 5 SECONDS END | 5000000",
                "named_struct('a', time, 'b', signal).a | 0",
            })
    void anExpressionLagsAsFarAsItCan(String expression, long lag) {
        assertThat(lags("SELECT %s AS x FROM STREAM readings".formatted(expression)))
                .isEqualTo(new TreeMap<>(Map.of(0, lag)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time - INTERVAL 1 MONTH",
                "time - INTERVAL 2 YEARS",
                "time + INTERVAL 3 MONTHS",
                "time - INTERVAL 90 MINUTES",
                "date_trunc('DAY', time)",
                "date_trunc('WEEK', time)",
                "date_trunc('MONTH', time)",
                "date_trunc('QUARTER', time)",
                "date_trunc('YEAR', time)",
                "date_trunc('HOUR', time)",
                "date_trunc('SECOND', time)",
                "CAST(CAST(time AS TIMESTAMP_NTZ) AS TIMESTAMP)",
            })
    void noValueLiesFurtherBack(String expression) {
        var plan = plan("SELECT %s AS x FROM STREAM readings".formatted(expression));
        long lag = Edge.of(plan, Style.CHANGING).times().get(0);
        var computed = ((PlanNode.Project) plan).expressions().getFirst();
        var interpreter = Interpreter.of(computed);
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int i = 0; i < 3000; i++) {
            long seconds = random.nextLong(1_000_000_000L, 1_900_000_000L);
            var time = Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1000L);
            var zone = ZONES.get(random.nextInt(ZONES.size()));
            var row = new Object[] {null, null, null};
            Arrays.fill(row, time);
            var value = (Instant) interpreter.evaluate(row, new Evaluation(0, 0, zone));
            long behind = ChronoUnit.MICROS.between(value, time);
            assertThat(behind).as("%s in %s gives %s", time, zone, value).isLessThanOrEqualTo(lag);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAST(time AS DATE)",
                "greatest(time, current_timestamp())",
                "unix_micros(time)",
                "time + (time - TIMESTAMP '2026-01-01')",
                "date_trunc(device, time)",
            })
    void whatCanLieAnywhereIsNoEventTime(String expression) {
        assertThat(lags("SELECT %s AS x FROM STREAM readings".formatted(expression))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window(time, '1 hour') | 3599999999 | -1",
                "window(time, '1 hour', '10 minutes', '1 minute') | 3599999999 | -1",
                "window(time - INTERVAL 1 SECOND, '1 hour') | 3600999999 | 999999",
                "calendar_window(time, '1 day', 'Europe/Berlin') | 259199999999 | -1",
                "calendar_window(time, '1 month', 'Europe/Berlin') | 2851199999999 | -1",
            })
    void startsAndEndsOfWindowsAreEventTime(String window, long start, long end) {
        assertThat(lags("SELECT %s.start, %s.end FROM STREAM readings".formatted(window, window)))
                .isEqualTo(new TreeMap<>(Map.of(0, start, 1, end)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT window.end, count(*) FROM STREAM readings GROUP BY window(time, '1 hour')",
                "SELECT w.end, sum(n) FROM (SELECT window(window_time(w), '1 day') AS w, n FROM"
                        + " (SELECT window(time, '1 hour') AS w, count(*) AS n FROM STREAM readings"
                        + " GROUP BY 1)) GROUP BY w",
                "SELECT window_end FROM SESSION(TABLE STREAM readings PARTITION BY device,"
                        + " DESCRIPTOR(time), INTERVAL 1 HOUR)",
            })
    void theEndOfWindowsIsEventTimeThroughChains(String sql) {
        assertThat(lags(sql)).containsKey(0);
        assertThat(lags(sql).get(0)).isBetween(-1L, HOUR);
    }
}
