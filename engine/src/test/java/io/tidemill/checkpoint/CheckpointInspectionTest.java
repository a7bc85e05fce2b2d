package io.tidemill.checkpoint;

import static io.tidemill.checkpoint.Records.QUERY;
import static io.tidemill.checkpoint.Records.record;
import static io.tidemill.checkpoint.Records.section;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointInspectionTest {
    private static final CheckpointOptions SMALL =
            new CheckpointOptions(1024, 64, 0, 3, 4096, 0, false, false);

    private final World world = RealWorld.create();
    @TempDir Path directory;

    @BeforeEach
    void writeSomeEpochs() {
        try (var checkpoint = Checkpoint.open(world, directory, "rides", QUERY, SMALL)) {
            for (var epoch = 0; epoch < 10; epoch++) {
                checkpoint.append(record(epoch, "+".repeat(100) + epoch));
                checkpoint.acknowledged(epoch, false);
                if (checkpoint.snapshotDue()) {
                    try (var snapshot = checkpoint.snapshot()) {
                        snapshot.add(section(StateSection.Kind.SNAPSHOT, "all to " + epoch));
                        snapshot.commit();
                    }
                }
            }
        }
    }

    @Test
    void itShowsWhoseItIsAndItsNewestEpochs() {
        var lines = CheckpointInspection.of(world, directory).show(2);
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("query       rides, id "))
                .anySatisfy(line -> assertThat(line).startsWith("owner       process "))
                .anySatisfy(line -> assertThat(line).startsWith("epochs      up to 9, which"))
                .anySatisfy(line -> assertThat(line).startsWith("epoch 8 "))
                .anySatisfy(line -> assertThat(line).startsWith("epoch 9 "))
                .noneSatisfy(line -> assertThat(line).startsWith("epoch 7 "));
    }

    @Test
    void aWholeCheckpointIsFoundWholeAlsoWhileItIsOwned() {
        try (var _ = Checkpoint.open(world, directory, "rides", QUERY, SMALL)) {
            var verdict = CheckpointInspection.of(world, directory).verify();
            assertThat(verdict.lines())
                    .allSatisfy(line -> assertThat(line).doesNotStartWith("wrong"));
            assertThat(verdict.whole()).isTrue();
        }
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Path snapshot =
                LogChain.stateFiles(world, directory).stream()
                        .filter(file -> file.kind() == StateFileName.Kind.SNAPSHOT)
                        .reduce((_, later) -> later)
                        .orElseThrow()
                        .in(directory.resolve("state"));
        byte[] bytes = Files.readAllBytes(snapshot);
        bytes[40] ^= 1;
        Files.write(snapshot, bytes);
        var verdict = CheckpointInspection.of(world, directory).verify();
        assertThat(verdict.whole()).isFalse();
        assertThat(verdict.lines())
                .anySatisfy(
                        line -> assertThat(line).startsWith("wrong").contains(snapshot.toString()));
    }

    @Test
    void lookingChangesNothing() throws IOException {
        var before = listing();
        var inspection = CheckpointInspection.of(world, directory);
        assertThat(inspection.show(5)).isNotEmpty();
        assertThat(inspection.verify().whole()).isTrue();
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void aDirectoryWithoutCheckpointIsRefused() {
        assertThatThrownBy(() -> CheckpointInspection.of(world, directory.resolve("none")))
                .hasMessageContaining("PATH_NOT_FOUND")
                .hasMessageContaining("there is no checkpoint in");
    }

    private Map<Path, FileTime> listing() throws IOException {
        try (var files = Files.walk(directory)) {
            var found = new TreeMap<Path, FileTime>();
            for (Path file : files.toList()) {
                found.put(file, Files.getLastModifiedTime(file));
            }
            return found;
        }
    }
}
