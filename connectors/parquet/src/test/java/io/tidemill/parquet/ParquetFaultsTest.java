package io.tidemill.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import module java.base;

import io.tidemill.checkpoint.CheckpointOptions;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.data.TidemillException;
import io.tidemill.file.FileConnector;
import io.tidemill.file.JsonFiles;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.runtime.Engine;
import io.tidemill.runtime.QuerySpec;
import io.tidemill.runtime.TriggerSpec;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.World;
import io.tidemill.system.simulation.Call;
import io.tidemill.system.simulation.Fault;
import io.tidemill.system.simulation.ProcessStopped;
import io.tidemill.system.simulation.SimulatedProcess;
import io.tidemill.system.simulation.Simulation;
import io.tidemill.system.simulation.Survival;
import org.junit.jupiter.api.Test;

/// Parquet files as source and sink of a query whose I/O calls fail, one in each run: after
/// restarts the output is that of a run in which nothing went wrong.
///
/// In a build one call in [#STRIDE] fails in one way, in turn; with `-Dfaults=all` each in each
/// way.
class ParquetFaultsTest {
    private static final boolean ALL = "all".equals(System.getProperty("faults"));
    private static final int STRIDE = 6;
    private static final int EPOCHS = 8;
    private static final int RESTARTS = 4;
    private static final StructType RIDES = StructType.fromDDL("city STRING, fare BIGINT");
    private static final CheckpointOptions SMALL =
            new CheckpointOptions(4096, 2000, 1 << 20, 6, 4096, 0, false, false);

    @Test
    void everyCallFailsOnceAndTheOutputIsTheSame() throws Exception {
        var undisturbed = new Case(0, Fault.DELAY);
        undisturbed.run();
        var expected = undisturbed.output();
        assertThat(expected).hasSize(3 * EPOCHS).doesNotHaveDuplicates();
        assertThat(undisturbed.log.stream().filter(made -> made.contains("in/part"))).isNotEmpty();
        var calls = undisturbed.calls;
        for (var call = 1; call <= calls.size(); call++) {
            for (var fault : faults(call, calls.get(call - 1))) {
                var tried = new Case(call, fault);
                try {
                    tried.run();
                    assertThat(tried.output()).isEqualTo(expected);
                } catch (AssertionError | Exception e) {
                    fail("%s: %s%n%s".formatted(tried, e, String.join("\n", tried.log)), e);
                }
            }
        }
    }

    private static List<Fault> faults(int call, Call kind) {
        var all = Stream.of(Fault.values()).filter(fault -> fault.appliesTo(kind)).toList();
        return ALL
                ? all
                : call % STRIDE == 0 ? List.of(all.get(call / STRIDE % all.size())) : List.of();
    }

    private static Table parquet(World world, String path) {
        return new FileConnector(new ParquetFormat())
                .table(context(world, Map.of("path", path, "maxFilesPerTrigger", "1")));
    }

    private static TableContext context(World world, Map<String, String> options) {
        return new TableContext(
                "rides",
                Optional.of(RIDES),
                Options.of(options),
                List.of(),
                Path.of("/data"),
                world);
    }

    private static PlanNode scan(Table table, boolean streaming) {
        var ref = new TableRef("rides", "parquet", RIDES, Optional.empty(), table);
        return new PlanNode.Scan(ref, RIDES, streaming);
    }

    private static QuerySpec query(Engine engine, Table from, Table to, String checkpoint) {
        return new QuerySpec(
                Optional.of("rides"),
                scan(from, true),
                to::sink,
                OutputMode.APPEND,
                new TriggerSpec.AvailableNow(),
                Optional.of(Path.of(checkpoint)),
                engine.settings().withCheckpoint(SMALL));
    }

    /// One run with one fault, and the restarts after it.
    private static final class Case {
        private final int call;
        private final Fault fault;
        private final Simulation simulation = new Simulation(1);
        private List<Call> calls = List.of();
        private List<String> log = List.of();

        Case(int call, Fault fault) throws Exception {
            this.call = call;
            this.fault = fault;
            writeInput();
        }

        /// A Parquet file an epoch, made of JSON by a first query.
        private void writeInput() throws Exception {
            var process = simulation.start();
            var files = process.world().files();
            files.makeDirectories(Path.of("/data/json"));
            for (var i = 0; i < EPOCHS; i++) {
                var text = new StringBuilder();
                for (var fare = 3 * i; fare < 3 * i + 3; fare++) {
                    text.append("{\"city\":\"Århus\",\"fare\":%d}\n".formatted(fare));
                }
                var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
                try (var file = files.create(Path.of("/data/json/%02d.json".formatted(i)))) {
                    file.writeFully(0, bytes, 0, bytes.length);
                    file.sync();
                }
                simulation.advance(Duration.ofMillis(10));
            }
            files.syncDirectory(Path.of("/data/json"));
            var options = Map.of("path", "/data/json", "maxFilesPerTrigger", "1");
            var json = new JsonFiles().table(context(process.world(), options));
            var failure = run(process, json, "/data/in", "/data/first");
            assertThat(failure).isEmpty();
            process.kill("the input is written");
        }

        private Optional<Throwable> run(
                SimulatedProcess process, Table from, String to, String checkpoint)
                throws InterruptedException {
            var engine = new Engine(process.world(), 2, Path.of("/tmp/tidemill"));
            var out = parquet(process.world(), to);
            var query = engine.start(query(engine, from, out, checkpoint));
            for (var i = 0; !query.await(Duration.ofMinutes(5)); i++) {
                assertThat(i).as("times waited").isLessThan(60);
                simulation.disk().makeSpace(); // a query waits for some
            }
            var failure = query.failure();
            engine.close();
            return failure;
        }

        void run() throws InterruptedException {
            var process = simulation.start();
            process.faults().at(call, fault);
            for (var restart = 0; restart <= RESTARTS; restart++) {
                try {
                    var in = parquet(process.world(), "/data/in");
                    var failure = run(process, in, "/data/out", "/data/checkpoint");
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
            var world = simulation.start("reader").world();
            var engine = new Engine(world, 1, Path.of("/tmp/reader"));
            var rows = new ArrayList<String>();
            engine.run(
                    scan(parquet(world, "/data/out"), false),
                    engine.settings(),
                    batch -> {
                        for (var row = 0; row < batch.rows(); row++) {
                            rows.add(Arrays.toString(batch.row(row)));
                        }
                    });
            engine.close();
            return rows.stream().sorted().toList();
        }

        @Override
        public String toString() {
            return "%s at call %d".formatted(fault, call);
        }
    }
}
