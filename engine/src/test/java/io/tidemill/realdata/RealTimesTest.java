package io.tidemill.realdata;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.Trigger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Event times as they really come: edits that carry dates weeks ahead, rides in no order at all,
/// sensors that go back a step. The rows that are left out as late are exactly those that the
/// definition says; what is counted in windows is all the others.
class RealTimesTest {
    @TempDir Path directory;
    private Path data;

    @BeforeEach
    void find() {
        var folder = System.getenv("TIDEMILL_REAL_DATA");
        Assumptions.assumeTrue(folder != null, "skipped: TIDEMILL_REAL_DATA is not set");
        data = Path.of(folder);
    }

    private record Counted(Map<Instant, Long> rowsAnHour, long late) {}

    /// The definition in plain code: a row is late that lies before the greatest time in front of
    /// it, minus the delay; late rows lead nothing, since they never are the greatest.
    private static Counted expected(List<Instant> times, Duration delay, int ignoreTop) {
        var hours = new TreeMap<Instant, Long>();
        var greatest = new PriorityQueue<Instant>();
        long late = 0;
        for (var time : times) {
            boolean known = greatest.size() > ignoreTop;
            if (known && time.isBefore(greatest.element().minus(delay))) {
                late++;
                continue;
            }
            hours.merge(time.truncatedTo(ChronoUnit.HOURS), 1L, Long::sum);
            greatest.add(time);
            if (greatest.size() > ignoreTop + 1) {
                greatest.remove();
            }
        }
        return new Counted(hours, late);
    }

    /// Files of one format, in the order in which they are read.
    private record Table(String format, String schema, String column, List<Path> files) {
        Map<String, String> options() {
            return format.equals("csv") ? Map.of("header", "true") : Map.of();
        }
    }

    private Table copied(String format, String schema, String column, String glob)
            throws IOException {
        var pattern = data.resolve(glob);
        var folder = Files.createDirectories(directory.resolve("in"));
        var copies = new ArrayList<Path>();
        try (var found =
                Files.newDirectoryStream(pattern.getParent(), pattern.getFileName().toString())) {
            var sorted = new ArrayList<Path>();
            found.forEach(sorted::add);
            Collections.sort(sorted);
            for (var file : sorted) {
                var copy = Files.copy(file, folder.resolve(file.getFileName()));
                Files.setLastModifiedTime(
                        copy, FileTime.from(Instant.EPOCH.plusSeconds(copies.size())));
                copies.add(copy);
            }
        }
        assertThat(copies).isNotEmpty();
        return new Table(format, schema, column, copies);
    }

    private List<Instant> times(Table table) {
        var times = new ArrayList<Instant>();
        try (var session = session()) {
            for (var file : table.files) {
                session.read()
                        .format(table.format)
                        .options(table.options())
                        .schema(table.schema)
                        .load(file.toString())
                        .select(table.column)
                        .collectAsList()
                        .forEach(row -> times.add((Instant) row.get(0)));
            }
        }
        return times;
    }

    private TidemillSession session() {
        return TidemillSession.builder()
                .directory(directory)
                .config("spark.sql.session.timeZone", "UTC")
                .create();
    }

    private Counted counted(Table table, Duration delay, int ignoreTop, int filesAnEpoch)
            throws Exception {
        try (var session = session()) {
            session.conf().set("tidemill.watermark.ignoreTop", Integer.toString(ignoreTop));
            session.readStream()
                    .format(table.format)
                    .options(table.options())
                    .option("maxFilesPerTrigger", filesAnEpoch)
                    .schema(table.schema)
                    .load(directory.resolve("in").toString())
                    .withWatermark(table.column, delay.toSeconds() + " seconds")
                    .createOrReplaceTempView("t");
            var query =
                    session.sql(
                                    "SELECT window_start AS hour, count(*) AS n FROM TUMBLE(TABLE"
                                            + " t,"
                                            + " DESCRIPTOR(%s), INTERVAL 1 HOUR) GROUP BY window_start, window_end"
                                                    .formatted(table.column))
                            .writeStream()
                            .format("memory")
                            .queryName("counted")
                            .outputMode("update")
                            .trigger(Trigger.AvailableNow())
                            .start();
            query.awaitTermination();
            var hours = new TreeMap<Instant, Long>();
            for (var row : session.table("counted").collectAsList()) {
                assertThat(hours.put((Instant) row.get(0), row.getLong(1))).isNull();
            }
            long late = 0;
            for (var progress : query.recentProgress()) {
                late += progress.stateOperators()[0].numRowsDroppedByWatermark();
            }
            return new Counted(hours, late);
        }
    }

    @Test
    void editsFromTheFutureMakeTheOthersLateUnlessTheyAreIgnored() throws Exception {
        var edits = copied("json", "time TIMESTAMP, channel STRING", "time", "wikipedia/*.json.gz");
        var times = times(edits);
        var delay = Duration.ofHours(1);
        var poisoned = expected(times, delay, 0);
        assertThat(poisoned.late).isGreaterThan(39_000);
        assertThat(counted(edits, delay, 0, 1)).isEqualTo(poisoned);
        var healed = expected(times, delay, 45);
        assertThat(healed.late).isLessThan(50);
        assertThat(counted(edits, delay, 45, 1)).isEqualTo(healed);
    }

    @Test
    void ridesInNoOrderAreLateByTheirOrderAlone() throws Exception {
        var rides =
                copied(
                        "csv",
                        "vendor_id STRING, pickup_datetime TIMESTAMP",
                        "pickup_datetime",
                        "nyc-taxi/*2018-0[1-4].csv.gz");
        for (var delay : List.of(Duration.ofDays(1), Duration.ofDays(20))) {
            var wanted = expected(times(rides), delay, 0);
            assertThat(wanted.late).isPositive();
            assertThat(counted(rides, delay, 0, 1)).as("a file an epoch").isEqualTo(wanted);
            assertThat(counted(rides, delay, 0, 100)).as("at once").isEqualTo(wanted);
        }
    }

    @Test
    void sensorsThatGoBackAStepLoseNothingWithinTheDelay() throws Exception {
        var sensor =
                copied(
                        "csv",
                        "timestamp TIMESTAMP, value DOUBLE",
                        "timestamp",
                        "nab/realKnownCause/machine_temperature*.csv.gz");
        var times = times(sensor);
        assertThat(counted(sensor, Duration.ZERO, 0, 1))
                .isEqualTo(expected(times, Duration.ZERO, 0));
        var patient = expected(times, Duration.ofHours(1), 0);
        assertThat(patient.late).isZero();
        assertThat(counted(sensor, Duration.ofHours(1), 0, 1)).isEqualTo(patient);
    }
}
