package io.tidemill.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.faults.Pipeline.From;
import io.tidemill.faults.Pipeline.To;
import io.tidemill.system.simulation.Call;
import io.tidemill.system.simulation.Fault;
import io.tidemill.system.simulation.ProcessStopped;
import io.tidemill.system.simulation.Simulation;
import io.tidemill.system.simulation.Survival;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every I/O call of a run of twenty epochs is made to fail once, in each way; the query is started
/// again until it ends well, and its output, rows and rejected records, must be that of a run in
/// which nothing went wrong.
///
/// In a build each call (each third one with sinks other than files that are appended) fails in one
/// way, in turn; `-Dfaults=all` is the full product, and `-Dfault.call=17 -Dfault.kind=TORN_WRITE`
/// one case.
@ExtendWith(Quiet.class)
class QueryFaultsTest {
    private static final boolean ALL = "all".equals(System.getProperty("faults"));
    private static final OptionalInt ONE_CALL =
            Integer.getInteger("fault.call") == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.getInteger("fault.call"));
    private static final int RESTARTS = 4;

    static Stream<Arguments> everySourceAndEverySink() {
        return Stream.of(
                Arguments.of(From.FILES, To.FILES_APPEND),
                Arguments.of(From.FILES, To.FILES_COMPLETE),
                Arguments.of(From.FILES, To.FILES_CHANGELOG),
                Arguments.of(From.FILES, To.TRANSACTIONS),
                Arguments.of(From.FILES, To.UPSERTS),
                Arguments.of(From.FILES, To.USER_CODE),
                Arguments.of(From.NEXMARK, To.FILES_APPEND),
                Arguments.of(From.RATE_PER_EPOCH, To.FILES_APPEND),
                Arguments.of(From.RATE_PER_EPOCH, To.TRANSACTIONS_APPEND),
                Arguments.of(From.LARGE_FILE, To.TRANSACTIONS),
                Arguments.of(From.UNION, To.FILES_CHANGELOG));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("everySourceAndEverySink")
    void everyCallFailsOnceAndTheOutputIsTheSame(From from, To to) throws Exception {
        var undisturbed = new Case(from, to, 0, Fault.DELAY);
        undisturbed.run();
        var expected = undisturbed.output();
        assertThat(expected).isNotEmpty();
        var rejected = undisturbed.pipeline.rejected();
        boolean broken = from == From.FILES || from == From.UNION;
        assertThat(rejected).hasSize(broken ? Pipeline.EPOCHS : 0);
        assertThat(undisturbed.log.stream().filter(made -> made.contains("large.json")).count())
                .isGreaterThanOrEqualTo(
                        from == From.LARGE_FILE || from == From.UNION ? Pipeline.EPOCHS : 0);
        if (from == From.FILES) { // it takes all ways of a checkpoint
            assertThat(undisturbed.log)
                    .anyMatch(made -> made.matches(".*RENAME .*[.]snapshot"))
                    .anyMatch(made -> made.matches(".*PUBLISH .*-000002[.]log"))
                    .anyMatch(made -> made.matches(".*DELETE .*/[0-9]+-000001[.]log"));
        }
        var calls = undisturbed.calls;
        var cases = 0;
        for (var call = 1; call <= calls.size(); call++) {
            for (var fault : faults(call, calls.get(call - 1), stride(from, to))) {
                cases++;
                check(new Case(from, to, call, fault), expected, rejected);
            }
        }
        assertThat(cases).isPositive();
    }

    /// One in how many calls fails, to keep a build short.
    private static int stride(From from, To to) {
        return switch (from) {
            case FILES -> to == To.FILES_APPEND ? 1 : 3;
            case NEXMARK, RATE_PER_EPOCH -> 3;
            case LARGE_FILE, UNION -> 8;
        };
    }

    /// The ways in which a call fails in this run.
    private static List<Fault> faults(int call, Call kind, int stride) {
        var all = Stream.of(Fault.values()).filter(fault -> fault.appliesTo(kind)).toList();
        if (ONE_CALL.isPresent()) {
            return call == ONE_CALL.getAsInt()
                    ? List.of(Fault.valueOf(System.getProperty("fault.kind")))
                    : List.of();
        }
        if (ALL) {
            return all;
        }
        return call % stride == 0 ? List.of(all.get(call / stride % all.size())) : List.of();
    }

    private static void check(Case tried, List<String> expected, List<String> rejected) {
        try {
            tried.run();
            assertThat(tried.output()).isEqualTo(expected);
            assertThat(tried.pipeline.rejected()).isEqualTo(rejected);
            assertThat(tried.pipeline.remote().contradictions()).isEmpty();
        } catch (AssertionError | Exception e) {
            fail("%s: %s%n%s".formatted(tried, e, String.join("\n", tried.log)), e);
        }
    }

    /// One run with one fault, and the restarts after it.
    private static final class Case {
        private final int call;
        private final Fault fault;
        private final Simulation simulation;
        private final Pipeline pipeline;
        private List<Call> calls = List.of();
        private List<String> log = List.of();

        Case(From from, To to, int call, Fault fault) throws IOException {
            this.call = call;
            this.fault = fault;
            simulation = new Simulation(1);
            pipeline = new Pipeline(from, to, simulation);
        }

        void run() throws InterruptedException {
            var process = simulation.start();
            process.faults().at(call, fault);
            for (var restart = 0; restart <= RESTARTS; restart++) {
                try {
                    var failure = pipeline.run(process);
                    if (restart == 0) {
                        calls = process.faults().calls();
                        log = process.faults().log();
                    }
                    if (failure.isEmpty()) {
                        simulation.powerFails(Survival.NOTHING_UNSYNCED);
                        return;
                    }
                    assertThat(failure.get()).isInstanceOf(TidemillException.class);
                } catch (TidemillException e) { // it did not even start
                    log = process.faults().log();
                } catch (ProcessStopped e) {
                    log = process.faults().log();
                    process = simulation.start();
                }
                simulation.disk().makeSpace();
            }
            throw new AssertionError("it did not end well after %d restarts".formatted(RESTARTS));
        }

        List<String> output() throws InterruptedException, IOException {
            return pipeline.output().stream().map(Object::toString).sorted().toList();
        }

        @Override
        public String toString() {
            return "%s at call %d".formatted(fault, call);
        }
    }
}
