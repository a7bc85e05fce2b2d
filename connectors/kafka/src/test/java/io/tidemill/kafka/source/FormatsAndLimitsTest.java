package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.kafka.Topics;
import io.tidemill.kafka.dev.Broker;
import io.tidemill.sql.Row;
import io.tidemill.sql.streaming.StreamingQueryProgress;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What options make of records: columns, where reading begins and ends, how much an epoch takes.
@Timeout(60)
class FormatsAndLimitsTest {
    private static final long HOUR_AGO = System.currentTimeMillis() - 3_600_000;

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

    private String topic(String name, int partitions, String... values) {
        String topic = topics.create(name, partitions);
        try (var producer = topics.producer(Map.of())) {
            for (int i = 0; i < values.length; i++) {
                var unused =
                        producer.send(
                                new ProducerRecord<>(
                                        topic,
                                        i % partitions,
                                        HOUR_AGO + i * 1000L,
                                        bytes("k" + i),
                                        bytes(values[i])));
            }
        }
        return topic;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> read(String schema, String... options) {
        var reader = rig.batch(options);
        return (schema.isEmpty() ? reader : reader.schema(schema))
                .load().collectAsList().stream().map(Row::toString).toList();
    }

    @Test
    void keysAndPartsOfTheRecordAreColumnsBesideThoseOfTheValue() {
        String topic = topic("parts", 1, "{\"id\":1}", "{\"id\":2,\"more\":[1]}");

        assertThat(
                        read(
                                "id INT, name STRING",
                                "subscribe",
                                topic,
                                "format",
                                "json",
                                "key.format",
                                "text",
                                "key.columns",
                                "name",
                                "metadata.columns",
                                "offset AS place, partition"))
                .containsExactly("[1,k0,0,0]", "[2,k1,1,0]");
    }

    @Test
    void csvTextAndRawAreReadFromTheRecord() {
        String topic = topic("lines", 1, "1,\"a,b\"", "2,c");

        assertThat(read("n INT, s STRING", "subscribe", topic, "format", "csv"))
                .containsExactly("[1,a,b]", "[2,c]");
        assertThat(read("line STRING", "subscribe", topic, "format", "text"))
                .containsExactly("[1,\"a,b\"]", "[2,c]");
        assertThat(
                        rig
                                .batch("subscribe", topic, "format", "raw")
                                .schema("v BINARY")
                                .load()
                                .collectAsList()
                                .stream()
                                .map(row ->
                                        new String((byte[]) row.get(0), StandardCharsets.UTF_8)))
                .containsExactly("1,\"a,b\"", "2,c");
    }

    @Test
    void anArrayOfJsonIsARowForEachObjectInItAndANullValueIsARowOfNulls() {
        String topic = topic("arrays", 1, "[{\"id\":1},{\"id\":2}]", "{\"id\":3}");
        try (var producer = topics.producer(Map.of())) {
            var unused = producer.send(new ProducerRecord<>(topic, bytes("gone"), null));
        }

        assertThat(
                        read(
                                "id INT",
                                "subscribe",
                                topic,
                                "format",
                                "json",
                                "metadata.columns",
                                "offset"))
                .containsExactly("[1,0]", "[2,0]", "[3,1]", "[null,2]");
    }

    @Test
    void aRecordThatCannotBeReadIsNamedByPartitionAndOffset() {
        String topic = topic("bad", 1, "{\"id\":1}", "{\"id\":", "{\"id\":\"x\"}", "{\"id\":4}");

        assertThat(read("id INT, _corrupt_record STRING", "subscribe", topic, "format", "json"))
                .containsExactly(
                        "[1,null]", "[null,{\"id\":]", "[null,{\"id\":\"x\"}]", "[4,null]");
        assertThat(read("id INT", "subscribe", topic, "format", "json", "mode", "DROPMALFORMED"))
                .containsExactly("[1]", "[4]");
        assertThatThrownBy(() ->
                        read("id INT", "subscribe", topic, "format", "json", "mode", "FAILFAST"))
                .hasMessageContaining(topic + "-0@1:");
    }

    @Test
    void recordsThatAreNoTextAreShownWithoutGarblingATerminal() {
        String topic = topic("binary", 1, "\u001b[2J\u0007", "{\"id\":4}");
        assertThatThrownBy(() ->
                        read("id INT", "subscribe", topic, "format", "json", "mode", "FAILFAST"))
                .hasMessageContaining("in the record '\\x1b[2J\\x07'");
    }

    @Test
    void aBatchGivesBrokersUpThatDoNotAnswerInTheTimeThatItsOptionSays() {
        long begin = System.nanoTime();
        assertThatThrownBy(() ->
                        read(
                                "value STRING",
                                "subscribe",
                                "any",
                                "format",
                                "text",
                                "kafka.bootstrap.servers",
                                "127.0.0.1:" + Broker.freePort(),
                                "kafkaConsumer.pollTimeoutMs",
                                "300"))
                .hasMessageContaining("brokers at 127.0.0.1:")
                .hasMessageContaining("do not answer. ");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void badRecordsAreKeptWithTheirPlace() throws Exception {
        String topic = topic("kept", 1, "{\"id\":1}", "nothing", "{\"id\":3}");
        var query =
                rig.start(
                        rig.stream(
                                "id INT",
                                "subscribe",
                                topic,
                                "startingOffsets",
                                "earliest",
                                "format",
                                "json",
                                "badRecordsPath",
                                folder.resolve("bad").toString()),
                        "out");
        query.processAllAvailable();
        query.stop();

        assertThat(rig.written("out", "id INT", "id")).containsExactly("1", "3");
        try (var files = Files.walk(folder.resolve("bad"))) {
            assertThat(
                            files.filter(file -> file.toString().endsWith(".json"))
                                    .map(FormatsAndLimitsTest::content)
                                    .collect(Collectors.joining()))
                    .contains("\"path\":\"" + topic + "-0\"", "\"offset\":1", "nothing");
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aBatchBeginsAndEndsWhereTheOptionsSay() {
        String topic = topic("range", 2, "a", "b", "c", "d", "e", "f");

        assertThat(
                        read(
                                "v STRING",
                                "subscribe",
                                topic,
                                "format",
                                "text",
                                "startingOffsets",
                                "{\"%s\":{\"0\":1,\"1\":-2}}".formatted(topic),
                                "endingOffsets",
                                "{\"%s\":{\"0\":-1,\"1\":2}}".formatted(topic)))
                .containsExactlyInAnyOrder("[c]", "[e]", "[b]", "[d]");
        assertThat(
                        read(
                                "v STRING",
                                "subscribe",
                                topic,
                                "format",
                                "text",
                                "startingTimestamp",
                                Long.toString(HOUR_AGO + 1500),
                                "endingTimestamp",
                                Long.toString(HOUR_AGO + 4500)))
                .containsExactlyInAnyOrder("[c]", "[d]", "[e]");
        assertThat(
                        read(
                                "v STRING",
                                "assign",
                                "{\"%s\":[1]}".formatted(topic),
                                "format",
                                "text",
                                "minPartitions",
                                "3",
                                "maxRecordsPerPartition",
                                "1"))
                .containsExactlyInAnyOrder("[b]", "[d]", "[f]");
        assertThatThrownBy(() ->
                        read(
                                "v STRING",
                                "subscribe",
                                topic,
                                "format",
                                "text",
                                "startingTimestamp",
                                Long.toString(HOUR_AGO + 4500)))
                .hasMessageContaining("no record as new as the starting timestamp");
        assertThat(
                        read(
                                "v STRING",
                                "subscribe",
                                topic,
                                "format",
                                "text",
                                "startingTimestamp",
                                Long.toString(HOUR_AGO + 4500),
                                "startingOffsetsByTimestampStrategy",
                                "latest"))
                .containsExactly("[f]");
    }

    @Test
    void anEpochTakesNoMoreOffsetsThanTheOptionsSay() throws Exception {
        String topic =
                topic(
                        "limited",
                        2,
                        IntStream.range(0, 30).mapToObj(i -> "v" + i).toArray(String[]::new));
        var query =
                rig.start(
                        rig.stream(
                                "v STRING",
                                "subscribe",
                                topic,
                                "startingOffsets",
                                "earliest",
                                "format",
                                "text",
                                "maxOffsetsPerTrigger",
                                "10"),
                        "out");
        query.processAllAvailable();
        query.stop();

        assertThat(rig.written("out", "v STRING", "v")).hasSize(30);
        assertThat(
                        Arrays.stream(query.recentProgress())
                                .map(StreamingQueryProgress::numInputRows)
                                .filter(rows -> rows > 0))
                .containsExactly(10L, 10L, 10L);
    }

    @Test
    void whatIsWrongWithTheOptionsIsSaidAtOnce() {
        assertThatThrownBy(() ->
                        read(
                                "",
                                "subscribe",
                                "a",
                                "assign",
                                "b",
                                "startingOffsets",
                                "soon",
                                "maxOffsetsPerTrigger",
                                "0",
                                "kafka.auto.offset.reset",
                                "latest",
                                "kafka.fetch.min.byte",
                                "1",
                                "group.id",
                                "mine",
                                "format",
                                "jsn"))
                .hasMessageContainingAll(
                        "'assign', 'subscribe' and 'subscribePattern' exclude each other",
                        "'assign' is 'b'",
                        "'startingOffsets' is 'soon', but must be earliest, latest or JSON",
                        "'maxOffsetsPerTrigger' is 0, but must be at least 1",
                        "'kafka.auto.offset.reset' cannot be set",
                        "did you mean 'kafka.fetch.min.bytes'",
                        "'group.id' cannot be set",
                        "'format' is 'jsn', but must be one of");
        assertThatThrownBy(() -> read("", "format", "json"))
                .hasMessageContaining("declared columns");
        assertThatThrownBy(() -> read("")).hasMessageContaining("which topics to read");
        assertThatThrownBy(() -> read("", "subscribe", "there-is-none"))
                .hasMessageContaining("there is no such topic");
    }
}
