package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.Row;
import io.tidemill.sql.RowFactory;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.types.StructType;

/// Queries with filters on the current time in front of, behind and between other steps, each in
/// every output mode it can be shown in, while rows come and the clock moves: behind each step
/// equal to a batch in which `now()` is that instant.
class NowQueriesTest {
    private static final StructType RIDE =
            StructType.fromDDL("id INT, city STRING, fare INT, time TIMESTAMP");
    private static final StructType PRICE =
            StructType.fromDDL("city STRING, price INT, time TIMESTAMP");
    private static final String ONLY = System.getProperty("now.only", "");

    /// `#` is the current time.
    private static final Map<String, String> QUERIES =
            Map.ofEntries(
                    Map.entry("plain", "SELECT id FROM ride WHERE time > # - INTERVAL 10 SECONDS"),
                    Map.entry(
                            "turned", "SELECT id FROM ride WHERE # - INTERVAL 10 SECONDS <= time"),
                    Map.entry(
                            "shifted", "SELECT id FROM ride WHERE time + INTERVAL 10 SECONDS > #"),
                    Map.entry("future", "SELECT id FROM ride WHERE time <= #"),
                    Map.entry(
                            "between",
                            "SELECT id FROM ride WHERE time BETWEEN # - INTERVAL 10 SECONDS AND #"),
                    Map.entry(
                            "not",
                            "SELECT id FROM ride WHERE NOT (time <= # - INTERVAL 10 SECONDS)"),
                    Map.entry(
                            "neither",
                            "SELECT id FROM ride WHERE NOT (time <= # - INTERVAL 10 SECONDS OR fare"
                                    + " = 3 OR NOT time < # + INTERVAL 2 SECONDS)"),
                    Map.entry(
                            "andMore",
                            "SELECT id FROM ride WHERE fare > 2 AND time > # - INTERVAL 10 SECONDS"
                                    + " AND city <> 'Rome'"),
                    Map.entry(
                            "twice",
                            "SELECT id FROM ride WHERE time > # - INTERVAL 10 SECONDS AND time > #"
                                    + " - INTERVAL 6 SECONDS AND time < # + INTERVAL 4 SECONDS"),
                    Map.entry(
                            "counted",
                            "SELECT city, count(*) AS n, max(fare) AS m FROM ride WHERE time > # -"
                                    + " INTERVAL 10 SECONDS GROUP BY city"),
                    Map.entry(
                            "all",
                            "SELECT count(*) AS n, sum(fare) AS s FROM ride WHERE time > # -"
                                    + " INTERVAL 10 SECONDS"),
                    Map.entry(
                            "windows",
                            "SELECT window, count(DISTINCT city) AS n FROM ride WHERE time > # -"
                                    + " INTERVAL 10 SECONDS GROUP BY window(time, '5 seconds')"),
                    Map.entry(
                            "sessions",
                            "SELECT session_window AS s, city, count(*) AS n FROM ride WHERE time >"
                                    + " # - INTERVAL 12 SECONDS GROUP BY session_window(time, '3"
                                    + " seconds'), city"),
                    Map.entry(
                            "behindGroups",
                            "SELECT city, latest FROM (SELECT city, max(time) AS latest FROM ride"
                                    + " GROUP BY city) WHERE latest > # - INTERVAL 5 SECONDS"),
                    Map.entry(
                            "behindWindows",
                            "SELECT w.end AS e, n FROM (SELECT window(time, '5 seconds') AS w,"
                                    + " count(*) AS n FROM ride GROUP BY 1) WHERE w.end > # - INTERVAL"
                                    + " 10 SECONDS"),
                    Map.entry(
                            "joined",
                            "SELECT r.id, p.price FROM ride r JOIN price p ON r.city = p.city WHERE"
                                    + " r.time > # - INTERVAL 10 SECONDS AND p.time > # - INTERVAL 20"
                                    + " SECONDS"),
                    Map.entry(
                            "leftJoined",
                            "SELECT r.id, p.price FROM ride r LEFT JOIN (SELECT * FROM price WHERE"
                                    + " time > # - INTERVAL 10 SECONDS) p ON r.city = p.city"),
                    Map.entry(
                            "notExists",
                            "SELECT id FROM ride r WHERE NOT EXISTS (SELECT 1 FROM price p WHERE"
                                    + " p.city = r.city AND p.time > # - INTERVAL 8 SECONDS)"),
                    Map.entry(
                            "distinct",
                            "SELECT DISTINCT city FROM ride WHERE time > # - INTERVAL 5 SECONDS"),
                    Map.entry(
                            "top",
                            "SELECT id, city FROM (SELECT *, row_number() OVER (PARTITION BY city"
                                    + " ORDER BY fare DESC, id) AS n FROM ride WHERE time > # -"
                                    + " INTERVAL 10 SECONDS) WHERE n <= 2"),
                    Map.entry(
                            "limit",
                            "SELECT id, fare FROM ride WHERE time > # - INTERVAL 10 SECONDS ORDER"
                                    + " BY fare DESC, id LIMIT 3"),
                    Map.entry(
                            "over",
                            "SELECT id, sum(fare) OVER (PARTITION BY city ORDER BY time, id) AS s"
                                    + " FROM ride WHERE time > # - INTERVAL 10 SECONDS"),
                    Map.entry(
                            "union",
                            "SELECT city, time FROM ride WHERE time > # - INTERVAL 10 SECONDS UNION"
                                    + " ALL SELECT city, time FROM price WHERE time <= #"),
                    Map.entry(
                            "except",
                            "SELECT city FROM ride EXCEPT SELECT city FROM price WHERE time > # -"
                                    + " INTERVAL 10 SECONDS"),
                    Map.entry(
                            "ofGroups",
                            "SELECT n, count(*) AS cities FROM (SELECT city, count(*) AS n FROM"
                                    + " ride WHERE time > # - INTERVAL 10 SECONDS GROUP BY city) GROUP"
                                    + " BY n"),
                    Map.entry(
                            "asOf",
                            "SELECT r.id, p.price FROM ride r ASOF LEFT JOIN (SELECT * FROM price"
                                    + " WHERE time <= #) p ON r.city = p.city AND r.time >= p.time"),
                    Map.entry(
                            "having",
                            "SELECT city, max(time) AS latest FROM ride GROUP BY city HAVING"
                                    + " max(time) < # - INTERVAL 4 SECONDS"));

    @Seeded(runs = 2)
    void theClockMovesRowsAsABatchOfThatInstantSeesThem(long seed) {
        var failures = new ArrayList<String>();
        var random = new Random(seed * 17 + 3);
        for (var query : new TreeMap<>(QUERIES).entrySet()) {
            for (var mode : List.of("changelog", "update", "complete", "append")) {
                var name = query.getKey() + " in " + mode;
                long each = random.nextLong();
                if (name.contains(ONLY)) {
                    problem(query.getValue(), mode, new Random(each), seed)
                            .ifPresent(problem -> failures.add(name + ": " + problem));
                }
            }
        }
        assertThat(failures).as(String.join("\n\n", failures)).isEmpty();
    }

    private static Optional<String> problem(String query, String mode, Random random, long seed) {
        try (var test = StreamTest.simulated(seed).outputMode(mode);
                var batch =
                        TidemillSession.builder()
                                .config("spark.sql.session.timeZone", "UTC")
                                .create()) {
            test.config("tidemill.workers", Integer.toString(1 + random.nextInt(3)))
                    .table("ride", RIDE.toDDL())
                    .table("price", PRICE.toDDL());
            try {
                test.stream(query.replace("#", "now()"));
            } catch (RuntimeException e) {
                return String.valueOf(e.getMessage()).contains("UNSUPPORTED_OUTPUT_MODE")
                        ? Optional.empty()
                        : Optional.of(e.toString());
            }
            var rides = new ArrayList<Row>();
            var prices = new ArrayList<Row>();
            for (int step = 0; step < 14; step++) {
                var now = test.session().sql("SELECT now()").first().getTimestamp(0).toInstant();
                for (int i = random.nextInt(4); i > 0; i--) {
                    var time =
                            random.nextInt(12) == 0
                                    ? null
                                    : now.plusSeconds(random.nextInt(22) - 14);
                    var city = List.of("Oslo", "Rome", "Bonn").get(random.nextInt(3));
                    if (random.nextInt(3) > 0) {
                        rides.add(RowFactory.create(rides.size(), city, random.nextInt(6), time));
                        test.insert("ride", rides.getLast());
                    } else {
                        prices.add(RowFactory.create(city, random.nextInt(6), time));
                        test.insert("price", prices.getLast());
                    }
                }
                test.processAllAvailable();
                var text = now.toString().replace("T", " ").replace("Z", "");
                batch.createDataFrame(rides, RIDE).createOrReplaceTempView("ride");
                batch.createDataFrame(prices, PRICE).createOrReplaceTempView("price");
                var expected =
                        batch
                                .sql(query.replace("#", "TIMESTAMP '" + text + "'"))
                                .collectAsList()
                                .stream()
                                .map(NowQueriesTest::text)
                                .sorted()
                                .toList();
                var found = test.sinkTable().rows().stream().map(RowText::of).sorted().toList();
                boolean none = test.sinkTable().epochs() == 0; // nothing came yet
                if (!found.equals(expected) && !none) {
                    return Optional.of(
                            "step %d, now %s%nrides %s%nprices %s%nfound %s%nexpected %s"
                                    .formatted(step, now, rides, prices, found, expected));
                }
                if (random.nextInt(5) == 0) {
                    test.restart();
                }
                test.advanceClock(Duration.ofSeconds(random.nextInt(5)));
            }
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return Optional.of(trace.toString());
        }
    }

    private static String text(Row row) {
        var values = new ArrayList<Object>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.get(i));
        }
        return RowText.of(values);
    }
}
