package io.tidemill.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.system.OwnedThread;
import io.tidemill.system.Threads;
import io.tidemill.system.simulation.SimulatedProcess;
import io.tidemill.system.simulation.Simulation;
import org.junit.jupiter.api.Test;

/// Who may have a checkpoint, and who may not (F33, F40).
class OwnershipTest {
    @Test
    void ofProcessesThatOpenAtOnceAtMostOneGetsIt() throws Exception {
        var winners = new TreeMap<Long, Integer>();
        for (var seed = 0; seed < 300; seed++) {
            var simulation = new Simulation(seed).interleave(0.5);
            var open = new ArrayList<Checkpoint>();
            var refusals = new ArrayList<String>();
            var threads = new ArrayList<OwnedThread>();
            for (var host : List.of("host-a", "host-a", "host-b")) {
                var process = simulation.start(host);
                threads.add(
                        process.world()
                                .threads()
                                .start(
                                        "opens",
                                        Threads.Lifetime.BACKGROUND,
                                        () -> {
                                            try {
                                                open.add(open(process));
                                            } catch (TidemillException e) {
                                                refusals.add(e.getCondition());
                                            }
                                        }));
            }
            simulation.run();
            for (var thread : threads) {
                assertThat(thread.failure()).as("seed %d", seed).isEmpty();
            }
            // All may be refused when each finds another one in the middle of it.
            assertThat(open).as("seed %d", seed).hasSizeLessThanOrEqualTo(1);
            assertThat(refusals).as("seed %d", seed).containsOnly("CONCURRENT_QUERY");
            open.forEach(it -> {
                it.append(Records.record(0, "x"));
                winners.merge(it.ownership().owner().processId(), 1, Integer::sum);
            });
        }
        assertThat(winners).hasSize(3);
        assertThat(winners.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(200);
    }

    @Test
    void aCheckpointThatWasGivenUpIsFreeThoughItsProcessLives() {
        var simulation = new Simulation(1);
        var first = simulation.start();
        open(first).close();
        try (var second = open(simulation.start())) {
            assertThat(second.ownership().generation()).isEqualTo(2);
        }
        try (var again = open(first)) {
            assertThat(again.ownership().generation()).isEqualTo(3);
        }
    }

    @Test
    void aProcessThatDiedLeavesItFree() {
        var simulation = new Simulation(1);
        var first = simulation.start();
        open(first).append(Records.record(0, "x"));
        first.kill("by the test");
        try (var second = open(simulation.start())) {
            assertThat(second.recovered().lastEpoch()).isEqualTo(0);
        }
    }

    @Test
    void whereTheLockWasLostALivingProcessOfThisMachineIsStillSeen() {
        var simulation = new Simulation(1);
        var first = simulation.start("host-a");
        var owner = open(first);
        simulation.disk().loseLocks();
        assertThatThrownBy(() -> open(simulation.start("host-a")))
                .hasMessageContaining("CONCURRENT_QUERY")
                .hasMessageContaining("process 1000 on host host-a");
        owner.append(Records.record(0, "still mine"));
    }

    @Test
    void whereTheLockWasLostAnotherMachineTakesOverAndTheFirstOneFindsOut() {
        var simulation = new Simulation(1);
        var owner = open(simulation.start("host-a"));
        owner.append(Records.record(0, "x"));
        simulation.disk().loseLocks();
        try (var second = open(simulation.start("host-b"))) {
            assertThat(second.recovered().lastEpoch()).isEqualTo(0);
            owner.acknowledged(0, true); // does no harm: it is true, and behind the log's end
        }
        assertThatThrownBy(() -> owner.append(Records.record(1, "late")))
                .hasMessageContaining("CONCURRENT_QUERY")
                .hasMessageContaining("process 1001 on host host-b");
        assertThatThrownBy(() -> owner.append(Records.record(1, "late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must be opened again");
    }

    @Test
    void anOwnerOfLongAgoWhoseSuccessorIsForgottenFindsOutToo() {
        var simulation = new Simulation(1);
        var owner = open(simulation.start("host-a"));
        simulation.disk().loseLocks();
        for (var i = 0; i < 40; i++) {
            open(simulation.start("host-b")).close();
        }
        assertThatThrownBy(() -> owner.append(Records.record(0, "late")))
                .hasMessageContaining("CONCURRENT_QUERY")
                .hasMessageContaining("0000000001.owner is gone");
    }

    @Test
    void onlyTheLastOwnersAreRemembered() {
        var simulation = new Simulation(1);
        for (var i = 0; i < 40; i++) {
            open(simulation.start()).close();
        }
        var owners = simulation.disk().files(Story.DIRECTORY.resolve("owner")).keySet();
        assertThat(owners).hasSizeBetween(10, 20);
        assertThat(owners.toString()).contains("0000000040.owner").doesNotContain("000001.owner");
    }

    private static Checkpoint open(SimulatedProcess process) {
        return Checkpoint.open(
                process.world(),
                Story.DIRECTORY,
                "rides",
                Records.QUERY,
                CheckpointOptions.defaults());
    }
}
