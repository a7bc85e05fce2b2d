package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.kafka.Topics;
import io.tidemill.sql.Row;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows of topics, as a batch and as a stream, against what a plain consumer sees.
@Timeout(60)
class ReadingTopicsTest {
    // recent: older records would expire at once
    private static final long BASE_MILLIS = System.currentTimeMillis() - 3_600_000;
    private final Topics topics = Topics.shared();
    private @TempDir Path folder;
    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aBatchHasTheRowsOfAPlainConsumer() throws Exception {
        String topic = topics.create("plain", 3);
        try (var producer = topics.producer(Map.of())) {
            for (int i = 0; i < 5000; i++) {
                var record =
                        new ProducerRecord<>(
                                topic,
                                i % 3,
                                BASE_MILLIS + i,
                                i % 7 == 0 ? null : bytes("key-" + i),
                                i % 11 == 0 ? null : bytes("value-" + i));
                if (i % 5 == 0) {
                    record.headers().add(new RecordHeader("trace", bytes("t" + i)));
                    record.headers().add(new RecordHeader("empty", null));
                }
                var unused = producer.send(record);
            }
        }

        var rows = rig.batch("subscribe", topic, "includeHeaders", "true").load().collectAsList();

        assertThat(rows.stream().map(ReadingTopicsTest::text))
                .containsExactlyInAnyOrderElementsOf(
                        topics.records(topic).stream().map(ReadingTopicsTest::text).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void everyCompressionIsRead(String codec) {
        String topic = topics.create("packed", 1);
        try (var producer = topics.producer(Map.of("compression.type", codec, "linger.ms", "20"))) {
            for (int i = 0; i < 3000; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, bytes("value-" + i)));
            }
        }

        assertThat(
                        rig
                                .batch("subscribe", topic)
                                .load()
                                .selectExpr("CAST(value AS STRING)", "offset")
                                .collectAsList()
                                .stream()
                                .map(Row::toString))
                .containsExactlyElementsOf(
                        IntStream.range(0, 3000)
                                .mapToObj(i -> "[value-%d,%d]".formatted(i, i))
                                .toList());
    }

    @Test
    void aStreamGivesWhatABatchGives() throws Exception {
        String topic = topics.create("both", 4);
        for (int i = 0; i < 40; i++) {
            topics.send(topic, i % 4, "{\"id\": %d, \"name\": \"n\\u00e9%d\"}".formatted(i, i));
        }
        var options =
                new String[] {"subscribe", topic, "startingOffsets", "earliest", "format", "json"};
        var query = rig.start(rig.stream("id INT, name STRING", options), "out");
        query.processAllAvailable();
        for (int i = 40; i < 60; i++) {
            topics.send(topic, i % 4, "{\"id\":%d,\"name\":\"né%d\"}".formatted(i, i));
        }
        query.processAllAvailable();
        query.stop();

        assertThat(rig.written("out", "id INT, name STRING", "name"))
                .isEqualTo(
                        rig
                                .batch("subscribe", topic, "format", "json")
                                .schema("id INT, name STRING")
                                .load()
                                .select("name")
                                .collectAsList()
                                .stream()
                                .map(row -> row.getString(0))
                                .sorted()
                                .toList())
                .hasSize(60)
                .contains("né59");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Row row) {
        var headers = row.isNullAt(7) ? List.of() : row.getList(7);
        return "%s %s %s %s %s %s %s %s"
                .formatted(
                        shown(row.get(0)),
                        shown(row.get(1)),
                        row.get(2),
                        row.get(3),
                        row.get(4),
                        row.getAs("timestamp") instanceof Instant instant
                                ? instant.toEpochMilli()
                                : ((java.sql.Timestamp) row.get(5)).getTime(),
                        row.get(6),
                        headers.stream()
                                .map(Row.class::cast)
                                .map(header -> header.get(0) + "=" + shown(header.get(1)))
                                .toList());
    }

    private static String text(
            org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]> record) {
        return "%s %s %s %s %s %s %s %s"
                .formatted(
                        shown(record.key()),
                        shown(record.value()),
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        record.timestampType().id,
                        Arrays.stream(record.headers().toArray())
                                .map(header -> header.key() + "=" + shown(header.value()))
                                .toList());
    }

    private static String shown(Object bytes) {
        return bytes == null ? "null" : new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
