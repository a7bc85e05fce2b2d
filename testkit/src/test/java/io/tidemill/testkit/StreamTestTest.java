package io.tidemill.testkit;

import static io.tidemill.testkit.CrashPoint.AFTER_COMMIT;
import static io.tidemill.testkit.CrashPoint.AFTER_RECORD;
import static io.tidemill.testkit.CrashPoint.BEFORE_RECORD;
import static io.tidemill.testkit.StreamTest.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The words of [StreamTest], each in a story that needs it.
@ExtendWith(TidemillExtension.class)
class StreamTestTest {
    private static final List<CrashPoint> POINTS =
            List.of(BEFORE_RECORD, AFTER_RECORD, AFTER_COMMIT);
    private static final String COUNT = "SELECT city, count(*) AS n FROM ride GROUP BY city";

    @Test
    void aCrashAfterTheRecordShowsTheEpochOnce(StreamTest test) {
        test.table("ride", "city STRING").stream(COUNT)
                .insert("ride", row("Oslo"))
                .crash(AFTER_RECORD)
                .restart()
                .sinkHolds(row("Oslo", 1));
    }

    @ParameterizedTest
    @EnumSource
    void aCrashAnywhereInAnEpochLosesAndRepeatsNothing(CrashPoint point) {
        try (var test = StreamTest.simulated(1)) {
            test.table("ride", "city STRING").stream(COUNT)
                    .insert("ride", row("Oslo"), row("Rom"))
                    .sinkHolds(row("Oslo", 1), row("Rom", 1))
                    .insert("ride", row("Oslo"))
                    .crash(point)
                    .insert("ride", row("Oslo"))
                    .restart()
                    .sinkHolds(row("Oslo", 3), row("Rom", 1));
        }
    }

    @Test
    void everyFileSystemCallCanBeTheLast() {
        int crashes = 0;
        for (int call = 1; ; call++) {
            try (var test = StreamTest.simulated(call)) {
                test.table("ride", "city STRING").stream(COUNT)
                        .insert("ride", row("Oslo"))
                        .sinkHolds(row("Oslo", 1))
                        .insert("ride", row("Oslo"), row("Rom"));
                try {
                    test.crashAtCall(call);
                } catch (AssertionError noMoreCalls) {
                    break;
                }
                crashes++;
                test.restart().sinkHolds(row("Oslo", 2), row("Rom", 1));
            }
        }
        assertThat(crashes).isPositive();
    }

    @Test
    void aStoppedQueryGoesOnWhereItWas(StreamTest test) {
        test.table("ride", "city STRING").outputMode("append").stream(
                        "SELECT upper(city) AS city FROM ride")
                .insert("ride", row("Oslo"))
                .sinkHolds(row("OSLO"))
                .insert("ride", row("Rom"))
                .restart()
                .lastEpochGives(row("ROM"))
                .sinkHolds(row("OSLO"), row("ROM"));
    }

    @Test
    void changesComeWithTheirKind(StreamTest test) {
        test.table("ride", "city STRING").stream(COUNT)
                .insert("ride", row("Oslo"))
                .lastEpochGives(row("+I", "Oslo", 1))
                .insert("ride", row("Oslo"))
                .lastEpochGives(row("-U", "Oslo", 1), row("+U", "Oslo", 2));
    }

    @Test
    void aTriggerWaitsForTheClock(StreamTest test) {
        var query =
                test
                        .table("ride", "city STRING")
                        .outputMode("append")
                        .trigger(io.tidemill.sql.streaming.Trigger.ProcessingTime("10 seconds"))
                        .stream("SELECT city FROM ride")
                        .insert("ride", row("Oslo"))
                        .advanceClock(Duration.ofSeconds(1))
                        .insert("ride", row("Rom"))
                        .advanceClock(Duration.ofSeconds(1))
                        .query();
        assertThat(query.recentProgress()).hasSize(1);
        test.advanceClock(Duration.ofSeconds(10));
        assertThat(query.recentProgress()).hasSize(2);
    }

    @Test
    void anErrorOfTheQueryIsExpectedByItsName(StreamTest test) {
        var error =
                test.table("reading", "device STRING, signal INT").outputMode("append").stream(
                                "SELECT 1 / signal AS inverse FROM reading")
                        .insert("reading", row("a", 0))
                        .expectFailure("DIVIDE_BY_ZERO");
        assertThat(error).hasMessageContaining("signal");
    }

    @Test
    void aWrongAnswerIsToldWithBothTables(StreamTest test) {
        test.table("ride", "city STRING").stream(COUNT).insert("ride", row("Oslo"));
        assertThatThrownBy(() -> test.sinkHolds(row("Oslo", 2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[Oslo, 1]")
                .hasMessageContaining("[Oslo, 2]");
    }

    @Test
    void aCrashThatDoesNotComeIsTold(StreamTest test) {
        test.table("ride", "city STRING").stream(COUNT);
        assertThatThrownBy(() -> test.crash(BEFORE_RECORD))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("insert rows first");
    }

    @Test
    void theRealWorldRunsTheSameStory(@org.junit.jupiter.api.io.TempDir Path directory) {
        try (var test = StreamTest.real(directory)) {
            test.table("ride", "city STRING, time TIMESTAMP, price DECIMAL(5,2)").stream(
                            "SELECT city, max(time) AS t, sum(price) AS p FROM ride GROUP BY city")
                    .insert("ride", row("Oslo", "2026-11-20 08:15:00", 1.5))
                    .restart()
                    .insert("ride", row("Oslo", "2026-11-20T08:16:00Z", 2))
                    .sinkHolds(row("Oslo", Instant.parse("2026-11-20T08:16:00Z"), 3.5));
            assertThatThrownBy(() -> test.crash(AFTER_COMMIT))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Seeded(runs = 10)
    void countingStepByStepEqualsCountingFromScratch(RandomGenerator random, StreamTest test) {
        test.table("ride", "city STRING").stream(COUNT);
        var counts = new TreeMap<String, Integer>();
        for (int step = 0; step < 10; step++) {
            for (int i = random.nextInt(5); i >= 0; i--) {
                var city = "city" + random.nextInt(4);
                counts.merge(city, 1, Integer::sum);
                test.insert("ride", row(city));
            }
            switch (random.nextInt(4)) {
                case 0 -> test.crash(POINTS.get(random.nextInt(3))).restart();
                case 1 -> test.restart();
                case 2 -> test.processAllAvailable();
                default -> {}
            }
        }
        test.sinkHolds(
                counts.entrySet().stream()
                        .map(e -> row(e.getKey(), e.getValue()))
                        .toArray(io.tidemill.sql.Row[]::new));
    }

    @Test
    void expectedTimesMayBeTextAsThoseThatAreInserted(StreamTest test) {
        test.table("ride", "city STRING, time TIMESTAMP, day DATE").stream(
                        "SELECT time, day, struct(time AS t) AS s FROM ride")
                .insert("ride", row("Oslo", "2026-01-01 00:05:00", "2026-01-01"))
                .sinkHolds(row("2026-01-01 00:05:00", "2026-01-01", row("2026-01-01 00:05:00")))
                .lastEpochGives(
                        row(
                                "+I",
                                "2026-01-01T00:05:00Z",
                                "2026-01-01",
                                row("2026-01-01 00:05:00")));
        assertThatThrownBy(() -> test.sinkHolds(row("soon", "2026-01-01", row("never"))))
                .hasMessageContaining("[soon, 2026-01-01, [never]]");
    }

    @Test
    void ofManyRowsOnlyThoseThatDifferAreShown(StreamTest test) {
        test.table("n", "v INT").stream("SELECT v FROM n");
        var rows = IntStream.range(0, 30).mapToObj(i -> row(i)).toArray(Row[]::new);
        test.insert("n", rows);
        rows[7] = row(77);
        assertThatThrownBy(() -> test.sinkHolds(rows))
                .hasMessage(
                        "the sink holds 30 rows, 30 were expected; not expected\n  [7]\n"
                                + "missing\n  [77]");
    }
}
