package io.tidemill.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.system.simulation.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checkpoints that were written once and must open for ever: a folder for each release under
/// `src/test/resources/checkpoints`, and `unreleased` for the format of today.
///
/// Until the first release the format may change: `-Dgolden=update` writes `unreleased` anew. At a
/// release, `unreleased` is copied to a folder of its name, which is never touched again.
class GoldenCheckpointTest {
    private static final Path ROOT = Path.of("src/test/resources/checkpoints");
    private static final String TODAY = "unreleased";
    private static final long LAST = 11;

    static List<String> releases() throws IOException {
        try (var folders = Files.list(ROOT)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatIsWrittenTodayIsTheGoldenOne() throws IOException {
        var today = write();
        if ("update".equals(System.getProperty("golden"))) {
            update(today);
        }
        assertThat(releases()).contains(TODAY);
        var golden = read(ROOT.resolve(TODAY));
        assertThat(golden.keySet()).isEqualTo(today.keySet());
        today.forEach((name, bytes) ->
                assertThat(golden.get(name))
                        .as(
                                "%s: the format of checkpoints has changed. Before the first"
                                        + " release write the golden one anew with -Dgolden=update;"
                                        + " after it, raise Metadata.FORMAT and go on reading the"
                                        + " old one",
                                name)
                        .isEqualTo(bytes));
    }

    @ParameterizedTest
    @MethodSource("releases")
    void aCheckpointOfEachReleaseOpensAndGoesOn(String release) throws IOException {
        var simulation = new Simulation(2);
        var process = simulation.start();
        var files = process.world().files();
        for (var file : read(ROOT.resolve(release)).entrySet()) {
            var path = Story.DIRECTORY.resolve(file.getKey());
            files.makeDirectories(path.getParent());
            try (var out = files.create(path)) {
                out.writeFully(0, file.getValue(), 0, file.getValue().length);
                out.sync();
            }
        }
        var lines = new ArrayList<String>();
        assertThat(CheckpointReader.verify(process.world(), Story.DIRECTORY, lines::add))
                .as("%s", lines)
                .isTrue();
        var story = new Story(process.world(), simulation.disk());
        story.run(
                LAST + 10,
                false,
                checkpoint -> {
                    var found = checkpoint.recovered();
                    assertThat(found.lastEpoch()).isEqualTo(LAST);
                    assertThat(found.acknowledged()).isTrue();
                    assertThat(found.last().orElseThrow())
                            .isEqualTo(Story.record(LAST).withoutState());
                    assertThat(Story.state(checkpoint, LAST)).isEqualTo(Story.expected(LAST));
                });
        try (var checkpoint =
                Checkpoint.open(
                        process.world(), Story.DIRECTORY, "rides", Records.QUERY, Story.SMALL)) {
            assertThat(Story.state(checkpoint, LAST + 10)).isEqualTo(Story.expected(LAST + 10));
        }
    }

    /// The life of a query of twelve epochs in two processes: plans, records, runs, snapshots,
    /// several segments. The same bytes each time.
    private static SortedMap<String, byte[]> write() {
        var simulation = new Simulation(1);
        for (var last : List.of(6L, LAST)) {
            var process = simulation.start();
            process.faults().withoutLog();
            new Story(process.world(), simulation.disk()).run(last, false);
            process.kill("it has ended");
        }
        var found = new TreeMap<String, byte[]>();
        simulation
                .disk()
                .files(Story.DIRECTORY)
                .forEach((path, bytes) ->
                        found.put(Story.DIRECTORY.relativize(path).toString(), bytes));
        return found;
    }

    private static SortedMap<String, byte[]> read(Path folder) throws IOException {
        var found = new TreeMap<String, byte[]>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                found.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return found;
    }

    private static void update(SortedMap<String, byte[]> today) throws IOException {
        var folder = ROOT.resolve(TODAY);
        if (Files.isDirectory(folder)) {
            try (var old = Files.walk(folder)) {
                for (var path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        for (var file : today.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }
}
