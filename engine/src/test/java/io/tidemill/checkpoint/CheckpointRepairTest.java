package io.tidemill.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.system.World;
import io.tidemill.system.simulation.Simulation;
import org.junit.jupiter.api.Test;

/// What is damaged is set aside, and the query goes on behind the last epoch that is whole.
class CheckpointRepairTest {
    private static final long LAST = 8;
    private static final Path LOG = Story.DIRECTORY.resolve("log");

    @Test
    void aWholeCheckpointNeedsNothing() {
        var simulation = story();
        var before = simulation.disk().files(Story.DIRECTORY);
        var repair = CheckpointRepair.find(simulation.start().world(), Story.DIRECTORY);
        assertThat(repair.steps()).isEmpty();
        assertThat(repair.lastEpoch()).isEqualTo(LAST);
        assertThat(simulation.disk().files(Story.DIRECTORY).keySet()).isEqualTo(before.keySet());
    }

    @Test
    void whereverAByteIsDamagedTheQueryGoesOnBehindWhatIsWhole() {
        var outcomes = new TreeMap<String, Integer>();
        for (var each : story().disk().files(Story.DIRECTORY).entrySet()) {
            var folder = String.valueOf(Story.DIRECTORY.relativize(each.getKey()).getName(0));
            if (folder.equals("log") || folder.equals("state")) {
                for (var at = 0; at < each.getValue().length; at += 29) {
                    outcomes.merge(repaired(each.getKey(), at), 1, Integer::sum);
                }
            }
        }
        assertThat(outcomes).containsKeys("whole", "went back", "kept all");
    }

    private static String repaired(Path path, int at) {
        var simulation = story();
        simulation.disk().corrupt(path, at);
        var what = "%s at %d".formatted(path, at);
        var world = simulation.start().world();
        CheckpointRepair repair;
        try {
            repair = CheckpointRepair.find(world, Story.DIRECTORY);
        } catch (TidemillException e) {
            assertThat(e).as(what).hasMessageContaining("cannot be repaired");
            return "beyond repair";
        }
        var files = simulation.disk().files(Story.DIRECTORY).size();
        repair.apply(_ -> {});
        var after = simulation.disk().files(Story.DIRECTORY);
        assertThat(after.size()).as(what).isGreaterThanOrEqualTo(files); // nothing is deleted
        try (var checkpoint = open(world)) {
            var last = checkpoint.recovered().lastEpoch();
            assertThat(last).as(what).isEqualTo(repair.lastEpoch()).isBetween(-1L, LAST);
            assertThat(Story.state(checkpoint, last)).as(what).isEqualTo(Story.expected(last));
        }
        assertThat(CheckpointRepair.find(world, Story.DIRECTORY).steps()).as(what).isEmpty();
        new Story(world, simulation.disk()).run(LAST + 3, true);
        try (var checkpoint = open(world)) {
            assertThat(Story.state(checkpoint, LAST + 3)).isEqualTo(Story.expected(LAST + 3));
        }
        return repair.steps().isEmpty()
                ? "whole"
                : repair.lastEpoch() < LAST ? "went back" : "kept all";
    }

    @Test
    void damageInFrontOfTheLastRecordsIsCutOffAndKeptAside() throws IOException {
        var options = new CheckpointOptions(1 << 16, 1 << 16, 1 << 20, 99, 4096, 0, false, false);
        var simulation = new Simulation(1);
        var first = simulation.start();
        new Story(first.world(), simulation.disk(), options).run(LAST, false);
        first.kill("it has ended");
        var segment = simulation.disk().files(LOG).keySet().iterator().next();
        simulation.disk().corrupt(segment, 3000);
        var world = simulation.start().world();
        assertThatThrownBy(() -> open(world))
                .hasMessageContaining("tidemill checkpoint repair " + Story.DIRECTORY);
        var repair = CheckpointRepair.find(world, Story.DIRECTORY);
        assertThat(repair.lastEpoch()).isBetween(0L, LAST - 1);
        assertThat(repair.steps())
                .singleElement()
                .asString()
                .startsWith("end the log at byte")
                .contains("behind epoch " + repair.lastEpoch());
        repair.apply(_ -> {});
        assertThat(simulation.disk().files(Story.DIRECTORY).keySet())
                .anyMatch(path ->
                        path.toString().contains("/aside-")
                                && path.endsWith(segment.getFileName()));
        try (var checkpoint = open(world)) {
            assertThat(checkpoint.recovered().lastEpoch()).isEqualTo(repair.lastEpoch());
        }
    }

    @Test
    void aCheckpointThatIsInUseIsNotTouched() {
        var simulation = story();
        var running = simulation.start("host-b").world();
        try (var _ = open(running)) {
            var repair = CheckpointRepair.find(simulation.start().world(), Story.DIRECTORY);
            assertThatThrownBy(() -> repair.apply(_ -> {}))
                    .hasMessageContaining("CONCURRENT_QUERY");
        }
    }

    @Test
    void whatIsNoCheckpointIsSaid() {
        assertThatThrownBy(() ->
                        CheckpointRepair.find(
                                new Simulation(1).start().world(), Path.of("/nowhere")))
                .hasMessageContaining("it is no checkpoint");
    }

    private static Simulation story() {
        var simulation = new Simulation(1);
        var process = simulation.start();
        process.faults().withoutLog();
        new Story(process.world(), simulation.disk()).run(LAST, false);
        process.kill("it has ended");
        return simulation;
    }

    private static Checkpoint open(World world) {
        return Checkpoint.open(world, Story.DIRECTORY, "rides", Records.QUERY, Story.SMALL);
    }
}
