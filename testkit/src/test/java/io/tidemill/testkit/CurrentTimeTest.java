package io.tidemill.testkit;

import static io.tidemill.testkit.StreamTest.row;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import org.junit.jupiter.api.Test;

/// Filters on the current time: rows come and go by the clock, without other rows coming.
class CurrentTimeTest {
    private static final String START = "2026-01-01 00:00:0";

    private static StreamTest rides() {
        return StreamTest.simulated(3)
                .outputMode("changelog")
                .table("ride", "city STRING, time TIMESTAMP");
    }

    @Test
    void rowsLeaveTheResultWhenTheyAreTooOld() {
        try (var test = rides()) {
            test.stream(
                            "SELECT city, count(*) AS n FROM ride"
                                    + " WHERE time > now() - INTERVAL 10 SECONDS GROUP BY city")
                    .insert(
                            "ride",
                            row("Oslo", START + "0"),
                            row("Oslo", START + "5"),
                            row("Rome", START + "3"),
                            row("Rome", null))
                    .sinkHolds(row("Oslo", 2), row("Rome", 1))
                    .advanceClock(Duration.ofSeconds(11))
                    .sinkHolds(row("Oslo", 1), row("Rome", 1))
                    .restart()
                    .advanceClock(Duration.ofSeconds(2))
                    .sinkHolds(row("Oslo", 1))
                    .insert("ride", row("Rome", START + "2"), row("Rome", START + "9"))
                    .sinkHolds(row("Oslo", 1), row("Rome", 1))
                    .advanceClock(Duration.ofMinutes(1))
                    .sinkHolds();
        }
    }

    @Test
    void rowsOfTheFutureWait() {
        try (var test = rides()) {
            test.outputMode("append").stream("SELECT city FROM ride WHERE time <= now()")
                    .insert("ride", row("Oslo", START + "0"), row("Rome", START + "9"))
                    .sinkHolds(row("Oslo"))
                    .advanceClock(Duration.ofSeconds(20))
                    .sinkHolds(row("Oslo"), row("Rome"));
        }
    }

    @Test
    void whatIsTakenBackMustBeWhatWasGiven() {
        try (var test = rides()) {
            assertThatThrownBy(() ->
                            test.stream(
                                    "SELECT city, count(*) AS n, now() AS at FROM ride"
                                            + " GROUP BY city"))
                    .hasMessageContaining("INVALID_NON_DETERMINISTIC_EXPRESSIONS")
                    .hasMessageContaining("gives something else each time");
        }
    }

    @Test
    void windowsOfProcessingTimeCountWhatCameInThem() {
        try (var test = rides()) {
            test.stream(
                            "SELECT city, count(*) AS n FROM ride GROUP BY city,"
                                    + " window(current_timestamp(), '1 minute')")
                    .insert("ride", row("Oslo", null), row("Oslo", null))
                    .sinkHolds(row("Oslo", 2))
                    .advanceClock(Duration.ofMinutes(2))
                    .insert("ride", row("Oslo", null))
                    .sinkHolds(row("Oslo", 2), row("Oslo", 1));
        }
    }
}
