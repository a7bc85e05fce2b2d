package io.tidemill.kafka;

import module java.base;

import io.tidemill.kafka.dev.Broker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Topics of a broker as a plain client sees them: made, written and read (`read_committed`)
/// without any code of the connector. [#shared] is the one broker of a test JVM; names made by
/// [#create] are unique, so that test classes do not meet.
///
/// Values are text in UTF-8. Every wait is bounded and ends with an [AssertionError] that says what
/// came until then.
public final class Topics implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String address;
    private final Admin admin;

    /// Of the broker at `address`, which may come later.
    public Topics(String address) {
        this.address = address;
        this.admin = Admin.create(Map.of("bootstrap.servers", address));
    }

    /// Of the one broker that all test classes of this JVM share; it ends with the JVM.
    public static Topics shared() {
        return Shared.TOPICS;
    }

    /// What clients take as `bootstrap.servers`.
    public String address() {
        return address;
    }

    /// For what is not here.
    public Admin admin() {
        return admin;
    }

    /// Makes a topic whose name begins with `name` and is new.
    public String create(String name, int partitions) {
        return create(name, partitions, Map.of());
    }

    /// Makes a topic with settings of its own, such as `cleanup.policy`.
    public String create(String name, int partitions, Map<String, String> settings) {
        String unique = name + "-" + NAMES.incrementAndGet() + "-" + ProcessHandle.current().pid();
        createNamed(unique, partitions, settings);
        return unique;
    }

    /// Makes a topic of exactly this name.
    public void createNamed(String name, int partitions, Map<String, String> settings) {
        var topic = new NewTopic(name, partitions, (short) 1).configs(settings);
        try {
            FreshTopics.make(admin, List.of(topic));
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }

    /// Takes a topic away.
    public void delete(String topic) {
        await(admin.deleteTopics(List.of(topic)).all().toCompletionStage());
    }

    /// Writes values to one partition, in order, and waits until the broker has them.
    public void send(String topic, int partition, List<String> values) {
        try (var producer = producer(Map.of())) {
            send(producer, topic, partition, values);
        }
    }

    /// Writes values to one partition, in order.
    public void send(String topic, int partition, String... values) {
        send(topic, partition, List.of(values));
    }

    /// Writes values in one transaction, committed or aborted.
    public void sendInTransaction(
            String topic, int partition, List<String> values, boolean commit) {
        try (var producer = producer(Map.of("transactional.id", "test-" + UUID.randomUUID()))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, topic, partition, values);
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            int partition,
            List<String> values) {
        List<Future<?>> sent = new ArrayList<>();
        for (String value : values) {
            sent.add(producer.send(new ProducerRecord<>(topic, partition, null, bytes(value))));
        }
        producer.flush();
        for (Future<?> one : sent) {
            await(one);
        }
    }

    /// A producer of bytes with `settings` on top of the address; the caller closes it.
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent("bootstrap.servers", address);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// A plain consumer that sees only what was committed; the caller closes it.
    public KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", address,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest");
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// The committed records of a topic from its start, partition by partition, up to its end now.
    /// A transaction that is open is waited for, as any `read_committed` reader does.
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return records(topic, (_, partitions) -> ends(partitions));
    }

    /// The committed values of a topic that readers see now, before any transaction that is open.
    public List<String> valuesNow(String topic) {
        return records(topic, KafkaConsumer::endOffsets).stream()
                .map(record -> text(record.value()))
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> records(
            String topic,
            BiFunction<
                            KafkaConsumer<byte[], byte[]>,
                            List<TopicPartition>,
                            Map<TopicPartition, Long>>
                    whereItEnds) {
        try (var consumer = consumer()) {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = whereItEnds.apply(consumer, partitions);
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(
                            "%s does not end: read %d records, want %s"
                                    .formatted(topic, all.size(), ends));
                }
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
            return all;
        }
    }

    /// Where partitions end, open transactions included.
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(latest).all().toCompletionStage())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /// The partitions of a topic.
    public List<TopicPartition> partitions(String topic) {
        var described =
                await(admin.describeTopics(List.of(topic)).allTopicNames().toCompletionStage());
        return described.get(topic).partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /// The committed values of a topic from its start to its end now.
    public List<String> values(String topic) {
        return records(topic).stream().map(record -> text(record.value())).toList();
    }

    /// Waits until at least `count` values are committed, and returns all that are.
    public List<String> values(String topic, int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<String> values = values(topic);
        while (values.size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "%s has %d values, not %d: %s"
                                .formatted(topic, values.size(), count, values));
            }
            LockSupport.parkNanos(20_000_000);
            values = values(topic);
        }
        return values;
    }

    private static <T> T await(CompletionStage<T> stage) {
        return await((Future<T>) stage.toCompletableFuture());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new AssertionError(failure);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    private static final class Shared {
        static final Topics TOPICS = start();

        private static Topics start() {
            try {
                Path folder = Files.createTempDirectory("tidemill-broker-");
                Broker broker = Broker.start(folder);
                var topics = new Topics(broker.address());
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(topics, broker)));
                return topics;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static void stop(Topics topics, Broker broker) {
            topics.close();
            broker.close();
            try (var files = Files.walk(broker.folder())) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            } catch (IOException _) {
                // a temporary folder that stays costs little
            }
        }
    }
}
