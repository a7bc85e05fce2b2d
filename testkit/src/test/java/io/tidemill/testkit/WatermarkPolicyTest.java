package io.tidemill.testkit;

import static io.tidemill.testkit.StreamTest.row;

import module java.base;

import org.junit.jupiter.api.Test;

/// Which rows lead the watermark: those of the slowest stream or of the fastest, and not those that
/// lie too far ahead.
class WatermarkPolicyTest {
    private static final String AT = "2026-01-01 00:0";
    private static final String BOTH =
            "SELECT count(*) AS n FROM (SELECT time FROM ride UNION ALL SELECT time FROM price)"
                    + " GROUP BY window(time, '1 minute')";

    private static StreamTest test(String key, String value) {
        return StreamTest.simulated(5)
                .config(key, value)
                .table("ride", "id INT, time TIMESTAMP")
                .table("price", "id INT, time TIMESTAMP")
                .watermark("ride", "time", "0 seconds")
                .watermark("price", "time", "0 seconds")
                .outputMode("append");
    }

    @Test
    void withMinTheSlowestStreamLeads() {
        try (var test = test("spark.sql.streaming.multipleWatermarkPolicy", "min")) {
            test.stream(BOTH)
                    .insert("ride", row(1, AT + "0:10"), row(2, AT + "5:00"))
                    .insert("price", row(1, AT + "0:20"))
                    .sinkHolds()
                    .insert("price", row(2, AT + "3:00"))
                    .sinkHolds(row(2));
        }
    }

    @Test
    void withMaxTheFastestStreamLeadsAndRowsOfOthersMayBeLate() {
        try (var test = test("spark.sql.streaming.multipleWatermarkPolicy", "max")) {
            test.stream(BOTH)
                    .insert("ride", row(1, AT + "0:10"), row(2, AT + "5:00"))
                    .insert("price", row(1, AT + "0:20"))
                    .sinkHolds(row(2))
                    .restart()
                    .insert("price", row(2, AT + "0:30"), row(3, AT + "5:30"))
                    .sinkHolds(row(2))
                    .insert("ride", row(3, AT + "7:00"))
                    .sinkHolds(row(2), row(2));
        }
    }

    @Test
    void aRowFarAheadOfTheClockLeadsNothing() {
        try (var test =
                StreamTest.simulated(5)
                        .config("tidemill.watermark.maxFutureSkew", "1 hour")
                        .table("ride", "id INT, time TIMESTAMP")
                        .watermark("ride", "time", "0 seconds")
                        .outputMode("append")) {
            test.stream("SELECT count(*) AS n FROM ride GROUP BY window(time, '1 minute')")
                    .insert("ride", row(1, "9999-01-01 00:00:00"), row(2, AT + "0:10"))
                    .sinkHolds()
                    .insert("ride", row(3, AT + "0:20"), row(4, AT + "2:00"))
                    .sinkHolds(row(2));
        }
    }
}
