package io.tidemill.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's first set-up command as people meet it, on a copy of `examples`.
class QuickstartIT {
    private static final String LATE =
            """
            {"device": "pump-3", "signal": 99.5, "time": "2026-11-02T11:01:20Z"}
            """;

    @TempDir Path folder;
    private Path script;

    @BeforeEach
    void copyTheExamples() throws IOException {
        Path examples = root().resolve("examples");
        Path copy = folder.resolve("my clone/examples");
        try (var files = Files.walk(examples)) {
            for (Path file : files.filter(f -> !f.toString().contains(".tidemill")).toList()) {
                Path to = copy.resolve(examples.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        script = copy.resolve("quickstart.sql");
    }

    @Test
    void itRunsOnceSaysWhatHappenedAndThenHasNothingToDo() throws Exception {
        var first = Command.in(folder).run("run", script.toString());
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("|boiler-1| 12|", "|   fan-4| 12|", "|  pump-2| 12|");
        assertThat(first.err())
                .contains("strong_signals epoch 0: 48 rows in, 17 out, 3 rejected (3 malformed)")
                .contains("by_device epoch 0: 48 rows in, 4 out, 3 rejected (3 malformed)")
                .doesNotContain("WARN", "WARNING", "Exception");
        assertThat(strong()).isEqualTo(expected());
        assertThat(rejected("strong_signals")).hasSize(3);

        var files = listing();
        var second = Command.in(folder).run("run", script.toString());
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).isEmpty();
        assertThat(second.err()).isEqualTo("strong_signals: nothing new\nby_device: nothing new\n");
        assertThat(listing()).isEqualTo(files);

        var fresh = Command.in(folder).run("run", "--fresh", script.toString());
        assertThat(fresh.exitCode()).as(fresh.err()).isZero();
        assertThat(fresh.out().lines()) // a table without ORDER BY has no order
                .containsExactlyInAnyOrderElementsOf(first.out().lines().toList());
        assertThat(strong()).isEqualTo(expected());
        assertThat(rejected("by_device")).hasSize(3);
    }

    @Test
    void followTakesFilesAsTheyComeAndDrainsOnSigterm() throws Exception {
        try (var running = Command.in(folder).start("run", "--follow", script.toString())) {
            running.awaitMessage("by_device epoch 0");
            arrive("late.json");
            running.awaitMessage("strong_signals epoch 1: 1 rows in, 1 out");
            var ended = running.terminate();
            assertThat(ended.exitCode()).isEqualTo(143);
            assertThat(ended.err()).contains("Ending the flows at a commit");
        }
        assertThat(strong()).isEqualTo(expected());
        var again = Command.in(folder).run("run", script.toString());
        assertThat(again.err()).contains("strong_signals: nothing new");
        assertThat(strong()).isEqualTo(expected());
    }

    @Test
    void killedAndStartedAgainItGoesOnWithoutLossOrRepetition() throws Exception {
        try (var running = Command.in(folder).start("run", "--follow", script.toString())) {
            running.awaitMessage("strong_signals epoch 0");
            running.process().destroyForcibly().waitFor();
        }
        arrive("late.json");
        var again = Command.in(folder).run("run", script.toString());
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(strong()).isEqualTo(expected());
    }

    @Test
    void aSecondProcessIsRefusedByNameWhileTheFirstRuns() throws Exception {
        try (var running = Command.in(folder).start("run", "--follow", script.toString())) {
            running.awaitMessage("strong_signals epoch 0");
            var second = Command.in(folder).run("run", script.toString());
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .contains("CONCURRENT_QUERY", "process " + running.process().pid());
        }
    }

    /// S39: the request fails at once, loudly, and leaves nothing behind that a proper one minds.
    @Test
    void anImpossibleRequestForMemoryFailsFastAndAProperRunResumes() throws Exception {
        var greedy = new Command(folder, List.of("-Xms100000g", "-Xmx100000g"));
        var refused = greedy.run("run", script.toString());
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.out() + refused.err()).contains("heap");
        var proper = Command.in(folder).run("run", script.toString());
        assertThat(proper.exitCode()).as(proper.err()).isZero();
        assertThat(strong()).isEqualTo(expected());
    }

    /// A file appears whole, by its name.
    private void arrive(String name) throws IOException {
        Path unseen = script.resolveSibling("data/readings/." + name);
        Files.writeString(unseen, LATE);
        Files.move(unseen, unseen.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /// What the flow should have kept: the oracle reads the lines with a pattern.
    private List<String> expected() throws IOException {
        var reading =
                Pattern.compile(
                        "\\{\"device\": \"(.+)\", \"signal\": ([0-9.]+), \"time\": \"(.+)Z\"}");
        var kept = new ArrayList<String>();
        try (var files = Files.list(script.resolveSibling("data/readings"))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    Matcher found = reading.matcher(line);
                    if (found.matches() && Double.parseDouble(found.group(2)) > 15) {
                        kept.add(
                                "{\"device\":\"%s\",\"signal\":%s,\"time\":\"%s.000Z\"}"
                                        .formatted(found.group(1), found.group(2), found.group(3)));
                    }
                }
            }
        }
        kept.sort(null);
        return kept;
    }

    private List<String> strong() throws IOException {
        return lines(folder.resolve("my clone/target/quickstart/strong"));
    }

    private List<String> rejected(String flow) throws IOException {
        return lines(folder.resolve("my clone/target/quickstart/rejected/" + flow));
    }

    private static List<String> lines(Path directory) throws IOException {
        var lines = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(directory, "part-*.json")) {
            for (Path file : files) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        lines.sort(null);
        return lines;
    }

    private Map<Path, FileTime> listing() throws IOException {
        var found = new TreeMap<Path, FileTime>();
        try (var files = Files.walk(folder.resolve("my clone/target/quickstart"))) {
            for (Path file :
                    files.filter(f -> f.getFileName().toString().startsWith("part-")).toList()) {
                found.put(file, Files.getLastModifiedTime(file));
            }
        }
        return found;
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        return at;
    }
}
