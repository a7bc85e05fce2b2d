package io.tidemill.bench.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemill.bench.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;

/// Runs one query on Kafka Streams from a topic into a topic, two threads. Bounded, it ends when
/// the offsets that it has committed are those that the topic ended at; endless, when it is killed.
///
/// Arguments: brokers, topic to read, topic to write, work folder, `bounded` or `endless`,
/// `exactly` or `atleast`, milliseconds between commits, the query: `q0`, `q1`, `q2`, `q12`, `copy`
/// or `count`.
public final class StreamsKafka {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigDecimal EUROS = new BigDecimal("0.908");

    private StreamsKafka() {}

    public static void main(String[] arguments) throws Exception {
        boolean bounded = arguments[4].equals("bounded");
        var topology = new StreamsBuilder();
        define(topology, arguments[1], arguments[2], arguments[7]);
        var outcome = Outcome.start();
        var streams = new KafkaStreams(topology.build(), settings(arguments, bounded));
        streams.start();
        if (bounded) {
            awaitEnd(arguments[0], arguments[1], arguments[2]);
            outcome.print(0, 0);
            streams.close();
            System.exit(0);
        }
        Thread.currentThread().join();
    }

    private static Properties settings(String[] arguments, boolean bounded) {
        var settings = new Properties();
        settings.put("application.id", arguments[2]);
        settings.put("bootstrap.servers", arguments[0]);
        settings.put("state.dir", Path.of(arguments[3]).resolve("state").toString());
        settings.put("num.stream.threads", 2);
        settings.put("statestore.cache.max.bytes", bounded ? 256L << 20 : 0);
        settings.put(
                "processing.guarantee",
                arguments[5].equals("exactly") ? "exactly_once_v2" : "at_least_once");
        settings.put("commit.interval.ms", arguments[6]);
        settings.put("main.consumer.auto.offset.reset", bounded ? "earliest" : "latest");
        settings.put("producer.compression.type", arguments[arguments.length - 1]);
        settings.put("producer.batch.size", 262144);
        settings.put("producer.linger.ms", bounded ? 5 : 0);
        settings.put("producer.retry.backoff.ms", 2);
        settings.put("default.key.serde", Serdes.ByteArraySerde.class);
        settings.put("default.value.serde", Serdes.ByteArraySerde.class);
        return settings;
    }

    private static void define(StreamsBuilder topology, String in, String out, String query) {
        var bytes = Serdes.ByteArray();
        var bids =
                topology.stream(
                        in,
                        Consumed.with(bytes, bytes)
                                .withTimestampExtractor((record, previous) ->
                                        query.equals("q12")
                                                ? time((byte[]) record.value())
                                                : record.timestamp()));
        switch (query) {
            case "q0", "copy" -> bids.mapValues(value -> write(read(value))).to(out);
            case "q1" -> bids.mapValues(StreamsKafka::inEuros).to(out);
            case "q2" ->
                    bids.flatMapValues(
                                    value -> {
                                        var bid = read(value);
                                        return bid.get("auction").longValue() % 123 == 0
                                                ? java.util.List.of(
                                                        write(bid.retain("auction", "price")))
                                                : java.util.List.of();
                                    })
                            .to(out);
            case "q12" -> perTenSeconds(bids, out);
            case "count" -> count(bids, out);
            default -> throw new IllegalArgumentException("no query " + query);
        }
    }

    private static byte[] inEuros(byte[] value) {
        var bid = read(value);
        bid.put("price", EUROS.multiply(BigDecimal.valueOf(bid.get("price").longValue())));
        return write(bid);
    }

    private static void perTenSeconds(KStream<byte[], byte[]> bids, String out) {
        bids.map((key, value) -> KeyValue.pair(read(value).get("bidder").longValue(), new byte[0]))
                .groupByKey(Grouped.with(Serdes.Long(), Serdes.ByteArray()))
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofSeconds(10), Duration.ofHours(1)))
                .count()
                .toStream()
                .map((key, count) -> {
                    var row = JSON.createObjectNode();
                    row.put("bidder", key.key());
                    row.put("bid_count", count);
                    row.put("starttime", key.window().startTime().toString());
                    row.put("endtime", key.window().endTime().toString());
                    return KeyValue.pair(
                            write(row.deepCopy().retain("bidder", "starttime")), write(row));
                })
                .to(out, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    }

    /// Counts by bidder, with the greatest `extra` of each. The state is the count and that text.
    private static void count(KStream<byte[], byte[]> bids, String out) {
        bids.map(
                        (key, value) -> {
                            var bid = read(value);
                            return KeyValue.pair(
                                    bid.get("bidder").longValue(), bid.get("extra").textValue());
                        })
                .groupByKey(Grouped.with(Serdes.Long(), Serdes.String()))
                .aggregate(
                        () -> "0,",
                        (key, extra, before) -> {
                            int comma = before.indexOf(',');
                            long count = Long.parseLong(before, 0, comma, 10) + 1;
                            var greatest = before.substring(comma + 1);
                            return count + "," + (extra.compareTo(greatest) > 0 ? extra : greatest);
                        },
                        Materialized.with(Serdes.Long(), Serdes.String()))
                .toStream()
                .map((bidder, state) -> {
                    var row = JSON.createObjectNode();
                    int comma = state.indexOf(',');
                    row.put("bidder", bidder);
                    row.put("n", Long.parseLong(state, 0, comma, 10));
                    row.put("extra", state.substring(comma + 1));
                    return KeyValue.pair(write(row.deepCopy().retain("bidder")), write(row));
                })
                .to(out, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    }

    private static long time(byte[] value) {
        return Instant.parse(read(value).get("dateTime").textValue()).toEpochMilli();
    }

    private static ObjectNode read(byte[] value) {
        try {
            return (ObjectNode) JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] write(ObjectNode value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Until all that was in the topic has been read and committed, that of the topic in between
    /// too.
    private static void awaitEnd(String brokers, String topic, String application)
            throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            int calm = 0;
            while (calm < 2) {
                Thread.sleep(50);
                calm = atEnd(admin, topic, application) ? calm + 1 : 0;
            }
        }
    }

    private static boolean atEnd(Admin admin, String topic, String application) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed =
                admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata().get();
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        for (var each : admin.listTopics().names().get()) {
            if (each.equals(topic)
                    || each.startsWith(application + "-") && each.endsWith("-repartition")) {
                for (var partition :
                        admin.describeTopics(java.util.List.of(each))
                                .allTopicNames()
                                .get()
                                .get(each)
                                .partitions()) {
                    ends.put(new TopicPartition(each, partition.partition()), OffsetSpec.latest());
                }
            }
        }
        var latest = admin.listOffsets(ends).all().get();
        for (var end : latest.entrySet()) {
            var offset = committed.get(end.getKey());
            // the end of a topic written in transactions has their markers behind the last record
            long open = end.getValue().offset() - (offset == null ? 0 : offset.offset());
            if (open > (end.getKey().topic().equals(topic) ? 0 : 2)
                    && end.getValue().offset() > 0) {
                return false;
            }
        }
        return true;
    }
}
