package io.tidemill.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.simulation.Simulation;
import org.junit.jupiter.api.Test;

/// Damage is said with the file's name and never read as something else (F2, F3, F4, F10, F44).
class DamageTest {
    private static final long LAST = 8;
    private static final Path LOG = Story.DIRECTORY.resolve("log");
    private static final Path STATE = Story.DIRECTORY.resolve("state");

    private final Simulation simulation = new Simulation(1);

    @Test
    void everyDamagedByteIsNoticedOrDoesNotMatter() {
        run();
        var outcomes = new TreeMap<String, Integer>();
        for (var each : simulation.disk().files(Story.DIRECTORY).entrySet()) {
            for (var at = 0; at < each.getValue().length; at += 13) {
                outcomes.merge(damaged(each.getKey(), at), 1, Integer::sum);
            }
        }
        assertThat(outcomes).containsKeys("refused", "whole", "repaired");
    }

    /// Opens a fresh copy of the same checkpoint with one byte changed.
    private static String damaged(Path path, int at) {
        var copy = new Simulation(1);
        run(copy);
        copy.disk().corrupt(path, at);
        try (var checkpoint = open(copy)) {
            var last = checkpoint.recovered().lastEpoch();
            assertThat(last).as("%s at %d".formatted(path, at)).isIn(LAST, LAST - 1);
            assertThat(Story.state(checkpoint, last)).isEqualTo(Story.expected(last));
            if (last == LAST - 1) { // indistinguishable from a torn last record, and said
                assertThat(checkpoint.recovered().events())
                        .anyMatch(event -> event.contains("dropped an incomplete record"));
            }
            return checkpoint.recovered().events().isEmpty() ? "whole" : "repaired";
        } catch (TidemillException e) {
            assertThat(e.condition()).isEqualTo(Condition.CHECKPOINT_DAMAGED);
            assertThat(e.getMessage())
                    .contains(path.getFileName().toString(), "tidemill checkpoint verify");
            return "refused";
        }
    }

    @Test
    void aMissingSegmentIsSaid() {
        run();
        var segments =
                simulation.disk().files(LOG).keySet().stream()
                        .filter(path -> !path.getFileName().toString().startsWith("."))
                        .toList();
        assertThat(segments).hasSizeGreaterThan(2);
        simulation.disk().remove(segments.get(segments.size() - 2));
        assertThatThrownBy(() -> open(simulation))
                .hasMessageContaining("CHECKPOINT_DAMAGED")
                .hasMessageContaining(segments.get(segments.size() - 2).toString())
                .hasMessageContaining("is missing");
    }

    @Test
    void aSegmentThatGoesOnFromAnotherRecordThanTheOneBeforeItIsSaid() throws IOException {
        run();
        var files = simulation.start().world().files();
        var name = LogChain.segments(simulation.start().world(), Story.DIRECTORY).last();
        SegmentHeader header;
        try (var file = files.open(name.in(LOG))) {
            header = SegmentHeader.read(Story.DIRECTORY, file, name);
        }
        var before = header.predecessor().orElseThrow();
        var other =
                new LogPosition(
                        before.segment(),
                        before.offset(),
                        before.lastEpoch(),
                        before.checksum() + 1);
        var bytes = simulation.disk().files(LOG).get(name.in(LOG));
        var changed = new SegmentHeader(header.query(), name, Optional.of(other)).encode();
        System.arraycopy(changed, 0, bytes, 0, changed.length);
        simulation.disk().remove(name.in(LOG));
        try (var file = files.create(name.in(LOG))) {
            file.writeFully(0, bytes, 0, bytes.length);
            file.sync();
        }
        assertThatThrownBy(() -> open(simulation))
                .hasMessageContaining("CHECKPOINT_DAMAGED")
                .hasMessageContaining("goes on from another record than the one before");
    }

    @Test
    void aCheckpointOfALaterFormatIsRefusedAndSaysWhatToUse() throws IOException {
        run();
        var files = simulation.start().world().files();
        var path = Story.DIRECTORY.resolve("metadata");
        var fields = new LinkedHashMap<>(TextFile.read(files, path).orElseThrow());
        fields.put("format", "999");
        files.delete(path);
        TextFile.publish(files, path.resolveSibling(".later"), path, fields);
        assertThatThrownBy(() -> open(simulation))
                .hasMessageContaining("has format 999")
                .hasMessageContaining("use the Tidemill that wrote");
    }

    @Test
    void aLogThatIsGoneIsSaid() {
        run();
        simulation.disk().files(LOG).keySet().forEach(path -> simulation.disk().remove(path));
        assertThatThrownBy(() -> open(simulation))
                .hasMessageContaining("CHECKPOINT_DAMAGED")
                .hasMessageContaining(LOG.toString());
    }

    @Test
    void aDamagedSnapshotIsReplacedByTheOneBeforeIt() {
        run();
        var snapshots = snapshots();
        assertThat(snapshots).isNotEmpty();
        simulation.disk().corrupt(snapshots.getLast(), 100);
        try (var checkpoint = open(simulation)) {
            assertThat(Story.state(checkpoint, LAST)).isEqualTo(Story.expected(LAST));
            assertThat(checkpoint.recovered().events())
                    .anyMatch(event -> event.contains("the snapshot before it is used"));
        }
    }

    @Test
    void aRunThatIsGoneIsSaid() {
        run();
        var run = STATE.resolve(new StateFileName(LAST, 1, StateFileName.Kind.RUN).fileName());
        simulation.disk().remove(run);
        try (var checkpoint = open(simulation)) {
            assertThatThrownBy(() -> Story.state(checkpoint, LAST))
                    .hasMessageContaining(run.toString());
        }
    }

    @Test
    void theReaderShowsEveryEpochAndChangesNothing() {
        run();
        var before = simulation.disk().files(Story.DIRECTORY);
        var lines = new ArrayList<String>();
        var world = simulation.start().world();
        assertThat(CheckpointReader.show(world, Story.DIRECTORY, lines::add)).isTrue();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("query 'rides'"))
                .anyMatch(line -> line.startsWith("owner: process 1000 on host host-a"))
                .anyMatch(line -> line.contains("epoch 7: ride {\"n\":7} to {\"n\":8}"))
                .anyMatch(line -> line.startsWith("snapshot of epoch "))
                .contains("the last epoch is 8, committed by its sinks", "everything is whole");
        assertThat(simulation.disk().files(Story.DIRECTORY).keySet()).isEqualTo(before.keySet());
        assertThat(CheckpointReader.verify(world, Story.DIRECTORY, _ -> {})).isTrue();
    }

    @Test
    void theReaderSaysWhatIsDamagedAndGoesOn() {
        run();
        simulation.disk().corrupt(snapshots().getFirst(), 100);
        var lines = new ArrayList<String>();
        var world = simulation.start().world();
        assertThat(CheckpointReader.verify(world, Story.DIRECTORY, lines::add)).isFalse();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("PROBLEM: " + snapshots().getFirst()))
                .contains("the last epoch is 8, committed by its sinks");
        lines.clear();
        assertThat(CheckpointReader.verify(world, Path.of("/nowhere"), lines::add)).isFalse();
        assertThat(lines)
                .containsExactly("PROBLEM: /nowhere is no checkpoint: it has no file 'metadata'");
    }

    private List<Path> snapshots() {
        return simulation.disk().files(STATE).keySet().stream()
                .filter(path -> path.toString().endsWith(".snapshot"))
                .toList();
    }

    private void run() {
        run(simulation);
    }

    private static void run(Simulation simulation) {
        var process = simulation.start();
        process.faults().withoutLog();
        new Story(process.world(), simulation.disk()).run(LAST, false);
        process.kill("it has ended");
    }

    private static Checkpoint open(Simulation simulation) {
        return Checkpoint.open(
                simulation.start().world(), Story.DIRECTORY, "rides", Records.QUERY, Story.SMALL);
    }
}
