package io.tidemill.faults;

import module java.base;

import io.tidemill.sql.Dataset;
import io.tidemill.sql.Encoders;
import io.tidemill.sql.ForeachWriter;
import io.tidemill.sql.Row;
import io.tidemill.sql.RowFactory;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.DataStreamReader;
import io.tidemill.sql.streaming.DataStreamWriter;
import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.Trigger;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.FileSystem;
import io.tidemill.system.World;
import io.tidemill.system.simulation.Simulation;
import java.util.zip.GZIPOutputStream;

/// A query as a program writes it, from a source to a sink that [Pipeline] does not have, in a
/// simulated world; and what its sink must show when all is over.
final class SessionPipeline {
    static final int EPOCHS = 8;
    private static final int ROWS = 3; // an epoch
    private static final int PER_SECOND = 5;
    private static final String COLUMNS = "city STRING, fare BIGINT";
    private static final StructType RIDE = StructType.fromDDL(COLUMNS);
    private static final List<String> CITIES = List.of("Oslo", "Århus", "Rome");

    /// From where to where.
    enum Way {
        MEMORY_TO_FILES,
        PACKED_CSV_TO_PARTITIONS,
        TEXT_TO_PACKED_TEXT,
        RATE_TO_FILES,
        CHANGES_TO_CHANGELOG,
        FILES_TO_MEMORY,
        FILES_TO_FOREACH_BATCH,
        FILES_TO_FOREACH,
        FILES_TO_NOOP
    }

    private final Way way;
    private final Simulation simulation;
    private int added; // rows of memory
    private MemoryStream<Row> memory;
    private final Map<Long, Set<List<String>>> handedOver = new ConcurrentHashMap<>();

    SessionPipeline(Way way, Simulation simulation) throws IOException {
        this.way = way;
        this.simulation = simulation;
        var process = simulation.start();
        if (way == Way.MEMORY_TO_FILES) {
            memory = MemoryStream.create(session(process.world()), Encoders.row(RIDE));
        } else if (way != Way.RATE_TO_FILES) {
            writeInput(process.world().files());
        }
        process.kill("the input is written");
    }

    static TidemillSession session(World world) {
        return TidemillSession.builder()
                .world(world)
                .directory(Path.of("/data"))
                .config("tidemill.workers", "2")
                .create();
    }

    private void writeInput(FileSystem files) throws IOException {
        var directory = Path.of("/data/in");
        files.makeDirectories(directory);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            var text = new StringBuilder();
            for (int i = 0; i < ROWS; i++) {
                text.append(line(epoch, i)).append('\n');
            }
            var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            var packed = way == Way.PACKED_CSV_TO_PARTITIONS ? packed(bytes) : bytes;
            var name = "%02d%s".formatted(epoch, packed == bytes ? "" : ".csv.gz");
            try (var file = files.create(directory.resolve(name))) {
                file.writeFully(0, packed, 0, packed.length);
                file.sync();
            }
            simulation.advance(Duration.ofMillis(10)); // so that the files have an order
        }
        files.syncDirectory(directory);
    }

    private String line(int epoch, int i) {
        int fare = epoch * ROWS + i;
        var city = CITIES.get(fare % CITIES.size());
        return switch (way) {
            case PACKED_CSV_TO_PARTITIONS -> "%s,%d".formatted(city, fare);
            // Every second epoch takes away what the one before it added.
            case CHANGES_TO_CHANGELOG ->
                    "{\"city\":\"%s\",\"fare\":%d,\"_op\":\"%s\"}"
                            .formatted(
                                    CITIES.get(i),
                                    i == 0 ? fare : fare - ROWS * (epoch % 2),
                                    epoch % 2 == 0 || i == 0 ? "+I" : "-D");
            default -> "{\"city\":\"%s\",\"fare\":%d}".formatted(city, fare);
        };
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /// Runs the query to its end, or until it fails.
    void run(TidemillSession session) throws Exception {
        switch (way) {
            case MEMORY_TO_FILES -> feed(session);
            case RATE_TO_FILES -> tick(session);
            default -> {
                var query = writer(session).trigger(Trigger.AvailableNow()).start();
                makeSpaceUntil(query);
            }
        }
    }

    private void makeSpaceUntil(StreamingQuery query) throws Exception {
        for (int i = 0; !query.awaitTermination(Duration.ofMinutes(5).toMillis()); i++) {
            if (i > 60) {
                throw new IllegalStateException("it does not end");
            }
            simulation.disk().makeSpace();
        }
    }

    /// Adds rows epoch by epoch; what was added before a crash is there.
    private void feed(TidemillSession session) throws Exception {
        memory = memory.in(session);
        do {
            if (added < EPOCHS * ROWS) {
                for (int i = 0; i < ROWS; i++, added++) {
                    memory.addData(
                            RowFactory.create(CITIES.get(added % CITIES.size()), (long) added));
                }
            }
            makeSpaceUntil(writer(session).trigger(Trigger.AvailableNow()).start());
        } while (added < EPOCHS * ROWS);
    }

    private void tick(TidemillSession session) throws Exception {
        var query = writer(session).start();
        for (int second = 0; second < EPOCHS && query.isActive(); second++) {
            simulation.advance(Duration.ofSeconds(1));
            simulation.run();
            simulation.disk().makeSpace();
        }
        if (query.isActive()) {
            query.stop();
        }
        query.awaitTermination();
    }

    private DataStreamWriter<Row> writer(TidemillSession session) {
        var rows = source(session).writeStream().queryName("rides");
        rows.option("checkpointLocation", "checkpoint");
        return switch (way) {
            case MEMORY_TO_FILES, RATE_TO_FILES -> rows.format("json").option("path", "out");
            case PACKED_CSV_TO_PARTITIONS ->
                    rows.format("csv")
                            .partitionBy("city")
                            .option("compression", "gzip")
                            .option("path", "out");
            case TEXT_TO_PACKED_TEXT ->
                    rows.format("text").option("compression", "gzip").option("path", "out");
            case CHANGES_TO_CHANGELOG ->
                    rows.format("json").outputMode("changelog").option("path", "out");
            case FILES_TO_MEMORY -> rows.format("memory");
            case FILES_TO_NOOP -> rows.format("noop");
            case FILES_TO_FOREACH_BATCH ->
                    rows.foreachBatch((batch, id) -> take(id, batch.collectAsList()));
            case FILES_TO_FOREACH -> rows.foreach(new Taking());
        };
    }

    private Dataset<Row> source(TidemillSession session) {
        return switch (way) {
            case MEMORY_TO_FILES -> memory.toDF();
            case RATE_TO_FILES ->
                    session.readStream().format("rate").option("rowsPerSecond", PER_SECOND).load();
            case PACKED_CSV_TO_PARTITIONS -> files(session, "csv").load("in");
            case TEXT_TO_PACKED_TEXT ->
                    session.readStream().option("maxFilesPerTrigger", 1).text("in");
            case CHANGES_TO_CHANGELOG -> {
                session.sql(
                        "CREATE OR REPLACE TABLE changes (%s) USING json OPTIONS (path 'in', changelog 'op',"
                                        .formatted(COLUMNS)
                                + " maxFilesPerTrigger 1)");
                yield session.sql("SELECT * FROM STREAM changes");
            }
            case FILES_TO_MEMORY, FILES_TO_FOREACH_BATCH, FILES_TO_FOREACH, FILES_TO_NOOP ->
                    files(session, "json").load("in");
        };
    }

    private static DataStreamReader files(TidemillSession session, String format) {
        return session.readStream().format(format).schema(COLUMNS).option("maxFilesPerTrigger", 1);
    }

    /// A batch is the rows of an epoch.
    private void take(long epoch, List<Row> rows) {
        handedOver
                .computeIfAbsent(epoch, _ -> ConcurrentHashMap.newKeySet())
                .add(rows.stream().map(Row::toString).sorted().toList());
    }

    /// Hands over what a partition of an epoch was given, when it is told that that is all. Which
    /// rows come together in one is not promised, so that an epoch is all that came in it.
    private final class Taking extends ForeachWriter<Row> {
        private final List<String> rows = new ArrayList<>();
        private long epoch;

        @Override
        public boolean open(long partition, long epochId) {
            rows.clear();
            epoch = epochId;
            return true;
        }

        @Override
        public void process(Row row) {
            rows.add(row.toString());
        }

        @Override
        public void close(Throwable error) {
            if (error == null) {
                handedOver.merge(
                        epoch,
                        Set.of(rows.stream().sorted().toList()),
                        (before, more) -> {
                            var all = new TreeSet<>(before.iterator().next());
                            all.addAll(more.iterator().next());
                            return Set.of(List.copyOf(all));
                        });
            }
        }
    }

    /// What was handed to the program, each epoch once; fails when an epoch had different rows.
    private List<String> handedOver() {
        handedOver.forEach((epoch, versions) -> {
            if (versions.size() > 1) {
                throw new AssertionError(
                        "epoch %d came with different rows: %s".formatted(epoch, versions));
            }
        });
        return handedOver.values().stream()
                .flatMap(versions -> versions.iterator().next().stream())
                .sorted()
                .toList();
    }

    /// What the sink shows in the end.
    ///
    /// @param session the one that ran the query last
    List<String> output(TidemillSession session) {
        return switch (way) {
            case FILES_TO_MEMORY -> rows(session.table("rides"));
            case FILES_TO_FOREACH_BATCH, FILES_TO_FOREACH -> handedOver();
            case FILES_TO_NOOP -> List.of("nothing");
            case MEMORY_TO_FILES, PACKED_CSV_TO_PARTITIONS ->
                    rows(read(way == Way.MEMORY_TO_FILES ? "json" : "csv", COLUMNS));
            case TEXT_TO_PACKED_TEXT -> rows(read("text", "value STRING"));
            case RATE_TO_FILES -> ticks(read("json", "timestamp TIMESTAMP, value BIGINT"));
            case CHANGES_TO_CHANGELOG -> rows(read("json", "_op STRING, " + COLUMNS));
        };
    }

    /// Rows that come by the clock are as many as there was time for; each value is there once,
    /// from 0, and has the time that belongs to it.
    private static List<String> ticks(Dataset<Row> table) {
        var rows = table.orderBy("value").collectAsList();
        var first = rows.getFirst().getInstant(0);
        for (int i = 0; i < rows.size(); i++) {
            var wanted = RowFactory.create(first.plusMillis(1000L * i / PER_SECOND), (long) i);
            if (!rows.get(i).equals(wanted)) {
                throw new AssertionError("row %d is %s".formatted(i, rows.get(i)));
            }
        }
        return List.of("each number once, at its time");
    }

    private Dataset<Row> read(String format, String columns) {
        var reader = session(simulation.start("reader").world()).read().format(format);
        return reader.schema(columns).load("out").select("*");
    }

    private static List<String> rows(Dataset<Row> table) {
        return table.collectAsList().stream().map(Row::toString).sorted().toList();
    }
}
