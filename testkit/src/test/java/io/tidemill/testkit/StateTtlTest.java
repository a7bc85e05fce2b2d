package io.tidemill.testkit;

import static io.tidemill.testkit.StreamTest.row;

import module java.base;

import org.junit.jupiter.api.Test;

/// What is forgotten by the clock, what is left to the watermark, and what is never forgotten.
class StateTtlTest {
    private static final String START = "2026-01-01 00:0";

    private static StreamTest test(String ttl) {
        return StreamTest.simulated(5)
                .config("tidemill.state.ttl", ttl)
                .table("ride", "id INT, city STRING, time TIMESTAMP")
                .table("price", "city STRING, price INT, time TIMESTAMP");
    }

    @Test
    void aHintLetsEachSideOfAJoinLiveItsOwnTime() {
        try (var test = test("0")) {
            test.stream(
                            "SELECT /*+ STATE_TTL('r' = '1 hour', 'p' = '10s') */ r.id, p.price"
                                    + " FROM ride r JOIN price p ON r.city = p.city")
                    .insert("ride", row(1, "Oslo", null))
                    .insert("price", row("Oslo", 10, null))
                    .sinkHolds(row(1, 10))
                    .advanceClock(Duration.ofSeconds(30))
                    .insert("price", row("Rome", 1, null)) // an epoch, in which rows are forgotten
                    .processAllAvailable()
                    .insert("ride", row(2, "Oslo", null))
                    .sinkHolds(row(1, 10))
                    .insert("price", row("Oslo", 11, null))
                    .sinkHolds(row(1, 10), row(1, 11), row(2, 11))
                    .restart()
                    .advanceClock(Duration.ofSeconds(3700))
                    .insert("ride", row(9, "Rome", null)) // whose price is too old
                    .processAllAvailable()
                    .insert("price", row("Oslo", 12, null))
                    .sinkHolds(row(1, 10), row(1, 11), row(2, 11));
        }
    }

    @Test
    void aHintOfNothingKeepsWhatTheQueryForgets() {
        try (var test = test("10s")) {
            test.stream(
                            "SELECT /*+ STATE_TTL('ride' = '0s') */ city, count(*) FROM ride GROUP"
                                    + " BY city")
                    .insert("ride", row(1, "Oslo", null))
                    .sinkHolds(row("Oslo", 1))
                    .advanceClock(Duration.ofMinutes(1))
                    .insert("ride", row(2, "Rome", null))
                    .processAllAvailable()
                    .insert("ride", row(3, "Oslo", null))
                    .sinkHolds(row("Oslo", 2), row("Rome", 1));
        }
    }

    @Test
    void atTheVeryEndOfItsTimeAGroupStillLives() {
        try (var test = test("10s")) {
            test.stream("SELECT city, count(*) FROM ride GROUP BY city")
                    .insert("ride", row(1, "Oslo", null))
                    .processAllAvailable()
                    .advanceClock(Duration.ofSeconds(5))
                    .insert("ride", row(2, "Oslo", null))
                    .processAllAvailable()
                    .advanceClock(Duration.ofSeconds(10))
                    .insert("ride", row(3, "Oslo", null))
                    .sinkHolds(row("Oslo", 3));
        }
    }

    @Test
    void atTheVeryEndOfItsTimeARowOfAJoinStillLives() {
        try (var test = test("10s")) {
            test.stream("SELECT r.id, p.price FROM ride r JOIN price p ON r.city = p.city")
                    .insert("ride", row(1, "Oslo", null)) // forgotten in the end
                    .processAllAvailable()
                    .advanceClock(Duration.ofSeconds(5))
                    .insert("ride", row(2, "Oslo", null))
                    .processAllAvailable()
                    .advanceClock(Duration.ofSeconds(10))
                    .insert("price", row("Oslo", 10, null))
                    .sinkHolds(row(2, 10));
        }
    }

    @Test
    void whatWaitsForTheWatermarkIsNotForgottenByTheClock() {
        try (var test = test("1s")) {
            test
                    .watermark("ride", "time", "0 seconds")
                    .watermark("price", "time", "0 seconds")
                    .outputMode("append")
                    .stream(
                            "SELECT w.end, n FROM (SELECT window(time, '1 minute') AS w, count(*)"
                                    + " AS n FROM ride GROUP BY 1)")
                    .insert("ride", row(1, "Oslo", START + "0:10"))
                    .sinkHolds()
                    .advanceClock(Duration.ofMinutes(1))
                    .insert("ride", row(1, "Oslo", START + "0:20"))
                    .processAllAvailable()
                    .advanceClock(Duration.ofMinutes(1))
                    .insert("ride", row(1, "Oslo", START + "1:20"))
                    .sinkHolds(row(Instant.parse("2026-01-01T00:01:00Z"), 2));
        }
        try (var test = test("1s")) {
            test
                    .watermark("ride", "time", "0 seconds")
                    .watermark("price", "time", "0 seconds")
                    .outputMode("append")
                    .stream(
                            "SELECT r.id, p.price FROM ride r LEFT JOIN price p ON r.city = p.city"
                                    + " AND p.time BETWEEN r.time AND r.time + INTERVAL 1 MINUTE")
                    .insert("ride", row(1, "Oslo", START + "0:10"))
                    .processAllAvailable()
                    .advanceClock(Duration.ofMinutes(1))
                    .insert("price", row("Rome", 5, START + "0:20"))
                    .processAllAvailable()
                    .advanceClock(Duration.ofMinutes(1))
                    .insert("price", row("Rome", 5, START + "9:00"))
                    .insert("ride", row(2, "Oslo", START + "9:00"))
                    .sinkHolds(row(1, null));
        }
    }

    @Test
    void aGroupThatIsForgottenStartsAnewAlsoWhereItsRowsChange() {
        try (var test = test("10s")) {
            test.outputMode("changelog").stream(
                            "SELECT n, count(*) AS cities FROM (SELECT city, count(*) AS n FROM"
                                    + " ride GROUP BY city) GROUP BY n")
                    .insert("ride", row(1, "Oslo", null), row(2, "Rome", null))
                    .sinkHolds(row(1, 2))
                    .advanceClock(Duration.ofSeconds(6))
                    .insert("ride", row(3, "Bonn", null), row(3, "Bonn", null))
                    .sinkHolds(row(1, 2), row(2, 1))
                    .advanceClock(Duration.ofSeconds(6)) // the group of n = 1 is forgotten
                    .insert("ride", row(4, "Bonn", null))
                    .sinkHolds(row(1, 2), row(3, 1))
                    .insert("ride", row(5, "Lund", null))
                    .lastEpochGives(row("+I", 1, 1));
        }
    }

    @Test
    void whatIsTooOldWhenAnEpochBeginsIsNotSeenByIt() {
        var queries =
                Map.of(
                        "SELECT city, count(*) AS n FROM ride GROUP BY city",
                        row("+I", "Oslo", 1),
                        "SELECT DISTINCT city FROM ride",
                        row("+I", "Oslo"),
                        "SELECT city, id FROM (SELECT *, row_number() OVER (PARTITION BY city ORDER"
                                + " BY id DESC) AS n FROM ride) WHERE n = 1",
                        row("+I", "Oslo", 1),
                        "SELECT city, id FROM (SELECT *, row_number() OVER (PARTITION BY city ORDER"
                                + " BY id DESC) AS n FROM ride) WHERE n <= 2",
                        row("+I", "Oslo", 1),
                        "SELECT city, sum(id) OVER (PARTITION BY city) AS s FROM ride",
                        row("+I", "Oslo", 1),
                        "SELECT l.city FROM (SELECT * FROM ride WHERE id = 1) l LEFT ANTI JOIN"
                                + " (SELECT * FROM ride WHERE id = 5) r ON l.city = r.city",
                        row("+I", "Oslo"));
        queries.forEach((query, given) -> {
            try (var test = test("10s")) {
                test.outputMode("changelog").stream(query)
                        .insert("ride", row(5, "Oslo", null))
                        .processAllAvailable()
                        .advanceClock(Duration.ofMinutes(1)) // and no epoch meanwhile
                        .insert("ride", row(1, "Oslo", null))
                        .lastEpochGives(given);
            } catch (AssertionError e) {
                throw new AssertionError(query, e);
            }
        });
    }

    @Test
    void aSessionThatHadNoRowForSoLongStartsAnew() {
        // Sessions as records, and with all their rows, which collect_list needs.
        for (var function : List.of("count(*)", "size(collect_list(id))")) {
            try (var test = test("10s")) {
                test.outputMode("changelog").stream(
                                "SELECT city, window.end, n FROM (SELECT city, session_window(time,"
                                        + " '5 minutes') AS window, %s AS n FROM ride GROUP BY city,"
                                                .formatted(function)
                                        + " session_window(time, '5 minutes'))")
                        .insert("ride", row(1, "Oslo", START + "0:00"))
                        .insert("ride", row(2, "Rome", START + "0:00"))
                        .sinkHolds(row("Oslo", end(5), 1), row("Rome", end(5), 1))
                        .advanceClock(Duration.ofSeconds(6))
                        .insert("ride", row(3, "Rome", START + "1:00"))
                        .sinkHolds(row("Oslo", end(5), 1), row("Rome", end(6), 2))
                        .restart()
                        .advanceClock(Duration.ofSeconds(6)) // Oslo is forgotten, Rome is not
                        .insert("ride", row(4, "Oslo", START + "2:00"))
                        .insert("ride", row(5, "Rome", START + "2:00"))
                        .sinkHolds(
                                row("Oslo", end(5), 1),
                                row("Oslo", end(7), 1),
                                row("Rome", end(7), 3))
                        .restart()
                        .insert("ride", row(6, "Oslo", START + "2:30"))
                        .sinkHolds(
                                row("Oslo", end(5), 1),
                                row("Oslo", end(7).plusSeconds(30), 2),
                                row("Rome", end(7), 3));
            }
        }
    }

    private static Instant end(int minute) {
        return Instant.parse("2026-01-01T00:0%d:00Z".formatted(minute));
    }

    @Test
    void anAsOfJoinForgetsRowsThatNobodyHasAsAMatch() {
        try (var test = test("0s")) {
            test.outputMode("changelog").stream(
                            "SELECT /*+ STATE_TTL('r' = '20s', 'p' = '10s') */ r.id, p.price FROM"
                                    + " ride r ASOF LEFT JOIN price p ON r.city = p.city AND r.time"
                                    + " >= p.time")
                    .insert("price", row("Oslo", 10, START + "0:10"))
                    .insert("price", row("Rome", 30, START + "0:10"))
                    .insert("ride", row(1, "Oslo", START + "1:00"))
                    .sinkHolds(row(1, 10))
                    .advanceClock(
                            Duration.ofSeconds(11)) // Rome's price is forgotten, Oslo's is not
                    .insert("ride", row(2, "Oslo", START + "1:00"))
                    .insert("ride", row(3, "Rome", START + "1:00"))
                    .sinkHolds(row(1, 10), row(2, 10), row(3, null))
                    .restart()
                    .insert("price", row("Oslo", 20, START + "0:30"))
                    .sinkHolds(row(1, 20), row(2, 20), row(3, null))
                    .advanceClock(Duration.ofSeconds(12)) // the first ride is forgotten
                    .insert("price", row("Oslo", 21, START + "0:40"))
                    .sinkHolds(row(1, 20), row(2, 21), row(3, null))
                    .advanceClock(Duration.ofSeconds(60)) // all are
                    .insert("ride", row(4, "Oslo", START + "1:00"))
                    .sinkHolds(row(1, 20), row(2, 21), row(3, null), row(4, null));
        }
    }
}
