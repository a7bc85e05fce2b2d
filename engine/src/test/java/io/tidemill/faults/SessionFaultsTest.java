package io.tidemill.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.faults.SessionPipeline.Way;
import io.tidemill.sql.TidemillSession;
import io.tidemill.system.simulation.Call;
import io.tidemill.system.simulation.Fault;
import io.tidemill.system.simulation.ProcessStopped;
import io.tidemill.system.simulation.Simulation;
import io.tidemill.system.simulation.Survival;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sources and sinks as programs use them, each in a run whose I/O calls fail, one in each run:
/// after restarts the sink shows what it promises.
///
/// Files, whatever their format, packing and folders, show every row once. So does a table in
/// memory as long as its process lives; in a new process it has the epochs from there on. The
/// program's own code gets every epoch, the last one perhaps again, with the same rows. Of a sink
/// that keeps nothing only the end of the query can be seen.
///
/// In a build [#FAULTS] calls of each run, evenly spread, fail in one way, in turn; with
/// `-Dfaults=all` each in each way.
@ExtendWith(Quiet.class)
class SessionFaultsTest {
    private static final boolean ALL = "all".equals(System.getProperty("faults"));
    private static final int FAULTS = 12;
    private static final int RESTARTS = 4;

    @ParameterizedTest
    @EnumSource(Way.class)
    void everyCallFailsOnceAndTheSinkShowsWhatItPromises(Way way) throws Exception {
        var undisturbed = new Case(way, 0, Fault.DELAY);
        var expected = undisturbed.run();
        assertThat(expected).isNotEmpty().doesNotHaveDuplicates();
        var calls = undisturbed.calls;
        assertThat(calls).hasSizeGreaterThan(10 * SessionPipeline.EPOCHS);
        for (int call = 1; call <= calls.size(); call++) {
            for (var fault : faults(call, calls)) {
                var tried = new Case(way, call, fault);
                try {
                    tried.check(expected, tried.run());
                } catch (AssertionError | Exception e) {
                    fail("%s at call %d: %s%n%s".formatted(fault, call, e, tried.log()), e);
                }
            }
        }
    }

    private static List<Fault> faults(int call, List<Call> calls) {
        var kind = calls.get(call - 1);
        var all = Stream.of(Fault.values()).filter(fault -> fault.appliesTo(kind)).toList();
        if (ALL) {
            return all;
        }
        int stride = calls.size() / FAULTS;
        return call % stride == 0 ? List.of(all.get(call / stride % all.size())) : List.of();
    }

    /// One run with one fault, and the restarts after it.
    private static final class Case {
        private final Way way;
        private final int call;
        private final Fault fault;
        private final Simulation simulation = new Simulation(1);
        private final SessionPipeline pipeline;
        private List<Call> calls = List.of();
        private List<String> log = List.of();
        private boolean stopped;

        Case(Way way, int call, Fault fault) throws Exception {
            this.way = way;
            this.call = call;
            this.fault = fault;
            pipeline = new SessionPipeline(way, simulation);
        }

        String log() {
            return String.join("\n", log);
        }

        /// @return what the sink shows in the end
        List<String> run() throws Exception {
            var process = simulation.start();
            process.faults().at(call, fault);
            Optional<TidemillSession> session = Optional.empty();
            TidemillException last = null;
            for (int restart = 0; restart <= RESTARTS; restart++) {
                try {
                    var now = session.orElse(null);
                    if (now == null) {
                        now = SessionPipeline.session(process.world());
                        session = Optional.of(now);
                    }
                    pipeline.run(now);
                    if (restart == 0) {
                        calls = process.faults().calls();
                        log = process.faults().log();
                    }
                    return end(now);
                } catch (TidemillException e) {
                    last = e;
                    log = process.faults().log();
                } catch (ProcessStopped e) {
                    log = process.faults().log();
                    process = simulation.start();
                    session = Optional.empty();
                    stopped = true;
                }
                simulation.disk().makeSpace();
            }
            throw new AssertionError(
                    "it did not end well after %d restarts".formatted(RESTARTS), last);
        }

        private List<String> end(TidemillSession session) {
            if (way == Way.FILES_TO_MEMORY) {
                return pipeline.output(session);
            }
            session.stop();
            simulation.powerFails(Survival.NOTHING_UNSYNCED);
            return pipeline.output(session);
        }

        void check(List<String> expected, List<String> found) {
            if (way == Way.FILES_TO_MEMORY && stopped) {
                assertThat(found).doesNotHaveDuplicates();
                assertThat(expected).containsAll(found);
            } else {
                assertThat(found).isEqualTo(expected);
            }
        }
    }
}
