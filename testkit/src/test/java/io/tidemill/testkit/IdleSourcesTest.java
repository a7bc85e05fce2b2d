package io.tidemill.testkit;

import static io.tidemill.testkit.StreamTest.row;

import module java.base;

import org.junit.jupiter.api.Test;

/// A stream without rows holds the watermark back until it counts as idle; what it brings when it
/// comes back is judged by the watermark that the others have moved meanwhile.
class IdleSourcesTest {
    private static final String START = "2026-01-01 00:0";
    private static final String WINDOWS =
            "SELECT count(*) AS n FROM (SELECT time FROM ride UNION ALL SELECT time FROM price)"
                    + " GROUP BY window(time, '1 minute')";

    private static StreamTest test(String idle) {
        return StreamTest.simulated(7)
                .config("tidemill.watermark.idleTimeout", idle)
                .table("ride", "id INT, time TIMESTAMP")
                .table("price", "id INT, time TIMESTAMP")
                .watermark("ride", "time", "0 seconds")
                .watermark("price", "time", "0 seconds")
                .outputMode("append");
    }

    @Test
    void withoutATimeoutTheSlowestIsWaitedFor() {
        try (var test = test("0")) {
            test.stream(WINDOWS)
                    .insert("ride", row(1, START + "0:10"), row(2, START + "5:00"))
                    .advanceClock(Duration.ofMinutes(2))
                    .insert("ride", row(3, START + "6:00"))
                    .sinkHolds()
                    .insert("price", row(1, START + "0:20"), row(2, START + "1:00"))
                    .sinkHolds(row(2));
        }
    }

    @Test
    void anIdleStreamIsNotWaitedForAndItsOldRowsAreLateWhenItComesBack() {
        try (var test = test("30s")) {
            test.stream(WINDOWS)
                    .insert("price", row(1, START + "0:20"))
                    .insert("ride", row(1, START + "0:10"), row(2, START + "5:00"))
                    .sinkHolds()
                    .advanceClock(Duration.ofSeconds(40))
                    .sinkHolds()
                    .insert("ride", row(3, START + "5:10"))
                    .sinkHolds(row(2))
                    .restart()
                    .insert("price", row(2, START + "0:30"), row(3, START + "5:20"))
                    .insert("ride", row(4, START + "9:00"))
                    .sinkHolds(row(2))
                    .insert("price", row(4, START + "8:00"))
                    .sinkHolds(row(2), row(3));
        }
    }

    @Test
    void thatAStreamHasBecomeIdleClosesWindowsThoughNothingComes() {
        try (var test = test("30s")) {
            test.stream(WINDOWS)
                    .insert("price", row(1, START + "0:20"))
                    .insert("ride", row(1, START + "0:10"))
                    .processAllAvailable()
                    .advanceClock(Duration.ofSeconds(20))
                    .insert("ride", row(2, START + "5:00"))
                    .sinkHolds()
                    .advanceClock(Duration.ofSeconds(15))
                    .sinkHolds(row(2));
        }
    }

    @Test
    void whenAllAreIdleTheWatermarkStays() {
        try (var test = test("30s")) {
            test.stream(WINDOWS)
                    .insert("price", row(1, START + "0:20"))
                    .insert("ride", row(1, START + "0:10"))
                    .sinkHolds()
                    .advanceClock(Duration.ofMinutes(2))
                    .sinkHolds()
                    .insert("ride", row(2, START + "0:50"))
                    .insert("price", row(2, START + "0:40"))
                    .sinkHolds()
                    .insert("ride", row(3, START + "2:00"))
                    .insert("price", row(3, START + "2:00"))
                    .sinkHolds(row(4));
        }
    }
}
