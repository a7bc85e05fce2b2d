package io.tidemill.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.faults.Pipeline.From;
import io.tidemill.faults.Pipeline.To;
import io.tidemill.system.simulation.Fault;
import io.tidemill.system.simulation.ProcessStopped;
import io.tidemill.system.simulation.Simulation;
import io.tidemill.system.simulation.Survival;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many things go wrong in one life: each of a query's first processes meets several faults at
/// random calls, threads take turns at random in the middle of calls, and the power fails between
/// one process and the next. Then one process runs undisturbed, and the output must be whole.
///
/// `-Dseeds=1000` tries as many lives for each sink, `-Dseed=7` one.
@ExtendWith(Quiet.class)
class SwarmTest {
    private static final int SEEDS = Integer.getInteger("seeds", 25);
    private static final int LIVES = 6;

    @ParameterizedTest
    @EnumSource(To.class)
    void howeverMuchGoesWrongTheOutputIsTheSameInTheEnd(To to) throws Exception {
        var undisturbed = new Simulation(0);
        var pipeline = new Pipeline(From.FILES, to, undisturbed);
        assertThat(pipeline.run(undisturbed.start())).isEmpty();
        var expected = text(pipeline);
        var one = Long.getLong("seed");
        for (var seed = one == null ? 0 : one; seed < (one == null ? SEEDS : one + 1); seed++) {
            var log = new ArrayList<String>();
            try {
                life(to, seed, expected, log);
            } catch (AssertionError | RuntimeException e) {
                fail("-Dseed=%d: %s%n%s".formatted(seed, e, String.join("\n", log)), e);
            }
        }
    }

    private static void life(To to, long seed, List<String> expected, List<String> log)
            throws Exception {
        var random = new SplittableRandom(seed);
        var simulation = new Simulation(seed).interleave(random.nextInt(3) * 0.2);
        var pipeline = new Pipeline(From.FILES, to, simulation);
        for (var lives = random.nextInt(1, LIVES); lives > 0; lives--) {
            var process = simulation.start();
            for (var faults = random.nextInt(1, 4); faults > 0; faults--) {
                var kinds = Fault.values();
                process.faults().at(random.nextInt(1, 900), kinds[random.nextInt(kinds.length)]);
            }
            try {
                pipeline.run(process)
                        .ifPresent(e -> assertThat(e).isInstanceOf(TidemillException.class));
            } catch (TidemillException e) {
                log.add("refused: " + e.getMessage());
            } catch (ProcessStopped e) {
                log.add(e.getMessage());
            }
            log.addAll(process.faults().log());
            simulation.disk().makeSpace();
            switch (random.nextInt(4)) {
                case 0 -> simulation.powerFails(Survival.NOTHING_UNSYNCED);
                case 1 -> simulation.powerFails(Survival.AT_RANDOM);
                case 2 -> process.kill("by the test");
                default -> log.add("nothing but the end of the process");
            }
            process.kill("by the test, after the others");
        }
        var last = simulation.start();
        var failure = pipeline.run(last);
        log.addAll(last.faults().log());
        assertThat(failure).isEmpty();
        simulation.powerFails(Survival.NOTHING_UNSYNCED);
        assertThat(text(pipeline)).isEqualTo(expected);
        assertThat(pipeline.remote().contradictions()).isEmpty();
    }

    private static List<String> text(Pipeline pipeline) throws Exception {
        return pipeline.output().stream().map(Object::toString).sorted().toList();
    }
}
