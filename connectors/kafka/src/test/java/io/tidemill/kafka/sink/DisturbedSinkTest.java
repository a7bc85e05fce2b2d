package io.tidemill.kafka.sink;

import static io.tidemill.kafka.sink.TestSink.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import module java.base;

import io.tidemill.connect.LastLogged;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.Topics;
import io.tidemill.kafka.kill.ProxiedBroker;
import io.tidemill.kafka.kill.TcpProxy;
import io.tidemill.kafka.sink.TestSink.Setup;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQueryListener;
import io.tidemill.sql.streaming.Trigger;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real broker that is restarted, cut off and slow; its readers see each epoch once.
@Timeout(180)
class DisturbedSinkTest {
    @TempDir static Path folder;
    private static ProxiedBroker broker;
    private static TcpProxy proxy;
    private static Topics topics;

    @BeforeAll
    static void start() throws IOException {
        broker = new ProxiedBroker(folder, Map.of());
        proxy = broker.proxy();
        topics = broker.topics();
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    private static Setup setup(String topic, String... options) {
        return Setup.of(broker.address(), topic, "value STRING", options)
                .with("kafka.request.timeout.ms", "2000")
                .with("kafka.delivery.timeout.ms", "4000")
                .with("kafka.max.block.ms", "4000");
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void connectionsThatAreCutAgainAndAgainLoseAndRepeatNothing() throws Exception {
        var topic = topics.create("cut", 1);
        int epochs = 60;
        var ended = new AtomicBoolean();
        var random = new SplittableRandom(7);
        try (var sink = setup(topic).open(1)) {
            var cutter =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!ended.get()) {
                                    LockSupport.parkNanos(random.nextLong(20_000_000, 200_000_000));
                                    proxy.cut();
                                }
                            });
            for (int epoch = 0; epoch < epochs; epoch++) {
                sink.epoch(epoch, row(Integer.toString(epoch)));
            }
            ended.set(true);
            cutter.join();
        }
        assertThat(topics.values(topic, epochs)).isEqualTo(numbers(epochs));
    }

    @Test
    void aBrokerThatIsRestartedWhileEpochsAreCommittedIsWaitedFor() throws Exception {
        var topic = topics.create("restart", 2);
        int epochs = 40;
        try (var sink = setup(topic).open(1)) {
            var restart =
                    Thread.ofPlatform()
                            .start(() -> {
                                LockSupport.parkNanos(100_000_000);
                                broker.restart(Duration.ofMillis(500));
                            });
            boolean waited = false;
            for (int epoch = 0; epoch < epochs; epoch++) {
                sink.epoch(epoch, row(Integer.toString(epoch)));
                if (epoch == epochs / 2) {
                    restart.join();
                }
                waited |= sink.sink().waitingFor().isPresent();
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(waited).as("it says so only while it waits").isFalse();
        }
        assertThat(topics.values(topic, epochs))
                .containsExactlyInAnyOrderElementsOf(numbers(epochs));
    }

    @Test
    void whatIsWaitedForIsSaid() throws Exception {
        var topic = topics.create("said", 1);
        try (var sink = setup(topic).open(1)) {
            sink.epoch(0, row("0"));
            proxy.refuse();
            var committing =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    sink.epoch(1, row("1"));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            while (sink.sink().waitingFor().isEmpty()) {
                LockSupport.parkNanos(10_000_000);
            }
            assertThat(sink.sink().waitingFor().orElseThrow())
                    .startsWith("Kafka at 127.0.0.1:" + proxy.port() + ": ");
            proxy.accepting();
            committing.join();
            assertThat(sink.sink().waitingFor()).isEmpty();
        } finally {
            proxy.accepting();
        }
        assertThat(topics.values(topic, 2)).isEqualTo(numbers(2));
    }

    @Test
    void aQueryThatWaitsForItsSinkSaysSoAndGoesOn(@TempDir Path work) throws Exception {
        var topic = topics.create("status", 1);
        var warnings = Collections.synchronizedList(new ArrayList<String>());
        try (var session = TidemillSession.builder().directory(work).create()) {
            session.streams()
                    .addListener(
                            new StreamingQueryListener() {
                                @Override
                                public void onQueryStarted(QueryStartedEvent event) {}

                                @Override
                                public void onQueryProgress(QueryProgressEvent event) {}

                                @Override
                                public void onQueryTerminated(QueryTerminatedEvent event) {}

                                @Override
                                public void onQueryWarning(QueryWarningEvent event) {
                                    warnings.add(event.warning());
                                }
                            });
            var query =
                    session.readStream()
                            .format("rate-micro-batch")
                            .option("rowsPerBatch", 1)
                            .load()
                            .selectExpr("CAST(value AS STRING) AS value")
                            .writeStream()
                            .format("kafka")
                            .option("topic", topic)
                            .option("kafka.bootstrap.servers", broker.address())
                            .option("kafka.delivery.timeout.ms", "3000")
                            .option("kafka.request.timeout.ms", "1000")
                            .option("kafka.max.block.ms", "2000")
                            .option("checkpointLocation", work.resolve("checkpoint").toString())
                            .trigger(Trigger.ProcessingTime(50))
                            .start();
            topics.values(topic, 2);
            proxy.refuse();
            while (!query.status().message().startsWith("Waiting for Kafka at 127.0.0.1:")
                    || warnings.isEmpty()) {
                assertThat(query.isActive()).isTrue();
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(warnings.getFirst()).startsWith("the sink waits for Kafka at 127.0.0.1:");
            proxy.accepting();
            int before = topics.values(topic).size();
            topics.values(topic, before + 2);
            query.stop();
        } finally {
            proxy.accepting();
        }
        var values = topics.values(topic);
        assertThat(values).isEqualTo(numbers(values.size()));
    }

    @Test
    void aTransactionThatTheBrokerGaveUpIsSentAgain() throws Exception {
        var topic = topics.create("late", 1);
        var setup = setup(topic).with("kafka.transaction.timeout.ms", "500");
        try (var sink = setup.open(1)) {
            sink.epoch(0, row("0"));
            var epoch = sink.epoch(1);
            var tokens = sink.write(epoch, sink.batch(row("1")));
            sink.sink().prepare(epoch, tokens);
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            topics.admin().listTransactions().all().get().stream()
                                    .filter(each -> each.transactionalId().contains(setup.query()))
                                    .anyMatch(each ->
                                            each.state() == TransactionState.COMPLETE_ABORT));
            sink.sink().commit(epoch, tokens);
            sink.epoch(2, row("2"));
        }
        assertThat(topics.values(topic, 3)).isEqualTo(numbers(3));
    }

    @Test
    void ofTwoProcessesTheOlderOneNeverCommitsAgain() throws Exception {
        var topic = topics.create("zombie", 1);
        var setup = setup(topic);
        try (var older = setup.open(1)) {
            older.epoch(0, row("0"));
            older.epoch(1, row("1"));
            var open = older.epoch(2);
            var tokens = older.write(open, older.batch(row("zombie")));
            older.sink().prepare(open, tokens);
            try (var newer = setup.open(2)) {
                assertThat(newer.lastCommitted()).hasValue(1);
                newer.epoch(2, row("2"));
                assertThatThrownBy(() -> older.sink().commit(open, tokens))
                        .isInstanceOfSatisfying(
                                TidemillException.class,
                                e ->
                                        assertThat(e.condition())
                                                .isEqualTo(Condition.CONCURRENT_QUERY))
                        .hasMessageContaining("process " + ProcessHandle.current().pid());
                newer.epoch(3, row("3"));
            }
            assertThatThrownBy(() -> setup.open(1)).hasMessageContaining("generation 2");
        }
        assertThat(topics.values(topic, 4)).isEqualTo(numbers(4));
    }

    @Test
    void anEpochWhoseMarkerIsGoneIsFoundInItsTopic() throws Exception {
        var topic = topics.create("expired", 2);
        var setup = setup(topic);
        LastLogged committed;
        LastLogged never;
        try (var sink = setup.open(1)) {
            sink.epoch(0, row("0"));
            committed = logged(sink, 1, "1");
            sink.epoch(1, row("1"));
            never = logged(sink, 2, "2");
        }
        topics.send(topic, 0, "of somebody else");
        forgetMarker(setup);
        try (var sink = setup.open(2)) {
            assertThat(sink.lastCommitted()).isEmpty();
            assertThat(ask(sink, setup, committed)).hasValue(1);
        }
        forgetMarker(setup);
        try (var sink = setup.open(3)) {
            assertThat(ask(sink, setup, never)).hasValue(1);
        }
        forgetMarker(setup);
        var all = topics.ends(topics.partitions(topic));
        var gone = new HashMap<TopicPartition, RecordsToDelete>();
        all.forEach((partition, end) -> gone.put(partition, RecordsToDelete.beforeOffset(end)));
        topics.admin().deleteRecords(gone).all().get();
        try (var sink = setup.open(4)) {
            assertThatThrownBy(() -> ask(sink, setup, committed))
                    .hasMessageContaining("KAFKA_COMMIT_UNKNOWN");
        }
    }

    @Test
    void anEpochThatADeadProcessLeftOpenHoldsNobodyUp() throws Exception {
        var topic = topics.create("left", 1);
        var setup = setup(topic);
        try (var other = topics.producer(Map.of("transactional.id", transactionalId(setup)))) {
            try (var sink = setup.open(1)) {
                sink.epoch(0, row("0"));
            }
            other.initTransactions();
            other.beginTransaction();
            sendOffset(other, topic, setup); // as a process that was killed before the end
            long begin = System.nanoTime();
            try (var sink = setup.open(2)) {
                assertThat(sink.lastCommitted()).hasValue(0);
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .as("the transaction's time-out is 20 s")
                        .isLessThan(Duration.ofSeconds(10));
            }
        }
    }

    private static String transactionalId(Setup setup) {
        return "tidemill-" + setup.query() + "-1";
    }

    /// An offset where a sink has its marker, in an open transaction.
    @SuppressWarnings("removal")
    private static void sendOffset(
            KafkaProducer<byte[], byte[]> producer, String topic, Setup setup) {
        producer.sendOffsetsToTransaction(
                Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1, "of nobody")),
                new ConsumerGroupMetadata("tidemill-" + setup.query() + "-output"));
    }

    /// Kafka's admin client answers as if there were no offset at all.
    @Test
    void aMarkerThatATransactionHidesIsWaitedFor() throws Exception {
        var topic = topics.create("hidden", 1);
        var setup = setup(topic);
        try (var sink = setup.open(1)) {
            sink.epoch(0, row("0"));
            sink.epoch(1, row("1"));
        }
        try (var other = topics.producer(Map.of("transactional.id", "other"))) {
            other.initTransactions();
            other.beginTransaction();
            sendOffset(other, topic, setup);
            var last = new AtomicReference<OptionalLong>();
            var newer =
                    Thread.ofPlatform()
                            .start(() -> {
                                try (var sink = setup.open(2)) {
                                    last.set(sink.lastCommitted());
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            assertThat(newer.join(Duration.ofSeconds(2))).as("done").isFalse();
            other.abortTransaction();
            newer.join();
            assertThat(last.get()).hasValue(1);
        }
    }

    private static LastLogged logged(TestSink sink, long epoch, String value) throws IOException {
        var context = sink.epoch(epoch);
        var writer = sink.sink().writer(context, 0);
        writer.write(sink.batch(row(value)));
        long monthAgo = (System.currentTimeMillis() - Duration.ofDays(30).toMillis()) * 1000;
        return new LastLogged(
                epoch, false, monthAgo, context.planDigest(), List.of(writer.finish()));
    }

    private static OptionalLong ask(TestSink sink, Setup setup, LastLogged logged)
            throws IOException {
        return sink.sink().lastCommitted(setup.query(), Optional.of(logged));
    }

    private static void forgetMarker(Setup setup) throws Exception {
        topics.admin()
                .deleteConsumerGroups(List.of("tidemill-" + setup.query() + "-output"))
                .all()
                .get();
    }
}
