package io.tidemill.faults;

import module java.base;

import io.tidemill.checkpoint.CheckpointOptions;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.file.JsonFiles;
import io.tidemill.generate.NexmarkConnector;
import io.tidemill.generate.RatePerMicroBatchConnector;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.runtime.Engine;
import io.tidemill.runtime.QuerySpec;
import io.tidemill.runtime.RunningQuery;
import io.tidemill.runtime.TriggerSpec;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.FileSystem;
import io.tidemill.system.World;
import io.tidemill.system.simulation.SimulatedProcess;
import io.tidemill.system.simulation.Simulation;

/// A query of twenty epochs from a source to a sink in a simulated world, and what its output must
/// be in the end. Its checkpoint has small segments and frequent snapshots, so that all of its ways
/// are taken.
final class Pipeline {
    static final int EPOCHS = 20;
    private static final StructType RIDES = StructType.fromDDL("city STRING, fare BIGINT");
    private static final StructType COUNTS =
            StructType.fromDDL("city STRING, n BIGINT, total BIGINT");
    private static final List<String> CITIES = List.of("Oslo", "Rome", "Bergen", "Århus");
    private static final CheckpointOptions SMALL =
            new CheckpointOptions(4096, 2000, 1 << 20, 6, 4096, 0, false, false);
    private static final Path REJECTED = Path.of("/data/rejected");
    private static final Duration LONG = Duration.ofHours(5);

    /// Where rows come from.
    enum From {
        /// Small files, one an epoch, each with a line that cannot be read.
        FILES,
        /// One file that is read in parts.
        LARGE_FILE,
        NEXMARK,
        RATE_PER_EPOCH,
        /// Small files, a large one and numbers.
        UNION
    }

    /// Where they go, and in which mode.
    enum To {
        FILES_APPEND(OutputMode.APPEND),
        FILES_COMPLETE(OutputMode.COMPLETE),
        FILES_CHANGELOG(OutputMode.CHANGELOG),
        TRANSACTIONS(OutputMode.CHANGELOG),
        /// Without state.
        TRANSACTIONS_APPEND(OutputMode.APPEND),
        UPSERTS(OutputMode.UPDATE),
        USER_CODE(OutputMode.APPEND);

        private final OutputMode mode;

        To(OutputMode mode) {
            this.mode = mode;
        }
    }

    private final From from;
    private final To to;
    private final Simulation simulation;
    private final Remote remote;

    Pipeline(From from, To to, Simulation simulation) throws IOException {
        this.from = from;
        this.to = to;
        this.simulation = simulation;
        this.remote =
                new Remote(
                        switch (to) {
                            case FILES_APPEND, FILES_COMPLETE, FILES_CHANGELOG -> Sink.Kind.STAGED;
                            case TRANSACTIONS, TRANSACTIONS_APPEND -> Sink.Kind.VOLATILE_ATOMIC;
                            case UPSERTS -> Sink.Kind.UPSERT;
                            case USER_CODE -> Sink.Kind.USER_CODE;
                        });
        writeInput();
    }

    Remote remote() {
        return remote;
    }

    private void writeInput() throws IOException {
        var process = simulation.start();
        var files = process.world().files();
        var directory = Path.of("/data/in");
        files.makeDirectories(directory);
        for (var i = 0; i < EPOCHS; i++) {
            var text = new StringBuilder();
            for (var ride : rides(i)) {
                text.append("{\"city\":\"%s\",\"fare\":%d}\n".formatted(ride.toArray()));
            }
            text.append("{\"city\":\"broken %d\n".formatted(i));
            var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            try (var file = files.create(directory.resolve("%02d.json".formatted(i)))) {
                file.writeFully(0, bytes, 0, bytes.length);
                file.sync();
            }
            simulation.advance(Duration.ofMillis(10)); // so that the files have an order
        }
        files.syncDirectory(directory);
        if (from == From.LARGE_FILE || from == From.UNION) {
            writeLargeFile(files);
        }
        process.kill("the input is written");
    }

    /// Lines that are long enough for a file of many parts, of which none is smaller than 64 KiB.
    private static void writeLargeFile(FileSystem files) throws IOException {
        var directory = Path.of("/data/large");
        files.makeDirectories(directory);
        var text = new StringBuilder();
        for (var i = 0; i < EPOCHS * 4; i++) {
            text.append(
                    "{\"city\":\"%s\",\"pad\":\"%s\",\"fare\":%d}\n"
                            .formatted(CITIES.get(i % CITIES.size()), "x".repeat(16_400), i));
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try (var file = files.create(directory.resolve("large.json"))) {
            file.writeFully(0, bytes, 0, bytes.length);
            file.sync();
        }
        files.syncDirectory(directory);
    }

    private static List<List<Object>> rides(int file) {
        var rides = new ArrayList<List<Object>>();
        for (var i = 0; i < 1 + file % 4; i++) {
            rides.add(List.of(CITIES.get((file + i) % CITIES.size()), (long) file * 10 + i));
        }
        return rides;
    }

    /// Starts the query in this process's world; it ends by itself.
    RunningQuery start(Engine engine) {
        var world = engine.world();
        return engine.start(
                new QuerySpec(
                        Optional.of("rides"),
                        plan(world),
                        schema -> sink(world, schema),
                        to.mode,
                        new TriggerSpec.AvailableNow(),
                        Optional.of(Path.of("/data/checkpoint")),
                        engine.settings().withCheckpoint(SMALL)));
    }

    /// Runs the query to its end in this process; makes space when it waits for some.
    ///
    /// @return why it failed, if it did
    Optional<Throwable> run(SimulatedProcess process) throws InterruptedException {
        var engine = new Engine(process.world(), 2, Path.of("/tmp/tidemill"));
        var query = start(engine);
        for (var waited = Duration.ZERO;
                !query.await(Duration.ofMinutes(5));
                waited = waited.plusMinutes(5)) {
            if (waited.compareTo(LONG) > 0) {
                throw new IllegalStateException("it does not end: " + query.status());
            }
            simulation.disk().makeSpace();
        }
        var failure = query.failure();
        engine.close();
        return failure;
    }

    private PlanNode plan(World world) {
        var scan =
                switch (from) {
                    case FILES -> scan("rides", "json", RIDES, input(world), true);
                    case LARGE_FILE -> scan("rides", "json", RIDES, large(world), true);
                    case NEXMARK -> nexmark(world);
                    case RATE_PER_EPOCH -> rate(world);
                    case UNION ->
                            new PlanNode.Union(
                                    List.of(
                                            scan("rides", "json", RIDES, input(world), true),
                                            scan("large", "json", RIDES, large(world), true),
                                            rate(world)),
                                    RIDES);
                };
        return switch (to) {
            case FILES_APPEND, TRANSACTIONS_APPEND, USER_CODE -> scan;
            case FILES_COMPLETE, FILES_CHANGELOG, TRANSACTIONS, UPSERTS -> counts(scan);
        };
    }

    private static PlanNode scan(
            String name, String format, StructType schema, Table table, boolean streaming) {
        return new PlanNode.Scan(
                new TableRef(name, format, schema, Optional.empty(), table), schema, streaming);
    }

    private static Table input(World world) {
        return files(
                world,
                "/data/in",
                RIDES,
                Map.of("maxFilesPerTrigger", "1", "badRecordsPath", REJECTED.toString()));
    }

    private static Table large(World world) {
        return files(world, "/data/large", RIDES, Map.of("maxBytesPerTrigger", "64kb"));
    }

    /// Three numbers an epoch, as rides.
    private static PlanNode rate(World world) {
        var options = Map.of("rowsPerBatch", "3");
        var numbers =
                new RatePerMicroBatchConnector()
                        .table(context(world, "numbers", Optional.empty(), options));
        var end = "{\"offset\":%d,\"timestamp\":%d}".formatted(3 * EPOCHS, 1000 * EPOCHS);
        var table = new BoundedTable(numbers, Long.MAX_VALUE, Optional.of(end));
        var schema = StructType.fromDDL("value BIGINT");
        return new PlanNode.Project(
                scan("numbers", "rate-micro-batch", schema, table, true),
                List.of(
                        new Expression.Literal("number", DataTypes.StringType),
                        new Expression.Input(0, "value", DataTypes.LongType, true)),
                RIDES);
    }

    private static Table files(
            World world, String path, StructType schema, Map<String, String> more) {
        var options = new HashMap<>(more);
        options.put("path", path);
        return new JsonFiles().table(context(world, path, Optional.of(schema), options));
    }

    private static TableContext context(
            World world, String name, Optional<StructType> schema, Map<String, String> options) {
        return new TableContext(
                name, schema, Options.of(options), List.of(), Path.of("/data"), world);
    }

    /// Bids of a fixed number of events.
    private static PlanNode nexmark(World world) {
        var table =
                new NexmarkConnector()
                        .table(
                                context(
                                        world,
                                        "bids",
                                        Optional.empty(),
                                        Map.of("type", "bid", "events", "400")));
        try {
            var epochs = new BoundedTable(table, 400 / EPOCHS, Optional.empty());
            return scan("bids", "nexmark", table.schema(), epochs, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlanNode counts(PlanNode scan) {
        var fare = new Expression.Input(1, "fare", DataTypes.LongType, true);
        return new PlanNode.Aggregate(
                scan,
                List.of(new Expression.Input(0, "city", DataTypes.StringType, true)),
                List.of(call("count", List.of()), call("sum", List.of(fare))),
                COUNTS);
    }

    private static AggregateCall call(String function, List<Expression> arguments) {
        return new AggregateCall(
                function,
                arguments,
                false,
                Optional.empty(),
                DataTypes.LongType,
                true,
                Position.NONE);
    }

    private Sink sink(World world, StructType schema) throws IOException {
        return switch (to) {
            case FILES_APPEND, FILES_COMPLETE, FILES_CHANGELOG ->
                    files(world, "/data/out", schema, Map.of()).sink(schema);
            case TRANSACTIONS, TRANSACTIONS_APPEND, UPSERTS, USER_CODE -> remote.sink(world);
        };
    }

    /// The output, read by a process that starts after all is over.
    List<List<Object>> output() throws InterruptedException, IOException {
        return switch (to) {
            case FILES_APPEND, FILES_COMPLETE, FILES_CHANGELOG -> read();
            case TRANSACTIONS, TRANSACTIONS_APPEND, UPSERTS, USER_CODE -> remote.rows();
        };
    }

    /// The records that could not be read, as they were kept.
    List<String> rejected() {
        return simulation.disk().files(REJECTED).entrySet().stream()
                .filter(file -> !file.getKey().toString().contains("/_"))
                .flatMap(file -> new String(file.getValue(), StandardCharsets.UTF_8).lines())
                .sorted()
                .toList();
    }

    private List<List<Object>> read() throws InterruptedException, IOException {
        var world = simulation.start("reader").world();
        var engine = new Engine(world, 1, Path.of("/tmp/reader"));
        var schema = outputSchema(world);
        var rows = new ArrayList<List<Object>>();
        engine.run(
                scan("out", "json", schema, files(world, "/data/out", schema, Map.of()), false),
                engine.settings(),
                batch -> {
                    for (var row = 0; row < batch.rows(); row++) {
                        rows.add(Arrays.asList(batch.row(row)));
                    }
                });
        engine.close();
        return rows;
    }

    private StructType outputSchema(World world) {
        return switch (to) {
            case FILES_COMPLETE -> COUNTS;
            case FILES_CHANGELOG ->
                    StructType.fromDDL("_op STRING, city STRING, n BIGINT, total BIGINT");
            case FILES_APPEND, TRANSACTIONS, TRANSACTIONS_APPEND, UPSERTS, USER_CODE ->
                    from == From.NEXMARK ? plan(world).schema() : RIDES;
        };
    }
}
