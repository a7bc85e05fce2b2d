package io.tidemill.kafka.sink;

import module java.base;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.Token;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.kafka.KafkaConnector;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import io.tidemill.system.WorldClock;

/// A sink of one process of a query, driven epoch by epoch as the engine does.
final class TestSink implements AutoCloseable {
    static final World WORLD = RealWorld.create();

    private final KafkaSink sink;
    private final StructType schema;
    private final String query;
    private final long generation;
    private final OutputMode mode;

    /// How a sink is made.
    record Setup(
            String address,
            String query,
            OutputMode mode,
            StructType schema,
            Map<String, String> options) {
        static Setup of(String address, String topic, String ddl, String... options) {
            Map<String, String> all = new HashMap<>(Map.of("topic", topic));
            for (int i = 0; i < options.length; i += 2) {
                all.put(options[i], options[i + 1]);
            }
            return new Setup(
                    address,
                    UUID.randomUUID().toString(),
                    OutputMode.APPEND,
                    StructType.fromDDL(ddl),
                    all);
        }

        Setup in(OutputMode other) {
            return new Setup(address, query, other, schema, options);
        }

        Setup at(String otherAddress) {
            return new Setup(otherAddress, query, mode, schema, options);
        }

        Setup with(String option, String value) {
            Map<String, String> all = new HashMap<>(options);
            all.put(option, value);
            return new Setup(address, query, mode, schema, all);
        }

        /// A process that was not fenced in yet.
        KafkaSink sink() {
            return make(Optional.empty());
        }

        private KafkaSink make(Optional<KafkaSink.Connect> connect) {
            Map<String, String> all = new HashMap<>(options);
            all.putIfAbsent("kafka.bootstrap.servers", address);
            var table =
                    new KafkaConnector()
                            .table(
                                    new TableContext(
                                            "out",
                                            Optional.empty(),
                                            Options.of(all),
                                            List.of(),
                                            Path.of("."),
                                            connect.isPresent() ? quick() : WORLD));
            try {
                var sink = (KafkaSink) table.sink(schema);
                return connect.map(sink::connectedTo).orElse(sink);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// A world in which pauses take no time.
        private static World quick() {
            var clock =
                    new WorldClock() {
                        private long slept;

                        @Override
                        public long micros() {
                            return WORLD.clock().micros() + slept / 1000;
                        }

                        @Override
                        public long nanos() {
                            return WORLD.clock().nanos() + slept;
                        }

                        @Override
                        public void sleep(Duration duration) {
                            slept += duration.toNanos();
                        }
                    };
            return new World(
                    clock,
                    WORLD.randomness(),
                    WORLD.files(),
                    WORLD.threads(),
                    WORLD.network(),
                    WORLD.host());
        }

        /// A process that has locked older ones out.
        TestSink open(long generation) throws IOException {
            return open(generation, Optional.empty());
        }

        TestSink open(long generation, Optional<KafkaSink.Connect> connect) throws IOException {
            var sink = make(connect);
            try {
                sink.fence(query, generation);
            } catch (IOException | RuntimeException e) {
                sink.close();
                throw e;
            }
            return new TestSink(sink, this, generation);
        }
    }

    private TestSink(KafkaSink sink, Setup setup, long generation) {
        this.sink = sink;
        schema = setup.schema;
        query = setup.query;
        mode = setup.mode;
        this.generation = generation;
    }

    static Object[] row(Object... values) {
        return values;
    }

    KafkaSink sink() {
        return sink;
    }

    EpochContext epoch(long number) {
        return epoch(number, System.currentTimeMillis() * 1000);
    }

    EpochContext epoch(long number, long timeMicros) {
        return new EpochContext(query, generation, number, mode, timeMicros, "digest" + number);
    }

    /// What the writers of an epoch do; one row goes to each of two workers in turn.
    List<Token> write(EpochContext epoch, Batch... batches) throws IOException {
        List<Token> tokens = new ArrayList<>();
        int worker = 0;
        for (var batch : batches) {
            var writer = sink.writer(epoch, worker++);
            writer.write(batch);
            tokens.add(writer.finish());
        }
        return tokens;
    }

    Batch batch(Object[]... rows) {
        var batch = Batch.create(schema, 1);
        for (var row : rows) {
            batch.append(row);
        }
        return batch;
    }

    /// A whole epoch of these rows.
    void epoch(long number, Object[]... rows) throws IOException {
        var epoch = epoch(number);
        var tokens = write(epoch, batch(rows));
        sink.prepare(epoch, tokens);
        sink.commit(epoch, tokens);
    }

    /// What recovery is told of a query whose log is empty.
    OptionalLong lastCommitted() throws IOException {
        return sink.lastCommitted(query, Optional.empty());
    }

    @Override
    public void close() {
        sink.close();
    }
}
