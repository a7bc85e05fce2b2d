package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.Row;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A windowed aggregate, a join, first rows, dropped duplicates and sessions, over six epochs: the
/// process is killed at every single call of the file system in turn, started again, and the sink
/// holds what it would have held.
class StatefulCrashesTest {
    private static final int EPOCHS = 6;
    private static final String DELAY = "20 seconds";

    private static final Map<String, String> SHAPES =
            new TreeMap<>(
                    Map.of(
                            "windows",
                            "SELECT window_start, city, count(*) AS n, sum(fare) AS total FROM"
                                    + " TUMBLE(TABLE ride, DESCRIPTOR(time), INTERVAL 10 SECONDS)"
                                    + " GROUP BY window_start, window_end, city",
                            "sessions",
                            "SELECT window_start, window_end, city, count(*) AS n FROM"
                                    + " SESSION(TABLE ride PARTITION BY city, DESCRIPTOR(time),"
                                    + " INTERVAL 3 SECONDS) GROUP BY window_start, window_end, city",
                            "join",
                            "SELECT a.id, b.id AS other, b.fare FROM ride a LEFT JOIN ride b"
                                    + " ON a.city = b.city AND a.fare = b.fare AND a.id < b.id",
                            "duplicates",
                            "SELECT DISTINCT city, fare FROM ride",
                            "top",
                            "SELECT id, city, fare, n FROM (SELECT *, row_number() OVER (PARTITION"
                                    + " BY city ORDER BY fare DESC, id) AS n FROM ride) WHERE n <= 2",
                            "running",
                            "SELECT id, sum(fare) OVER (PARTITION BY city ORDER BY time, id) AS"
                                    + " total FROM ride"));

    @TestFactory
    Stream<DynamicTest> shapes() {
        return SHAPES.entrySet().stream()
                .map(shape ->
                        DynamicTest.dynamicTest(shape.getKey(), () -> check(shape.getValue())));
    }

    private static void check(String sql) {
        var undisturbed = run(sql, 0, 0).rows;
        assertThat(undisturbed).isNotEmpty();
        for (int epoch : List.of(0, EPOCHS / 2, EPOCHS - 1)) {
            int call = 1;
            for (var one = run(sql, epoch, call); one.crashed; one = run(sql, epoch, ++call)) {
                assertThat(one.rows)
                        .as("killed in epoch %d at call %d", epoch, call)
                        .isEqualTo(undisturbed);
            }
            assertThat(call).as("calls in epoch %d", epoch).isGreaterThan(2);
        }
    }

    private record Outcome(List<String> rows, boolean crashed) {}

    /// @param call of the file system in epoch `unlucky` at which the process is killed; 0: never
    private static Outcome run(String sql, int unlucky, int call) {
        try (var test = StreamTest.simulated(3)) {
            test
                    .config("tidemill.workers", "2")
                    .table("ride", "id BIGINT, city STRING, fare BIGINT, time TIMESTAMP")
                    .watermark("ride", "time", DELAY)
                    .stream(sql);
            boolean crashed = false;
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                test.insert("ride", rides(epoch));
                if (epoch == unlucky && call > 0) {
                    crashed = crash(test, call);
                }
                test.processAllAvailable();
            }
            return new Outcome(
                    test.sinkTable().rows().stream().map(RowText::of).sorted().toList(), crashed);
        }
    }

    /// Whether there were so many calls.
    private static boolean crash(StreamTest test, int call) {
        try {
            test.crashAtCall(call).config("tidemill.workers", "3").restart();
            return true;
        } catch (AssertionError none) {
            return false;
        }
    }

    private static Row[] rides(int epoch) {
        var random = new Random(epoch);
        return IntStream.range(0, 3)
                .mapToObj(i ->
                        StreamTest.row(
                                epoch * 10L + i,
                                random.nextBoolean() ? "Oslo" : "Rome",
                                random.nextInt(4),
                                Instant.ofEpochSecond(epoch * 4L + random.nextInt(4))))
                .toArray(Row[]::new);
    }
}
