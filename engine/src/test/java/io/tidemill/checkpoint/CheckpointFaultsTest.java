package io.tidemill.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import module java.base;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.simulation.Call;
import io.tidemill.system.simulation.Fault;
import io.tidemill.system.simulation.ProcessStopped;
import io.tidemill.system.simulation.SimulatedProcess;
import io.tidemill.system.simulation.Simulation;
import io.tidemill.system.simulation.Survival;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every call of the file system in a checkpoint's life is made to fail once, in each way; then the
/// checkpoint is opened again. Nothing promised is ever lost (F1 to F5, F13, F14), and no two
/// owners ever commit (F33, F40).
class CheckpointFaultsTest {
    private static final long LAST = 20;

    @Test
    void withoutFaultsAllIsThere() {
        var simulation = new Simulation(1);
        new Story(simulation.start().world(), simulation.disk()).run(LAST, false);
        simulation.powerFails(Survival.NOTHING_UNSYNCED);
        verify(simulation, LAST);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyCallFailsOnceAndNothingPromisedIsLost(Fault fault) {
        var calls = callsOfAWholeLife();
        var tried = 0;
        for (var call = 1; call <= calls.size(); call++) {
            if (fault.appliesTo(calls.get(call - 1))) {
                tried++;
                failAt(call, fault);
            }
        }
        assertThat(tried).isPositive();
    }

    private static List<Call> callsOfAWholeLife() {
        var simulation = new Simulation(1);
        var process = simulation.start();
        new Story(process.world(), simulation.disk()).run(LAST, false);
        return process.faults().calls();
    }

    private static void failAt(int call, Fault fault) {
        var simulation = new Simulation(call * 31L + fault.name().hashCode());
        var process = simulation.start();
        process.faults().at(call, fault);
        var story = new Story(process.world(), simulation.disk());
        try {
            try {
                story.run(LAST, false);
            } catch (TidemillException e) {
                assertThat(e.condition())
                        .isIn(Condition.FAILED_WRITE_FILE, Condition.FAILED_READ_FILE);
            } catch (ProcessStopped e) {
                assertThat(process.isStopped()).isTrue();
            }
            simulation.disk().makeSpace();
            var next = process.isStopped() ? simulation.start() : process;
            goOn(simulation, next, story, call % 2 == 0);
            if (call % 3 == 0) {
                simulation.powerFails(Survival.NOTHING_UNSYNCED);
            } else if (call % 3 == 1) {
                simulation.powerFails(Survival.AT_RANDOM);
            }
            verify(simulation, LAST);
        } catch (AssertionError | RuntimeException e) {
            fail(
                    "%s at call %d: %s%n%s"
                            .formatted(fault, call, e, String.join("\n", process.faults().log())),
                    e);
        }
    }

    /// Opens again as the same process (the query failed) or a new one, checks, and goes on.
    private static Story goOn(
            Simulation simulation, SimulatedProcess process, Story before, boolean rerun) {
        var story = new Story(process.world(), simulation.disk());
        return story.run(LAST, rerun, before::check);
    }

    private static void verify(Simulation simulation, long last) {
        var story = new Story(simulation.start("host-c").world(), simulation.disk());
        story.run(
                last,
                false,
                checkpoint -> {
                    assertThat(checkpoint.recovered().lastEpoch()).isEqualTo(last);
                    assertThat(Story.state(checkpoint, last)).isEqualTo(Story.expected(last));
                });
    }

    @Test
    void aSecondOwnerAtAnyCallLocksTheFirstOneOut() {
        var calls = callsOfAWholeLife().size();
        for (var call = 1; call <= calls; call++) {
            var simulation = new Simulation(call);
            var first = simulation.start("host-a");
            var story = new Story(first.world(), simulation.disk());
            var second = new Story[1];
            first.faults().before(call, () -> second[0] = takeOver(simulation, story));
            String failure = "";
            try {
                story.run(LAST, false);
            } catch (TidemillException e) {
                failure = e.getCondition();
            } catch (IllegalStateException e) {
                failure = e.toString();
            }
            try {
                assertThat(failure).isIn("", "CONCURRENT_QUERY", "FAILED_WRITE_FILE");
                if (story.generation < second[0].generation) {
                    assertThat(story.promised).isLessThanOrEqualTo(second[0].promised);
                }
                simulation.powerFails(Survival.NOTHING_UNSYNCED);
                goOn(simulation, simulation.start(), max(story, second[0]), call % 2 == 0);
                verify(simulation, LAST);
            } catch (AssertionError | RuntimeException e) {
                fail(
                        "taken over at call %d: %s%n%s"
                                .formatted(call, e, String.join("\n", first.faults().log())),
                        e);
            }
        }
    }

    private static Story max(Story one, Story other) {
        return one.promised > other.promised ? one : other;
    }

    /// While the first process is stopped in the middle of a call, another one on another machine
    /// takes the checkpoint and goes on with it.
    private static Story takeOver(Simulation simulation, Story before) {
        var process = simulation.start("host-b");
        var story = new Story(process.world(), simulation.disk(), Story.SMALL.withTakeOver(true));
        var promised = before.promised;
        return story.run(
                Math.min(LAST, promised + 3),
                false,
                checkpoint ->
                        assertThat(checkpoint.recovered().lastEpoch())
                                .isBetween(promised, promised + 1));
    }
}
