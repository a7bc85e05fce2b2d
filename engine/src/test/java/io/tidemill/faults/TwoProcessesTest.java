package io.tidemill.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.faults.Pipeline.From;
import io.tidemill.faults.Pipeline.To;
import io.tidemill.system.Threads;
import io.tidemill.system.simulation.Simulation;
import io.tidemill.system.simulation.Survival;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A process that is suspended at any of its calls, while another one takes over its checkpoint and
/// finishes the work, finds out before it commits anything (F33, F40). Never do both commit an
/// epoch: the output is that of one undisturbed run.
@ExtendWith(Quiet.class)
class TwoProcessesTest {
    private static final boolean ALL = "all".equals(System.getProperty("faults"));

    @ParameterizedTest
    @EnumSource(To.class)
    void aProcessThatWasReplacedWhileItStoodStillCommitsNothingMore(To to) throws Exception {
        var undisturbed = new Simulation(1);
        var pipeline = new Pipeline(From.FILES, to, undisturbed);
        var process = undisturbed.start();
        assertThat(pipeline.run(process)).isEmpty();
        var expected = text(pipeline);
        var calls = process.faults().count();
        for (var call = 1; call <= calls; call += ALL ? 1 : 13) {
            replacedAt(call, to, expected);
        }
    }

    private static void replacedAt(int call, To to, List<String> expected) throws Exception {
        var simulation = new Simulation(call);
        var pipeline = new Pipeline(From.FILES, to, simulation);
        var first = simulation.start("host-a");
        first.faults().pauseAt(call);
        var failure = new AtomicReference<Optional<Throwable>>(Optional.empty());
        var main =
                first.world()
                        .threads()
                        .start(
                                "main",
                                Threads.Lifetime.BACKGROUND,
                                () -> failure.set(pipeline.run(first)));
        simulation.run();
        // The shared file system forgets the lock, and host-b cannot see the processes of host-a.
        simulation.disk().loseLocks();
        var second = simulation.start("host-b");
        try {
            assertThat(pipeline.run(second)).isEmpty();
            first.resume();
            assertThat(main.join(Duration.ofHours(10))).isTrue();
            var ended = main.failure().or(failure::get);
            ended.ifPresent(e -> assertThat(e).isInstanceOf(TidemillException.class));
            simulation.powerFails(Survival.NOTHING_UNSYNCED);
            assertThat(text(pipeline)).isEqualTo(expected);
            assertThat(pipeline.remote().contradictions()).isEmpty();
            assertThat(pipeline.run(simulation.start("host-c"))).isEmpty();
            assertThat(text(pipeline)).isEqualTo(expected);
        } catch (AssertionError | RuntimeException e) {
            fail(
                    "replaced at call %d: %s%nfirst:%n%s%nsecond:%n%s"
                            .formatted(
                                    call,
                                    e,
                                    String.join("\n", first.faults().log()),
                                    String.join("\n", second.faults().log())),
                    e);
        }
    }

    @Test
    void aSecondProcessIsRefusedWhileTheFirstOneStandsStillWithItsLock() throws Exception {
        var simulation = new Simulation(1);
        var pipeline = new Pipeline(From.FILES, To.FILES_APPEND, simulation);
        var first = simulation.start("host-a");
        first.faults().pauseAt(300);
        var main =
                first.world()
                        .threads()
                        .start("main", Threads.Lifetime.BACKGROUND, () -> pipeline.run(first));
        simulation.run();
        simulation.advance(Duration.ofMinutes(30));
        for (var host : List.of("host-a", "host-b")) {
            var second = simulation.start(host);
            assertThat(catchThrowable(() -> pipeline.run(second)))
                    .isInstanceOf(TidemillException.class)
                    .hasMessageContaining("CONCURRENT_QUERY")
                    .hasMessageContaining("host host-a");
        }
        first.resume();
        assertThat(main.join(Duration.ofHours(10))).isTrue();
        assertThat(main.failure()).isEmpty();
        assertThat(pipeline.output()).hasSize(50);
    }

    private static Throwable catchThrowable(Callable<?> call) {
        return org.assertj.core.api.Assertions.catchThrowable(call::call);
    }

    private static List<String> text(Pipeline pipeline) throws Exception {
        return pipeline.output().stream().map(Object::toString).sorted().toList();
    }
}
