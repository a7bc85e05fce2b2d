package io.tidemill.bench.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// How long a bid takes through an engine that runs already: from the time at which it was to be
/// sent to the time at which a plain consumer of committed records has its result.
///
/// Sends bids as JSON to a topic at a steady rate, each with its number and its intended time in
/// the column `extra`; a load that falls behind is counted against the engine, as its users would.
/// The result's records must have that column: for a query that keeps rows the row's own, for an
/// aggregate the greatest of its group. The first part of the run warms up and is not measured.
///
/// Arguments: brokers, topic to send to, topic to read, `all` (every bid must come out exactly
/// once) or `last` (results replace each other, the last bid must come out), bids a second, seconds
/// to warm up, seconds to measure. Prints one line, and exits with 1 when rows were lost or came
/// twice.
final class Latency implements AutoCloseable {
    private static final String MARK = "\"extra\":\"";
    private static final int NUMBER = 12; // digits of a bid's number, and of its time

    private final String from;
    private final String to;
    private final long rate;
    private final long warmup;
    private final long total;
    private final boolean all;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Histogram histogram = new Histogram(60_000_000, 3); // microseconds
    private final byte[] times;
    private long begun;
    private long seen;
    private long last = -1;
    private long twice;

    private Latency(String[] arguments) {
        var brokers = arguments[0];
        from = arguments[1];
        to = arguments[2];
        all = arguments[3].equals("all");
        rate = Long.parseLong(arguments[4]);
        warmup = rate * Long.parseLong(arguments[5]);
        total = warmup + rate * Long.parseLong(arguments[6]);
        times = new byte[Math.toIntExact(total)];
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", brokers, "linger.ms", "0", "acks", "1"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", brokers,
                                "isolation.level", "read_committed",
                                "fetch.min.bytes", "1"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
    }

    public static void main(String[] arguments) throws InterruptedException {
        boolean good;
        try (var latency = new Latency(arguments)) {
            good = latency.run();
        }
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws InterruptedException {
        var partitions =
                consumer.partitionsFor(to).stream()
                        .map(p -> new TopicPartition(p.topic(), p.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        begun = System.nanoTime();
        var sender = Thread.ofPlatform().name("load").start(this::send);
        receive(sender);
        sender.join();
        long lost = all ? total - seen : last == total - 1 ? 0 : 1;
        System.out.printf(
                Locale.ROOT,
                "%d bids/s: p50 %.1f p90 %.1f p99 %.1f p99.9 %.1f max %.1f ms; %d results, lost"
                        + " %d, twice %d%n",
                rate,
                millis(50),
                millis(90),
                millis(99),
                millis(99.9),
                millis(100),
                histogram.getTotalCount(),
                lost,
                twice);
        return lost == 0 && twice == 0;
    }

    private double millis(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1000.0;
    }

    private long dueNanos(long bid) {
        return bid * 1_000_000_000L / rate;
    }

    private void send() {
        for (long bid = 0; bid < total; bid++) {
            long due = dueNanos(bid);
            for (long left = due - since(); left > 0; left = due - since()) {
                LockSupport.parkNanos(Math.min(left, 100_000));
            }
            var unused =
                    producer.send(
                            new ProducerRecord<>(from, (int) (bid & 1), null, null, bid(bid, due)));
        }
        producer.flush();
    }

    private long since() {
        return System.nanoTime() - begun;
    }

    private static byte[] bid(long bid, long due) {
        var time =
                LocalDateTime.ofEpochSecond(1_700_000_000 + due / 1_000_000_000, 0, ZoneOffset.UTC);
        return ("{\"auction\":%d,\"bidder\":%d,\"price\":%d,\"channel\":\"Google\",\"url\":\"https://x.y/item\","
                        + "\"dateTime\":\"%s.%03dZ\",\"extra\":\"%012d%012d\"}")
                .formatted(
                        bid % 1000,
                        bid % 997,
                        100 + bid % 10_000,
                        time.toString().length() == 16 ? time + ":00" : time,
                        due / 1_000_000 % 1000,
                        bid,
                        due / 1000)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void receive(Thread sender) {
        long quietSince = System.nanoTime();
        while (all ? seen < total : last < total - 1) {
            var records = consumer.poll(Duration.ofMillis(100));
            long now = since();
            for (var each : records) {
                if (each.value() != null) {
                    take(new String(each.value(), StandardCharsets.UTF_8), now);
                }
            }
            if (!records.isEmpty() || sender.isAlive()) {
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > 10_000_000_000L) {
                return; // nothing more will come
            }
        }
    }

    private void take(String value, long now) {
        int at = value.lastIndexOf(MARK) + MARK.length();
        if (at < MARK.length()) {
            throw new IllegalStateException("a result without 'extra': " + value);
        }
        int bid = Integer.parseInt(value, at, at + NUMBER, 10);
        long due = Long.parseLong(value, at + NUMBER, at + 2 * NUMBER, 10);
        last = Math.max(last, bid);
        if (all) {
            twice += times[bid] == 0 ? 0 : 1;
            seen += times[bid] == 0 ? 1 : 0;
            times[bid] = 1;
        }
        if (bid >= warmup) {
            histogram.recordValue(Math.min(59_000_000, Math.max(0, now / 1000 - due)));
        }
    }

    @Override
    public void close() {
        List.of(producer, consumer)
                .forEach(client -> {
                    try {
                        client.close();
                    } catch (Exception e) {
                        System.err.println(e.getMessage());
                    }
                });
    }
}
