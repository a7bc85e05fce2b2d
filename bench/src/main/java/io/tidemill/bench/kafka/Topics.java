package io.tidemill.bench.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidemill.data.Json;
import io.tidemill.kafka.FreshTopics;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// The topics of the benchmark: filled from files, and read back as files, by plain clients.
final class Topics implements AutoCloseable {
    static final int PARTITIONS = 2;

    /// Records of a transaction of [#copy].
    private static final long COPIED_AT_ONCE = 250_000;

    private final String brokers;
    private final Admin admin;

    Topics(String brokers) {
        this.brokers = brokers;
        this.admin = Admin.create(Map.of("bootstrap.servers", brokers));
    }

    void create(List<String> names, int partitions) throws InterruptedException, IOException {
        try {
            FreshTopics.make(
                    admin,
                    names.stream().map(name -> new NewTopic(name, partitions, (short) 1)).toList());
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    void delete(String name) throws InterruptedException, IOException {
        await(admin.deleteTopics(List.of(name)).all());
    }

    boolean has(String name) throws InterruptedException, IOException {
        return await(admin.listTopics().names()).contains(name);
    }

    private static <T> T await(org.apache.kafka.common.KafkaFuture<T> future)
            throws InterruptedException, IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /// Deals the lines of the files, in order, out over the partitions: batches of 256 KB, lz4.
    void fill(String topic, Path folder) throws IOException, InterruptedException {
        create(List.of(topic), PARTITIONS);
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "compression.type",
                        "lz4",
                        "batch.size",
                        262_144,
                        "linger.ms",
                        50,
                        "buffer.memory",
                        64L << 20);
        try (var producer =
                        new KafkaProducer<>(
                                settings, new ByteArraySerializer(), new ByteArraySerializer());
                var files = Files.list(folder)) {
            var failure = new AtomicReference<@Nullable Exception>();
            long line = 0;
            for (var file : files.sorted().toList()) {
                try (var lines = Files.newBufferedReader(file)) {
                    for (var text = lines.readLine(); text != null; text = lines.readLine()) {
                        var unused =
                                producer.send(
                                        new ProducerRecord<byte[], byte[]>(
                                                topic,
                                                (int) (line++ % PARTITIONS),
                                                null,
                                                text.getBytes(UTF_8)),
                                        (_, e) -> failure.compareAndSet(null, e));
                    }
                }
            }
            producer.flush();
            if (failure.get() != null) {
                throw new IOException("cannot fill " + topic, failure.get());
            }
        }
    }

    /// Copies a topic as plain clients do, in transactions: warms a broker up.
    ///
    /// @param codec of the copy
    void copy(String from, String to, String codec) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "compression.type",
                        codec,
                        "batch.size",
                        262_144,
                        "linger.ms",
                        5,
                        "transactional.id",
                        to);
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var records = new AtomicLong();
            each(
                    from,
                    record -> {
                        var unused =
                                producer.send(
                                        new ProducerRecord<byte[], byte[]>(
                                                to, record.partition(), null, record.value()));
                        if (records.incrementAndGet() % COPIED_AT_ONCE == 0) {
                            producer.commitTransaction();
                            producer.beginTransaction();
                        }
                    });
            producer.commitTransaction();
        }
    }

    /// Writes what a topic holds, as a reader of committed records sees it, as lines of JSON: of
    /// records with `_op` what is left when each is added or taken away; of others with a key the
    /// last of each, without those whose last is a tombstone.
    void read(String topic, Path file) throws IOException {
        var last = new LinkedHashMap<ByteBuffer, byte[]>();
        var weights = new HashMap<String, Integer>();
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            each(
                    topic,
                    record -> {
                        byte[] value = record.value();
                        if (isChange(value)) {
                            fold(new String(value, UTF_8), weights);
                        } else if (record.key() != null) {
                            if (value == null) {
                                last.remove(ByteBuffer.wrap(record.key()));
                            } else {
                                last.put(ByteBuffer.wrap(record.key()), value);
                            }
                        } else {
                            line(out, value);
                        }
                    });
            last.values().forEach(value -> line(out, value));
            weights.forEach((row, weight) -> repeat(out, row, weight));
        }
    }

    private void each(String topic, Consumer<ConsumerRecord<byte[], byte[]>> take) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        10_000,
                        "fetch.min.bytes",
                        1,
                        "enable.auto.commit",
                        false);
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions =
                    IntStream.range(0, PARTITIONS)
                            .mapToObj(i -> new TopicPartition(topic, i))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    take.accept(record);
                }
            }
        }
    }

    private static boolean isChange(byte @Nullable [] value) {
        return value != null && new String(value, UTF_8).contains("\"_op\":");
    }

    @SuppressWarnings("unchecked")
    private static void fold(String text, Map<String, Integer> weights) {
        var row = (Map<String, @Nullable Object>) requireNonNull(Json.parse(text));
        var op = String.valueOf(row.remove("_op"));
        weights.merge(Json.write(row), op.startsWith("+") ? 1 : -1, Integer::sum);
    }

    private static void repeat(OutputStream out, String row, int weight) {
        if (weight < 0) {
            throw new IllegalStateException("taken away and never added: " + row);
        }
        for (int i = 0; i < weight; i++) {
            line(out, row.getBytes(UTF_8));
        }
    }

    private static void line(OutputStream out, byte @Nullable [] value) {
        try {
            out.write(value == null ? new byte[0] : value);
            out.write('\n');
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
