package io.tidemill.faults;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.runtime.Engine;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real processes that are killed, paused and started twice on one checkpoint.
/// `-Dcrash.cycles=1000` kills as often.
class CrashTest {
    private static final int CYCLES = Integer.getInteger("crash.cycles", 60);

    /// After so many kills the output is looked at, and what was found is said.
    private static final int CHECKED = 100;

    private static final List<String> CITIES = List.of("Oslo", "Rome", "Bergen");

    @TempDir Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final Map<Process, Path> said = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(Long.getLong("seed", 42));
    private long rides;
    private int files;

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (var process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void aProcessThatIsKilledAgainAndAgainLosesNothingAndRepeatsNothing() throws Exception {
        for (var cycle = 0; cycle < CYCLES; cycle++) {
            addFiles(1 + random.nextInt(4));
            var process = start("stream");
            if (random.nextInt(4) > 0) {
                assertThat(firstLine(process)).isEqualTo("running");
            }
            var end = System.nanoTime() + random.nextLong(300_000_000L);
            while (System.nanoTime() < end) {
                addFiles(random.nextInt(2));
                Thread.sleep(random.nextInt(30));
            }
            process.destroyForcibly().waitFor(); // kill -9
            if (cycle % CHECKED == CHECKED - 1) {
                drain();
                check();
                System.err.printf("%d kills: all of %d rows there once%n", cycle + 1, rides);
            }
        }
        drain();
        check();
    }

    @Test
    @Timeout(120)
    void aSecondProcessIsRefusedByNameWhileTheFirstRuns() throws Exception {
        addFiles(3);
        var first = start("stream");
        assertThat(firstLine(first)).isEqualTo("running");
        var second = start("drain");
        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(said(second))
                .contains("[CONCURRENT_QUERY]", "process " + first.pid() + " on host");
        first.destroyForcibly().waitFor();
        drain();
        check();
    }

    @Test
    @Timeout(120)
    void aProcessThatWasPausedAndReplacedFindsOutBeforeItCommits() throws Exception {
        addFiles(3);
        var first = start("stream");
        assertThat(firstLine(first)).isEqualTo("running");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::hasOutput);
        signal("STOP", first);
        var refused = start("drain");
        assertThat(refused.waitFor()).isEqualTo(1);
        assertThat(said(refused)).contains("process " + first.pid() + " on host");
        loseLocks();
        addFiles(3);
        drain();
        check();
        addFiles(2);
        signal("CONT", first);
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isEqualTo(1);
        assertThat(said(first)).contains("[CONCURRENT_QUERY]", "generation 2");
        drain();
        check();
    }

    private void loseLocks() throws IOException {
        for (var checkpoint : List.of("checkpoint-copy", "checkpoint-counts")) {
            try (var owners = Files.list(directory.resolve(checkpoint, "owner"))) {
                for (var lock : owners.filter(f -> f.toString().endsWith(".lock")).toList()) {
                    Files.delete(lock);
                }
            }
        }
    }

    private boolean hasOutput() {
        var written = directory.resolve("copy").toFile().list((_, name) -> name.startsWith("part"));
        return written != null && written.length > 0;
    }

    private static void signal(String name, Process process) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private void drain() throws Exception {
        var process = start("drain");
        assertThat(process.waitFor()).as(() -> said(process)).isZero();
    }

    /// The output holds every row of the input once, and the counts are those of the input.
    private void check() throws Exception {
        var copied = rows("copy", CrashProcess.RIDES);
        assertThat(copied).hasSize((int) rides).doesNotHaveDuplicates();
        var counts = new TreeMap<Object, List<Object>>();
        var changes = new HashMap<Object, Integer>(); // additions less removals, by row
        for (var change : rows("counts", CrashProcess.CHANGES)) {
            var added = change.getFirst().equals("+I") || change.getFirst().equals("+U");
            changes.merge(change.subList(1, 4), added ? 1 : -1, Integer::sum);
        }
        changes.forEach((row, n) -> {
            if (n != 0) {
                assertThat(n).as("%s", row).isEqualTo(1);
                counts.put(
                        ((List<?>) row).getFirst(),
                        List.of(((List<?>) row).get(1), ((List<?>) row).get(2)));
            }
        });
        var expected = new TreeMap<Object, List<Object>>();
        for (var ride = 0L; ride < rides; ride++) {
            var id = ride;
            expected.merge(
                    city(ride),
                    List.of(1L, ride),
                    (a, _) -> List.of((long) a.get(0) + 1, (long) a.get(1) + id));
        }
        assertThat(counts).isEqualTo(expected);
    }

    private List<List<Object>> rows(String folder, StructType schema) throws Exception {
        var rows = new ArrayList<List<Object>>();
        try (var engine = new Engine(RealWorld.create(), 1, directory.resolve("temporary"))) {
            engine.run(
                    CrashProcess.scan(engine, directory, folder, schema, false, Map.of()),
                    engine.settings(),
                    batch -> {
                        for (var row = 0; row < batch.rows(); row++) {
                            rows.add(Arrays.asList(batch.row(row)));
                        }
                    });
        }
        return rows;
    }

    private static String city(long ride) {
        return CITIES.get((int) (ride * 7 % CITIES.size()));
    }

    /// Adds files to the input, each under its name only when it is whole.
    private void addFiles(int count) throws IOException {
        var in = Files.createDirectories(directory.resolve("in"));
        for (var i = 0; i < count; i++) {
            var text = new StringBuilder();
            for (var row = random.nextInt(5); row >= 0; row--) {
                text.append("{\"id\":%d,\"city\":\"%s\"}\n".formatted(rides, city(rides)));
                rides++;
            }
            var temporary = directory.resolve("new.json");
            Files.writeString(temporary, text);
            Files.move(temporary, in.resolve("%06d.json".formatted(files++)));
        }
    }

    /// Starts a process that says what it says to a file: nobody has to read it for it to go on.
    private Process start(String how) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var file = directory.resolve("said-" + processes.size());
        var process =
                new ProcessBuilder(
                                java,
                                "-Xshare:auto",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-Dlogback.configurationFile="
                                        + System.getProperty("logback.configurationFile", ""),
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashProcess.class.getName(),
                                directory.toString(),
                                how)
                        .redirectErrorStream(true)
                        .redirectOutput(file.toFile())
                        .start();
        processes.add(process);
        said.put(process, file);
        return process;
    }

    /// Waits until a process has said something else than its log does.
    private String firstLine(Process process) throws Exception {
        while (true) {
            boolean ended = !process.isAlive();
            var text = said(process);
            var line =
                    text.substring(0, text.lastIndexOf('\n') + 1)
                            .lines()
                            .filter(l ->
                                    Stream.of(" INFO ", " DEBUG ", " WARN ").noneMatch(l::contains))
                            .findFirst();
            if (line.isPresent() || ended) {
                return line.orElse("nothing");
            }
            Thread.sleep(1);
        }
    }

    private String said(Process process) {
        try {
            return Files.readString(said.get(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
