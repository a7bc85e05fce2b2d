package io.tidemill.bench;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.kafka.FreshTopics;
import io.tidemill.kafka.KafkaConnector;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/// How many records a second one core reads from a topic: the stock consumer, which hands out an
/// object a record, against the source's own decoding; by processor time of all threads of this
/// process that take part, with the broker in another process. Run by hand.
///
/// Arguments: a broker's address, how many records, rounds.
final class KafkaReading {
    private static final StructType BID =
            StructType.fromDDL("auction BIGINT, bidder BIGINT, price BIGINT, at BIGINT");

    private KafkaReading() {}

    public static void main(String[] arguments) throws Exception {
        int records = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        for (var codec : List.of("none", "lz4")) {
            String topic = "reading-" + codec + "-" + ProcessHandle.current().pid();
            fill(arguments[0], topic, codec, records);
            for (int round = 0; round < rounds; round++) {
                report("stock consumer", codec, records, () -> stock(arguments[0], topic, records));
                report(
                        "own, values as bytes",
                        codec,
                        records,
                        () -> own(arguments[0], topic, "value BINARY", Map.of()));
                report(
                        "own, JSON into columns",
                        codec,
                        records,
                        () -> own(arguments[0], topic, BID.toDDL(), Map.of("format", "json")));
            }
        }
    }

    /// Reads a topic whole; returns how many records that was.
    private interface Reading {
        long read() throws Exception;
    }

    private static void report(String name, String codec, int records, Reading reading)
            throws Exception {
        var before = cpu();
        long began = System.nanoTime();
        long read = reading.read();
        long wall = System.nanoTime() - began;
        long cpu = sum(cpu()) - sum(before);
        if (read != records) {
            throw new IllegalStateException("%s read %d of %d".formatted(name, read, records));
        }
        System.out.printf(
                "%-24s %-5s %5.1f M records/s wall, %5.1f M records/s a core (CPU %d ms)%n",
                name, codec, read * 1e3 / wall, read * 1e3 / cpu, cpu / 1_000_000);
    }

    private static Map<Long, Long> cpu() {
        var threads = ManagementFactory.getThreadMXBean();
        var times = new HashMap<Long, Long>();
        times.put(
                -1L,
                ((com.sun.management.OperatingSystemMXBean)
                                ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime());
        for (long id : threads.getAllThreadIds()) {
            times.put(id, threads.getThreadCpuTime(id));
        }
        return times;
    }

    /// The whole process: compiling and collecting garbage count, as users pay for them too.
    private static long sum(Map<Long, Long> times) {
        return times.getOrDefault(-1L, 0L);
    }

    private static void fill(String broker, String topic, String codec, int records)
            throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            FreshTopics.make(admin, List.of(new NewTopic(topic, 2, (short) 1)));
        }
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        broker,
                        "compression.type",
                        codec,
                        "batch.size",
                        "262144",
                        "linger.ms",
                        "20",
                        "buffer.memory",
                        "67108864",
                        "key.serializer",
                        ByteArraySerializer.class,
                        "value.serializer",
                        ByteArraySerializer.class);
        try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
            for (int i = 0; i < records; i++) {
                var value = bid(i);
                var unused =
                        producer.send(
                                new ProducerRecord<>(
                                        topic,
                                        i % 2,
                                        null,
                                        value.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static String bid(int i) {
        return "{\"auction\":%d,\"bidder\":%d,\"price\":%d,\"at\":%d,\"channel\":\"channel-%d\",\"url\":\"https://www.nexmark.com/item.htm?query=%d\"}"
                .formatted(
                        1000 + i % 977,
                        2000 + i % 613,
                        i * 7L % 10_000_000,
                        1_700_000_000_000L + i,
                        i % 100,
                        i % 5000);
    }

    private static long stock(String broker, String topic, int records) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        broker,
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        "100000",
                        "max.partition.fetch.bytes",
                        "4194304",
                        "key.deserializer",
                        ByteBufferDeserializer.class,
                        "value.deserializer",
                        ByteBufferDeserializer.class);
        try (var consumer = new KafkaConsumer<ByteBuffer, ByteBuffer>(settings)) {
            var partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long count = 0;
            long bytes = 0;
            while (count < records) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    bytes += record.value().remaining();
                    count++;
                }
            }
            return bytes > 0 ? count : 0;
        }
    }

    private static long own(String broker, String topic, String columns, Map<String, String> more)
            throws IOException {
        var options = new HashMap<>(more);
        options.put("kafka.bootstrap.servers", broker);
        options.put("kafka.max.partition.fetch.bytes", "4194304");
        options.put("subscribe", topic);
        var schema = StructType.fromDDL(columns);
        var table =
                new KafkaConnector()
                        .table(
                                new TableContext(
                                        topic,
                                        Optional.of(schema),
                                        Options.of(options),
                                        List.of(),
                                        Path.of("."),
                                        RealWorld.create()));
        try (var source = table.source(false)) {
            var slice =
                    source.plan(source.initialOffset(), source.latestOffset(), ReadLimit.NONE)
                            .orElseThrow();
            long rows = 0;
            for (var split : slice.splits()) {
                rows += read(source, split, schema);
            }
            return rows;
        }
    }

    private static long read(Source source, Split split, StructType schema) throws IOException {
        var batch = Batch.create(schema, Batch.ROWS);
        var request = new ReadRequest(schema, (_, _, _, _, _, _) -> {});
        long rows = 0;
        try (var reader = source.open(split, request)) {
            var ready = new Semaphore(0);
            while (true) {
                if (!reader.isReady(ready::release)) {
                    ready.acquireUninterruptibly();
                    continue;
                }
                if (!reader.next(batch)) {
                    return rows;
                }
                rows += batch.rows();
            }
        }
    }
}
