package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.Row;
import io.tidemill.sql.RowFactory;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.types.StructType;

/// Queries by event time, each in every output mode it can be shown in, over two streams that come
/// in disorder and late, in random cuts, on one to three workers, with restarts: behind each part
/// equal to a batch run over the rows that were not too late; in mode append, where results wait,
/// when event time has gone on.
class TimeQueriesTest {
    private static final StructType RIDE =
            StructType.fromDDL("id INT, city STRING, fare INT, time TIMESTAMP");
    private static final StructType PRICE =
            StructType.fromDDL("city STRING, price INT, time TIMESTAMP");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long DELAY = 20; // seconds, of both streams
    private static final String ONLY = System.getProperty("time.only", "");

    private static final Map<String, String> QUERIES =
            Map.ofEntries(
                    Map.entry("plain", "SELECT id, time FROM ride WHERE fare > 3"),
                    Map.entry(
                            "byCity",
                            "SELECT city, count(*) AS n, sum(fare) FROM ride GROUP BY city"),
                    Map.entry("byTime", "SELECT time, count(*) AS n FROM ride GROUP BY time"),
                    Map.entry(
                            "tumbling",
                            "SELECT window, city, count(*) AS n FROM ride"
                                    + " GROUP BY window(time, '10 seconds'), city"),
                    Map.entry(
                            "hopping",
                            "SELECT window, count(*) AS n, max(fare) AS m FROM ride"
                                    + " GROUP BY window(time, '15 seconds', '5 seconds')"),
                    Map.entry(
                            "oddHopping",
                            "SELECT window, city, count(DISTINCT fare) AS n FROM ride GROUP BY"
                                    + " window(time, '10 seconds', '4 seconds', '1 second'), city"),
                    Map.entry(
                            "cumulating",
                            "SELECT window_start, window_end, sum(fare) AS n FROM"
                                    + " CUMULATE(TABLE ride, DESCRIPTOR(time), INTERVAL 5 SECONDS,"
                                    + " INTERVAL 20 SECONDS) GROUP BY window_start, window_end"),
                    Map.entry(
                            "sessions",
                            "SELECT session_window, city, count(*) AS n FROM ride"
                                    + " GROUP BY session_window(time, '6 seconds'), city"),
                    Map.entry(
                            "sessionsOfRows",
                            "SELECT session_window, city, count(DISTINCT fare) AS n,"
                                    + " collect_list(id) AS ids FROM ride GROUP BY session_window(time,"
                                    + " '6 seconds'), city"),
                    Map.entry(
                            "sessionGaps",
                            "SELECT session_window AS s, count(*) AS n FROM ride GROUP BY"
                                    + " session_window(time, CASE WHEN fare > 5 THEN '9 seconds' ELSE"
                                    + " '3 seconds' END)"),
                    Map.entry(
                            "windowOfWindow",
                            "SELECT window, sum(n) AS n, count(*) AS windows FROM (SELECT"
                                    + " window_time(window) AS t, count(*) AS n FROM ride GROUP BY"
                                    + " window(time, '5 seconds')) GROUP BY window(t, '20 seconds')"),
                    Map.entry(
                            "sessionOfWindows",
                            "SELECT session_window AS s, sum(n) AS n FROM (SELECT"
                                    + " window_time(window) AS t, count(*) AS n FROM ride GROUP BY"
                                    + " window(time, '5 seconds')) GROUP BY session_window(t, '12"
                                    + " seconds')"),
                    Map.entry(
                            "maxOfCounts",
                            "SELECT w, max(n) AS most FROM (SELECT window(time, '10 seconds') AS w,"
                                    + " city, count(*) AS n FROM ride GROUP BY 1, city) GROUP BY w"),
                    Map.entry(
                            "having",
                            "SELECT window, city, count(*) AS n FROM ride GROUP BY"
                                    + " window(time, '10 seconds'), city HAVING count(*) > 1"),
                    Map.entry(
                            "interval",
                            "SELECT r.id, p.price FROM ride r JOIN price p ON r.city = p.city AND"
                                    + " p.time BETWEEN r.time - INTERVAL 5 SECONDS AND r.time +"
                                    + " INTERVAL 5 SECONDS"),
                    Map.entry(
                            "intervalLeft",
                            "SELECT r.id, p.price FROM ride r LEFT JOIN price p ON r.city = p.city"
                                    + " AND p.time BETWEEN r.time AND r.time + INTERVAL 5 SECONDS"),
                    Map.entry(
                            "intervalFull",
                            "SELECT r.id, p.price FROM ride r FULL JOIN price p ON r.city = p.city"
                                    + " AND p.time >= r.time - INTERVAL 3 SECONDS AND p.time <="
                                    + " r.time"),
                    Map.entry(
                            "semi",
                            "SELECT id FROM ride r LEFT SEMI JOIN price p ON r.city = p.city AND"
                                    + " p.time BETWEEN r.time AND r.time + INTERVAL 5 SECONDS"),
                    Map.entry(
                            "anti",
                            "SELECT id FROM ride r LEFT ANTI JOIN price p ON r.city = p.city AND"
                                    + " p.time BETWEEN r.time AND r.time + INTERVAL 5 SECONDS"),
                    Map.entry(
                            "sameTime",
                            "SELECT r.id, p.price FROM ride r LEFT JOIN price p ON r.time ="
                                    + " p.time"),
                    Map.entry(
                            "joinOfWindows",
                            "SELECT a.w, a.n, b.total FROM (SELECT window(time, '10 seconds') AS w,"
                                    + " count(*) AS n FROM ride GROUP BY 1) a LEFT JOIN (SELECT"
                                    + " window(time, '10 seconds') AS w, sum(price) AS total FROM price"
                                    + " GROUP BY 1) b ON a.w = b.w"),
                    Map.entry(
                            "fullJoinOfWindows",
                            "SELECT a.w AS aw, b.w AS bw, a.n, b.total FROM (SELECT window(time,"
                                    + " '10 seconds') AS w, count(*) AS n FROM ride GROUP BY 1) a FULL"
                                    + " JOIN (SELECT window(time, '10 seconds') AS w, sum(price) AS"
                                    + " total FROM price GROUP BY 1) b ON a.w = b.w"),
                    Map.entry(
                            "windowOfJoin",
                            "SELECT window(r.time, '10 seconds') AS w, count(*) AS n FROM ride r"
                                    + " JOIN price p ON r.city = p.city AND p.time BETWEEN r.time AND"
                                    + " r.time + INTERVAL 5 SECONDS GROUP BY 1"),
                    Map.entry(
                            "windowOfLeftJoin",
                            "SELECT window(r.time, '10 seconds') AS w, count(*) AS n,"
                                    + " count(p.price) AS m FROM ride r LEFT JOIN price p ON r.city ="
                                    + " p.city AND p.time BETWEEN r.time - INTERVAL 5 SECONDS AND"
                                    + " r.time GROUP BY 1"),
                    Map.entry(
                            "asOf",
                            "SELECT r.id, p.price FROM ride r ASOF LEFT JOIN price p ON r.city ="
                                    + " p.city AND r.time >= p.time"),
                    Map.entry(
                            "asOfAfter",
                            "SELECT r.id, p.price FROM ride r ASOF JOIN price p ON r.city = p.city"
                                    + " AND r.time < p.time"),
                    Map.entry(
                            "windowOfAsOf",
                            "SELECT window(r.time, '10 seconds') AS w, sum(p.price) AS n FROM ride"
                                    + " r ASOF JOIN price p ON r.city = p.city AND r.time >= p.time"
                                    + " GROUP BY 1"),
                    Map.entry(
                            "topOfWindow",
                            "SELECT * FROM (SELECT window, city, n, row_number() OVER (PARTITION BY"
                                    + " window ORDER BY n DESC, city) AS place FROM (SELECT window,"
                                    + " city, count(*) AS n FROM ride GROUP BY window(time, '10"
                                    + " seconds'), city)) WHERE place <= 2"),
                    Map.entry(
                            "overTime",
                            "SELECT id, time, sum(fare) OVER (PARTITION BY city ORDER BY time ROWS"
                                    + " BETWEEN 2 PRECEDING AND CURRENT ROW) AS s FROM ride WHERE time"
                                    + " IS NOT NULL"),
                    Map.entry(
                            "rangeOverTime",
                            "SELECT id, count(*) OVER (PARTITION BY city ORDER BY time NULLS LAST"
                                    + " RANGE BETWEEN INTERVAL 5 SECONDS PRECEDING AND CURRENT ROW) AS"
                                    + " n FROM ride WHERE time IS NOT NULL"),
                    Map.entry(
                            "distinctTimes",
                            "SELECT DISTINCT date_trunc('MINUTE', time) AS m, city FROM ride"),
                    Map.entry(
                            "unionOfStreams",
                            "SELECT window, count(*) AS n FROM (SELECT time, city FROM ride UNION"
                                    + " ALL SELECT time + INTERVAL 2 SECONDS, city FROM price) GROUP BY"
                                    + " window(time, '10 seconds')"),
                    Map.entry(
                            "exceptByWindow",
                            "SELECT window(time, '10 seconds') AS w, city FROM ride EXCEPT SELECT"
                                    + " window(time, '10 seconds') AS w, city FROM price"),
                    Map.entry(
                            "calendar",
                            "SELECT w, count(*) AS n FROM (SELECT calendar_window(time, '1 day',"
                                    + " 'Europe/Oslo') AS w FROM ride) GROUP BY w"),
                    Map.entry(
                            "rollup",
                            "SELECT window, city, count(*) AS n FROM ride GROUP BY"
                                    + " window(time, '10 seconds'), ROLLUP(city)"),
                    Map.entry(
                            "inWindow",
                            "SELECT id FROM ride WHERE (time, city) IN (SELECT time, city FROM"
                                    + " price)"),
                    Map.entry(
                            "shiftedKey",
                            "SELECT time + INTERVAL 30 SECONDS AS later, count(*) AS n FROM ride"
                                    + " GROUP BY time + INTERVAL 30 SECONDS"),
                    Map.entry(
                            "greatest",
                            "SELECT greatest(r.time, p.time) AS t, count(*) AS n FROM ride r JOIN"
                                    + " price p ON r.city = p.city AND p.time BETWEEN r.time - INTERVAL"
                                    + " 5 SECONDS AND r.time + INTERVAL 5 SECONDS GROUP BY 1"));

    /// A row of one of the streams, and whether it came too late.
    private record Arrival(String table, Row row, boolean late) {}

    @Seeded(runs = 2)
    void everyModeAgreesWithABatch(long seed) {
        var failures = new ArrayList<String>();
        var random = new Random(seed * 31 + 7);
        var arrivals = arrivals(random, true);
        var timed = arrivals(random, false); // what has no time is never final
        for (var query : new TreeMap<>(QUERIES).entrySet()) {
            for (var mode : List.of("changelog", "update", "complete", "append")) {
                var name = query.getKey() + " in " + mode;
                if (name.contains(ONLY)) {
                    var rows = mode.equals("append") ? timed : arrivals;
                    problem(query.getValue(), mode, rows, new Random(random.nextLong()), seed)
                            .ifPresent(problem -> failures.add(name + ": " + problem));
                }
            }
        }
        assertThat(failures).as(String.join("\n\n", failures)).isEmpty();
    }

    /// @param nulls whether some rows have no time
    private static List<Arrival> arrivals(Random random, boolean nulls) {
        var arrivals = new ArrayList<Arrival>();
        var greatest = new HashMap<String, Instant>();
        for (int i = 0; i < 60; i++) {
            boolean ride = random.nextInt(3) > 0;
            var time =
                    START.plusSeconds(i + random.nextInt(20) - (random.nextInt(8) == 0 ? 40 : 0));
            var city = List.of("Oslo", "Rome", "Bonn").get(random.nextInt(3));
            boolean none = random.nextInt(15) == 0 && nulls;
            var at = none ? null : time;
            var row =
                    ride
                            ? RowFactory.create(i, city, random.nextInt(10), at)
                            : RowFactory.create(city, random.nextInt(10), at);
            var table = ride ? "ride" : "price";
            var before = greatest.getOrDefault(table, Instant.MIN);
            boolean late =
                    !none && before != Instant.MIN && time.isBefore(before.minusSeconds(DELAY));
            if (!none && time.isAfter(before)) {
                greatest.put(table, time);
            }
            arrivals.add(new Arrival(table, row, late));
        }
        return arrivals;
    }

    private static Optional<String> problem(
            String query, String mode, List<Arrival> arrivals, Random random, long seed) {
        try (var test = StreamTest.simulated(seed).outputMode(mode);
                var batch =
                        TidemillSession.builder()
                                .config("spark.sql.session.timeZone", "UTC")
                                .create()) {
            test.config("tidemill.workers", Integer.toString(1 + random.nextInt(3)))
                    .table("ride", RIDE.toDDL())
                    .table("price", PRICE.toDDL())
                    .watermark("ride", "time", DELAY + " seconds")
                    .watermark("price", "time", DELAY + " seconds");
            try {
                test.stream(query);
            } catch (RuntimeException e) {
                return refused(e) ? Optional.empty() : Optional.of(e.toString());
            }
            for (int at = 0; at < arrivals.size(); ) {
                int to = Math.min(arrivals.size(), at + 1 + random.nextInt(25));
                for (var one : arrivals.subList(at, to)) {
                    test.insert(one.table, one.row);
                }
                test.processAllAvailable();
                if (random.nextInt(5) == 0) {
                    test.restart();
                }
                at = to;
                var problem =
                        mode.equals("append")
                                ? Optional.<String>empty()
                                : compare(test, batch, query, arrivals.subList(0, to));
                if (problem.isPresent()) {
                    return problem;
                }
            }
            return mode.equals("append")
                    ? atTheEnd(test, batch, query, arrivals)
                    : Optional.empty();
        } catch (RuntimeException e) {
            var text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            return Optional.of(text.toString());
        }
    }

    private static boolean refused(Throwable error) {
        return error.getMessage() != null && error.getMessage().contains("UNSUPPORTED_OUTPUT_MODE");
    }

    private static Optional<String> compare(
            StreamTest test, TidemillSession batch, String query, List<Arrival> arrivals) {
        var found = found(test);
        var accepted = batch(batch, query, arrivals, false);
        if (found.equals(accepted)) {
            return Optional.empty();
        }
        // A query that forgets nothing leaves nothing out.
        return found.equals(batch(batch, query, arrivals, true))
                ? Optional.empty()
                : Optional.of("found\n  " + found + "\nexpected\n  " + accepted);
    }

    /// Moves event time on and compares what was given: all that is final, and nothing else.
    private static Optional<String> atTheEnd(
            StreamTest test, TidemillSession batch, String query, List<Arrival> arrivals) {
        var with = new ArrayList<>(arrivals);
        for (int i = 0; i < 2; i++) {
            var time = START.plus(Duration.ofDays(3 + i));
            with.add(new Arrival("ride", RowFactory.create(1000 + i, "far" + i, 99, time), false));
            with.add(
                    new Arrival(
                            "price",
                            RowFactory.create("away" + i, 99, time.plusSeconds(30)),
                            false));
            for (var one : with.subList(with.size() - 2, with.size())) {
                test.insert(one.table, one.row);
            }
            test.processAllAvailable();
        }
        var problem = atTheEnd(test, batch, query, arrivals, with, false);
        return problem.isPresent() && atTheEnd(test, batch, query, arrivals, with, true).isEmpty()
                ? Optional.empty()
                : problem;
    }

    private static Optional<String> atTheEnd(
            StreamTest test,
            TidemillSession batch,
            String query,
            List<Arrival> arrivals,
            List<Arrival> with,
            boolean late) {
        var found = found(test);
        var all = batch(batch, query, arrivals, late);
        var more = new ArrayList<>(found);
        for (var row : all) {
            if (!more.remove(row)) {
                return Optional.of(
                        "%s is missing in%n  %s%nexpected%n  %s".formatted(row, found, all));
            }
        }
        var allowed = batch(batch, query, with, late);
        more.removeIf(allowed::contains);
        return more.isEmpty()
                ? Optional.empty()
                : Optional.of("too much: %s%nexpected%n  %s".formatted(more, all));
    }

    private static List<String> found(StreamTest test) {
        return test.sinkTable().rows().stream().map(RowText::of).sorted().toList();
    }

    private static List<String> batch(
            TidemillSession session, String query, List<Arrival> arrivals, boolean late) {
        for (var table : Map.of("ride", RIDE, "price", PRICE).entrySet()) {
            var rows =
                    arrivals.stream()
                            .filter(one -> one.table.equals(table.getKey()) && (late || !one.late))
                            .map(Arrival::row)
                            .toList();
            session.createDataFrame(rows, table.getValue()).createOrReplaceTempView(table.getKey());
        }
        return session.sql(query).collectAsList().stream()
                .map(row -> RowText.of(values(row)))
                .sorted()
                .toList();
    }

    private static List<Object> values(Row row) {
        var values = new ArrayList<Object>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.get(i));
        }
        return values;
    }
}
