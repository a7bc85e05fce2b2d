package io.tidemill.kafka.kill;

import module java.base;

import io.tidemill.data.Json;
import io.tidemill.kafka.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// What the kill tests send through their queries, and what must come out: computed here from what
/// was sent, row by row.
///
/// Input comes in waves of some seconds. A wave has an hour of event time for itself, and ends with
/// a record in each partition, half an hour later, that closes all its windows; so after each wave
/// the whole result of everything sent is known. Keys and values follow from the number of a
/// record.
final class Workload {
    static final int PARTITIONS = 4;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long BASE_MILLIS = 1_767_225_600_000L; // 2026-01-01
    private static final int KEYS = 7;

    /// The queries: one without state, one of windows, one that joins two topics.
    enum Shape {
        STATELESS("kept"),
        WINDOWED("sums"),
        JOINED("paid");

        final String topic;

        Shape(String topic) {
            this.topic = topic;
        }
    }

    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<Shape, Map<String, Integer>> expected = new EnumMap<>(Shape.class);
    private int waves;

    Workload(Topics topics) {
        this.topics = topics;
        this.producer = topics.producer(Map.of("delivery.timeout.ms", 300_000, "linger.ms", 5));
        for (Shape shape : Shape.values()) {
            expected.put(shape, new HashMap<>());
            topics.createNamed(shape.topic, PARTITIONS, Map.of());
        }
        topics.createNamed("events", PARTITIONS, Map.of());
        topics.createNamed("payments", PARTITIONS, Map.of());
    }

    /// The statements that read and write these topics at `address`.
    static String script(String address) {
        String at = "'kafka.bootstrap.servers' '%s', format 'json'".formatted(address);
        String from = at + ", startingOffsets 'earliest'";
        return """
        CREATE TABLE events (id BIGINT, key STRING, value BIGINT, time TIMESTAMP,
                             WATERMARK FOR time AS time - INTERVAL 1 SECOND)
          USING kafka OPTIONS (%1$s, subscribe 'events');
        CREATE TABLE payments (id BIGINT, amount BIGINT, time TIMESTAMP,
                               WATERMARK FOR time AS time - INTERVAL 1 SECOND)
          USING kafka OPTIONS (%1$s, subscribe 'payments');

        CREATE TABLE kept (id BIGINT, twice BIGINT) USING kafka OPTIONS (%2$s, topic 'kept');
        CREATE TABLE sums (start BIGINT, key STRING, n BIGINT, total BIGINT)
          USING kafka OPTIONS (%2$s, topic 'sums');
        CREATE TABLE paid (id BIGINT, key STRING, amount BIGINT)
          USING kafka OPTIONS (%2$s, topic 'paid');

        CREATE FLOW stateless AS
          INSERT INTO kept SELECT id, value * 2 AS twice FROM STREAM events WHERE value %% 2 = 0;

        CREATE FLOW windowed AS
          INSERT INTO sums
          SELECT CAST(window_start AS BIGINT) AS start, key, count(*) AS n, sum(value) AS total
          FROM TUMBLE(TABLE STREAM events, DESCRIPTOR(time), INTERVAL 1 SECOND)
          WHERE key <> 'end'
          GROUP BY window_start, window_end, key;

        CREATE FLOW joined AS
          INSERT INTO paid
          SELECT e.id, e.key, p.amount
          FROM STREAM events e JOIN STREAM payments p
            ON e.id = p.id AND p.time BETWEEN e.time AND e.time + INTERVAL 10 SECONDS;
        """
                .formatted(from, at);
    }

    /// Sends a wave of `count` events over about `duration`, and waits until the broker has all.
    void send(int count, Duration duration) throws InterruptedException {
        long base = BASE_MILLIS + waves * HOUR_MILLIS;
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            event(waves * 1_000_000L + i, base + i * 10L);
            long due = begin + duration.toNanos() / count * i;
            while (System.nanoTime() < due) {
                Thread.sleep(1);
            }
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            String time = Instant.ofEpochMilli(base + HOUR_MILLIS / 2).toString();
            send(
                    "events",
                    partition,
                    "{\"id\":-1,\"key\":\"end\",\"value\":1,\"time\":\"%s\"}".formatted(time));
            send("payments", partition, "{\"id\":-2,\"amount\":0,\"time\":\"%s\"}".formatted(time));
        }
        producer.flush();
        waves++;
    }

    private void event(long id, long millis) {
        String key = "k" + id % KEYS;
        long value = id % 1000;
        int partition = (int) (id % KEYS % PARTITIONS);
        send(
                "events",
                partition,
                "{\"id\":%d,\"key\":\"%s\",\"value\":%d,\"time\":\"%s\"}"
                        .formatted(id, key, value, Instant.ofEpochMilli(millis)));
        if (value % 2 == 0) {
            expect(Shape.STATELESS, "{\"id\":%d,\"twice\":%d}".formatted(id, value * 2));
        }
        window(millis / 1000, key, value);
        if (id % 3 == 0) {
            long amount = id % 17;
            send(
                    "payments",
                    partition,
                    "{\"id\":%d,\"amount\":%d,\"time\":\"%s\"}"
                            .formatted(id, amount, Instant.ofEpochMilli(millis + 2000)));
            expect(
                    Shape.JOINED,
                    "{\"id\":%d,\"key\":\"%s\",\"amount\":%d}".formatted(id, key, amount));
        }
    }

    private final Map<String, long[]> windows = new LinkedHashMap<>();

    private void window(long start, String key, long value) {
        long[] sums = windows.computeIfAbsent(start + ",\"key\":\"" + key, _ -> new long[2]);
        sums[0]++;
        sums[1] += value;
    }

    private void expect(Shape shape, String row) {
        expected.get(shape).merge(canonical(row), 1, Integer::sum);
    }

    private void send(String topic, int partition, String value) {
        var unused =
                producer.send(
                        new ProducerRecord<>(
                                topic, partition, null, value.getBytes(StandardCharsets.UTF_8)));
    }

    /// How often each row must have come out by now.
    Map<String, Integer> expected(Shape shape) {
        if (shape != Shape.WINDOWED) {
            return expected.get(shape);
        }
        Map<String, Integer> rows = new HashMap<>();
        windows.forEach((window, sums) ->
                rows.put(
                        canonical(
                                "{\"start\":%s\",\"n\":%d,\"total\":%d}"
                                        .formatted(window, sums[0], sums[1])),
                        1));
        return rows;
    }

    /// A row as text that does not depend on how its writer spells JSON.
    static String canonical(String json) {
        return new TreeMap<>((Map<?, ?>) Json.parse(json)).toString();
    }

    Topics topics() {
        return topics;
    }

    void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
