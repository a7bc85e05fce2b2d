package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.TidemillSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that runs a windowed aggregate, a join, a query without duplicates and a top-N is
/// killed with `kill -9` again and again: what its files say in the end is what DuckDB says of the
/// input. `-Dcrash.cycles=1000` kills as often.
class KilledFlowsTest {
    private static final int CYCLES = Math.max(8, Integer.getInteger("crash.cycles", 60) / 8);

    @TempDir Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private int files;
    private long rides;

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (var process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void whatWasKilledGoesOnWhereItWas() throws Exception {
        Files.createDirectories(directory.resolve("in"));
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            addFile();
            var process = start("stream");
            assertThat(
                            process.inputReader()
                                    .lines()
                                    .dropWhile(KilledFlowsTest::isWarning)
                                    .findFirst())
                    .contains("running");
            long end = System.nanoTime() + random.nextLong(600_000_000L);
            while (System.nanoTime() < end) {
                addFile();
                Thread.sleep(random.nextInt(60));
            }
            process.destroyForcibly().waitFor();
        }
        var last = start("drain");
        var said = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(last.waitFor()).as(said).isZero();
        check();
    }

    private static boolean isWarning(String line) {
        return line.contains(" WARN ");
    }

    private Process start(String how) throws IOException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-Dlogback.configurationFile="
                                        + System.getProperty("logback.configurationFile", ""),
                                KilledFlows.class.getName(),
                                directory.toString(),
                                how)
                        .redirectErrorStream(true)
                        .start();
        processes.add(process);
        return process;
    }

    private void addFile() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 1 + random.nextInt(20); i++, rides++) {
            text.append(
                    "{\"id\":%d,\"city\":\"%s\",\"fare\":%d,\"time\":\"%s\"}\n"
                            .formatted(
                                    rides,
                                    List.of("Oslo", "Rome", "Bern").get((int) (rides % 3)),
                                    random.nextInt(200),
                                    Instant.ofEpochSecond(rides + random.nextInt(30))));
        }
        var hidden = Files.writeString(directory.resolve(".next"), text);
        Files.move(hidden, directory.resolve("in").resolve("%05d.json".formatted(files++)));
    }

    private void check() {
        try (var session =
                        TidemillSession.builder()
                                .directory(directory)
                                .config("spark.sql.session.timeZone", "UTC")
                                .create();
                var duck = new Duck()) {
            duck.createTable("ride", KilledFlows.COLUMNS);
            duck.run(
                    "INSERT INTO ride SELECT id, city, fare, CAST(time AS TIMESTAMP) FROM read_json('%s/in/*.json', columns = {id: 'BIGINT', city: 'VARCHAR', fare: 'BIGINT', time: 'VARCHAR'})"
                            .formatted(directory));
            for (var query : KilledFlows.QUERIES.entrySet()) {
                var counts = new HashMap<List<Object>, Integer>();
                for (var row : changes(session, query.getKey())) {
                    int weight = row.getFirst().toString().startsWith("+") ? 1 : -1;
                    counts.merge(row.subList(1, row.size()), weight, Integer::sum);
                }
                assertThat(counts.values()).as(query.getKey()).allMatch(n -> n == 0 || n == 1);
                var rows =
                        counts.entrySet().stream()
                                .filter(one -> one.getValue() == 1)
                                .map(one -> RowText.of(one.getKey()))
                                .sorted()
                                .toList();
                assertThat(rows).as(query.getKey()).isEqualTo(duck.query(inDuck(query.getValue())));
            }
        }
    }

    private static List<List<Object>> changes(TidemillSession session, String name) {
        var columns =
                switch (name) {
                    case "windows" -> "start TIMESTAMP, city STRING, n BIGINT, total BIGINT";
                    case "pairs" -> "id BIGINT, other BIGINT";
                    case "duplicates" -> "city STRING, fare BIGINT";
                    default -> "id BIGINT, city STRING, n BIGINT";
                };
        return session
                .read()
                .format("json")
                .schema("_op STRING, " + columns)
                .load("out-" + name)
                .collectAsList()
                .stream()
                .map(row -> (List<Object>) new ArrayList<Object>(row.toList()))
                .toList();
    }

    private static String inDuck(String sql) {
        return sql.contains("TUMBLE")
                ? "SELECT time_bucket(INTERVAL 10 SECONDS, time) AS start, city, count(*) AS n,"
                        + " sum(fare) AS total FROM ride GROUP BY ALL"
                : sql;
    }
}
