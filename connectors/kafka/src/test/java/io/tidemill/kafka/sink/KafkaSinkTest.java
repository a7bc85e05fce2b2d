package io.tidemill.kafka.sink;

import static io.tidemill.kafka.sink.TestSink.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.OutputMode;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.Topics;
import io.tidemill.kafka.sink.TestSink.Setup;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a plain consumer of committed records sees of what the sink was given.
@Timeout(120)
class KafkaSinkTest {
    private final Topics topics = Topics.shared();

    @Test
    void anEpochIsSeenWhenItIsCommittedAndKnownAfterARestart() throws IOException {
        var topic = topics.create("out", 2);
        var setup = Setup.of(topics.address(), topic, "city STRING, fare BIGINT", "format", "json");
        try (var first = setup.open(1)) {
            assertThat(first.lastCommitted()).isEmpty();
            first.epoch(0, row("Oslo", 1L), row("Rome", null));
            assertThat(first.lastCommitted()).hasValue(0);
            var open = first.epoch(1);
            first.write(open, first.batch(row("Bergen", 3L)));
            assertThat(topics.valuesNow(topic))
                    .containsExactly("{\"city\":\"Oslo\",\"fare\":1}", "{\"city\":\"Rome\"}");
        }
        try (var second = setup.open(2)) {
            assertThat(second.lastCommitted()).hasValue(0);
            assertThat(second.sink().committedDigest("")).hasValue("digest0");
            second.epoch(1, row("Bergen", 3L));
            second.sink().commit(second.epoch(1), List.of()); // again
            second.epoch(2, new Object[0][]);
            assertThat(second.lastCommitted()).hasValue(2);
        }
        assertThat(topics.values(topic)).hasSize(3);
        try (var third = setup.open(3)) {
            assertThat(third.lastCommitted()).hasValue(2);
        }
    }

    /// The broker refuses the sink's batches, and the producer cuts them.
    @ParameterizedTest
    @ValueSource(strings = {"none", "lz4"})
    void aTopicThatTakesOnlySmallBatchesGetsEachRowOnce(String codec) throws IOException {
        var topic = topics.create("small", 1, Map.of("max.message.bytes", "4096"));
        var setup =
                Setup.of(topics.address(), topic, "value STRING")
                        .with("kafka.compression.type", codec);
        var random = new Random(7);
        var rows = new Object[500][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(i + "-" + Long.toString(random.nextLong(), 36).repeat(10));
        }
        try (var sink = setup.open(1)) {
            sink.epoch(0, rows);
            sink.epoch(1, row("next"));
        }
        assertThat(topics.values(topic))
                .startsWith(
                        Arrays.stream(rows).map(each -> (String) each[0]).toArray(String[]::new))
                .endsWith("next")
                .hasSize(rows.length + 1);
    }

    @Test
    void rowsWithSparksColumnsAreRecords() throws IOException {
        var topic = topics.create("spark", 3);
        var other = topics.create("other", 1);
        var columns =
                "key STRING, value BINARY, topic STRING, partition INT,"
                        + " headers ARRAY<STRUCT<key: STRING, value: BINARY>>";
        var setup = Setup.of(topics.address(), topic, columns);
        setup.options().remove("topic");
        try (var sink = setup.open(1)) {
            sink.epoch(
                    0,
                    row("k", bytes("v"), topic, 2, List.of(row("h", bytes("x")), row("n", null))),
                    row(null, bytes("w"), other, null, null),
                    row("gone", null, topic, null, null));
        }
        var records = topics.records(topic);
        assertThat(records).hasSize(2);
        var first = records.stream().filter(r -> r.partition() == 2).findFirst().orElseThrow();
        assertThat(text(first.key()) + "=" + text(first.value())).isEqualTo("k=v");
        assertThat(text(first.headers().lastHeader("h").value())).isEqualTo("x");
        assertThat(first.headers().lastHeader("n").value()).isNull();
        assertThat(records).anyMatch(r -> text(r.key()).equals("gone") && r.value() == null);
        assertThat(topics.values(other)).containsExactly("w");
        try (var sink = setup.open(2)) {
            assertThat(sink.lastCommitted()).hasValue(0);
            assertThatThrownBy(() -> sink.epoch(1, row("k", bytes("v"), null, 1, null)))
                    .hasMessageContaining("does not say which topic it goes to");
            assertThatThrownBy(() -> sink.epoch(1, row("k", bytes("v"), topic, 7, null)))
                    .hasMessageContaining("is for partition 7, but topic '" + topic + "' has 3")
                    .hasMessageContaining("KAFKA_PARTITION_NOT_FOUND");
        }
    }

    @Test
    void keysGoToThePartitionsThatKafkasOwnClientsChoose() throws IOException {
        var topic = topics.create("keys", 5);
        var setup =
                Setup.of(
                        topics.address(),
                        topic,
                        "id STRING, n INT",
                        "format",
                        "csv",
                        "key.columns",
                        "id",
                        "key.format",
                        "raw");
        try (var sink = setup.open(1)) {
            var rows = new Object[50][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row("key-" + "x".repeat(i % 7) + i, i);
            }
            sink.epoch(0, rows);
        }
        var records = topics.records(topic);
        assertThat(records).hasSize(50);
        for (var each : records) {
            assertThat(each.partition())
                    .isEqualTo(BuiltInPartitioner.partitionForKey(each.key(), 5));
            assertThat(text(each.key()))
                    .endsWith(text(each.value())); // the key is not in the value
        }
    }

    @Test
    void smallEpochsTouchOnePartitionEachAndLargeOnesAll() throws IOException {
        var topic = topics.create("sticky", 4);
        var setup = Setup.of(topics.address(), topic, "value STRING");
        try (var sink = setup.open(1)) {
            for (int epoch = 0; epoch < 4; epoch++) {
                sink.epoch(epoch, row("a"), row("b"), row("c"));
            }
            assertThat(topics.records(topic).stream().map(ConsumerRecord::partition).toList())
                    .containsExactlyInAnyOrder(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3);
            var many = new Object[400][];
            Arrays.fill(many, row("x".repeat(1000)));
            sink.epoch(4, many);
        }
        for (int partition = 0; partition < 4; partition++) {
            int p = partition;
            assertThat(topics.records(topic).stream().filter(r -> r.partition() == p).count())
                    .isGreaterThan(60);
        }
    }

    @Test
    void inModeUpdateARowThatIsGoneIsATombstone() throws IOException {
        var topic = topics.create("upsert", 3, Map.of("cleanup.policy", "compact"));
        var setup =
                Setup.of(topics.address(), topic, "city STRING, n BIGINT", "format", "json")
                        .in(OutputMode.UPDATE);
        var sink = setup.sink();
        sink.expectUpdates(List.of(0), true);
        sink.fence(setup.query(), 1);
        try (sink) {
            var epoch = new TestEpochs(setup, 1).epoch(0);
            var writer = sink.writer(epoch, 0);
            var batch = io.tidemill.data.Batch.create(setup.schema(), 1);
            batch.append(row("Oslo", 1L), 1);
            batch.append(row("Rome", 1L), 1);
            batch.append(row("Oslo", 1L), -1);
            writer.write(batch);
            sink.commit(epoch, List.of(writer.finish()));
        }
        assertThat(
                        topics.records(topic).stream()
                                .filter(r -> text(r.key()).equals("{\"city\":\"Oslo\"}"))
                                .map(r -> r.value() == null ? "gone" : text(r.value())))
                .containsExactly("{\"city\":\"Oslo\",\"n\":1}", "gone");
        assertThat(topics.records(topic)).hasSize(3);
    }

    @Test
    void keysThatRowsShareAreRefusedWhereRowsGoAway() {
        var shared =
                Setup.of("x:1", "t", "city STRING, day INT, n BIGINT", "format", "json")
                        .in(OutputMode.UPDATE)
                        .with("key.format", "json")
                        .with("key.columns", "city");
        assertThatThrownBy(() -> shared.sink().expectUpdates(List.of(0, 1), true))
                .hasMessageContaining("key.columns names [city], which is not what the result has")
                .hasMessageContaining("one row for, [city, day]")
                .hasMessageContaining("name city, day");
        assertThatThrownBy(() -> shared.sink().expectUpdates(List.of(1), true))
                .hasMessageContaining("or leave its own");
        shared.sink().expectUpdates(List.of(0, 1), false); // no row goes away
        shared.sink().expectChanges(List.of(0, 1)); // changes say which row they are of
        shared.with("key.columns", "day,city").sink().expectUpdates(List.of(0, 1), true);

        var records =
                Setup.of("x:1", "t", "key STRING, value STRING, partition INT")
                        .in(OutputMode.UPDATE);
        assertThatThrownBy(() -> records.sink().expectUpdates(List.of(1), true))
                .hasMessageContaining("the column key is not what the result has one row for");
        records.sink().expectUpdates(List.of(0, 2), true);
    }

    /// Contexts of epochs.
    private record TestEpochs(Setup setup, long generation) {
        io.tidemill.connect.EpochContext epoch(long number) {
            return new io.tidemill.connect.EpochContext(
                    setup.query(), generation, number, setup.mode(), 1_000_000, "d" + number);
        }
    }

    @Test
    void changesAreDebeziumsEnvelopes() throws IOException {
        var topic = topics.create("changes", 1);
        var setup =
                Setup.of(
                                topics.address(),
                                topic,
                                "_op STRING, city STRING, n BIGINT",
                                "format",
                                "json",
                                "key.columns",
                                "city",
                                "key.format",
                                "json")
                        .in(OutputMode.CHANGELOG);
        try (var sink = setup.open(1)) {
            var epoch = sink.epoch(0, 5_000_000);
            var rows =
                    sink.batch(
                            row("+I", "Oslo", 1L),
                            row("-U", "Oslo", 1L),
                            row("+U", "Oslo", 2L),
                            row("-D", "Oslo", 2L));
            sink.sink().commit(epoch, sink.write(epoch, rows));
        }
        var origin =
                ",\"ts_ms\":5000,\"source\":{\"connector\":\"tidemill\",\"query\":\"%s\",\"epoch\":0}}"
                        .formatted(setup.query());
        assertThat(topics.values(topic))
                .containsExactly(
                        "{\"before\":null,\"after\":{\"city\":\"Oslo\",\"n\":1},\"op\":\"c\""
                                + origin,
                        "{\"before\":{\"city\":\"Oslo\",\"n\":1},\"after\":{\"city\":\"Oslo\",\"n\":2},\"op\":\"u\""
                                + origin,
                        "{\"before\":{\"city\":\"Oslo\",\"n\":2},\"after\":null,\"op\":\"d\""
                                + origin);
        assertThat(text(topics.records(topic).getFirst().key())).isEqualTo("{\"city\":\"Oslo\"}");
    }

    @Test
    void aTopicThatIsNotThereIsNamed() {
        var setup = Setup.of(topics.address(), "no-such-topic", "value STRING");
        assertThatThrownBy(() -> setup.open(1))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("KAFKA_TOPIC_NOT_FOUND")
                .hasMessageContaining("there is no topic 'no-such-topic' at " + topics.address());
    }

    /// 90 MB, of which 64 MiB are kept in memory.
    @Test
    void anEpochThatIsLargerThanTheMemoryItMayTakeIsWrittenWhole() throws IOException {
        var topic = topics.create("spilled", 2);
        var setup = Setup.of(topics.address(), topic, "value STRING");
        var rows = new Object[100][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row("%d of the large epoch ".formatted(i) + "x".repeat(900_000));
        }
        try (var sink = setup.open(1)) {
            sink.epoch(0, rows);
            sink.epoch(1, row("behind it"));
        }
        var values = topics.values(topic);
        assertThat(values).hasSize(rows.length + 1).contains("behind it");
        assertThat(values.stream().map(value -> value.split(" ", 2)[0]).distinct()).hasSize(101);
    }

    @Test
    void aRowThatIsTooLargeIsNamedWithItsSetting() throws IOException {
        var topic = topics.create("large", 1, Map.of("max.message.bytes", "200000"));
        var setup = Setup.of(topics.address(), topic, "value STRING");
        try (var sink = setup.open(1)) {
            assertThatThrownBy(() -> sink.epoch(0, row("a"), row("x".repeat(2_000_000))))
                    .hasMessageContaining("KAFKA_RECORD_TOO_LARGE")
                    .hasMessageContaining("the result of row 1 is a record of 2000")
                    .hasMessageContaining("kafka.max.request.size");
            assertThatThrownBy(() -> sink.epoch(1, row("a"), row("x".repeat(300_000))))
                    .isInstanceOf(TidemillException.class)
                    .hasMessageContaining("the result of row 1 is a record of 300")
                    .hasMessageContaining("max.message.bytes");
        }
        assertThat(topics.values(topic)).isEmpty();
    }

    @Test
    void aRowThatIsTooLargeForATopicOfSmallOnesIsNamedAsWell() throws IOException {
        var topic = topics.create("small-ones", 1, Map.of("max.message.bytes", "800"));
        var quick = Setup.of(topics.address(), topic, "value STRING", "kafka.max.block.ms", "3000");
        try (var sink = quick.open(1)) {
            assertThatThrownBy(() ->
                            sink.epoch(0, row("a"), row("x".repeat(900)), row("b".repeat(300))))
                    .hasMessageContaining("KAFKA_RECORD_TOO_LARGE")
                    .hasMessageContaining("the result of row 1 is a record of 9")
                    .hasMessageContaining("raise the topic's max.message.bytes");
        }
        var none = topics.create("none", 1, Map.of("max.message.bytes", "60"));
        try (var sink = Setup.of(topics.address(), none, "value STRING").open(1)) {
            assertThatThrownBy(() -> sink.epoch(0, row("a")))
                    .hasMessageContaining("KAFKA_RECORD_TOO_LARGE")
                    .hasMessageContaining("raise the topic's max.message.bytes");
        }
    }

    @Test
    void rowsThatAreNoRecordsAreRefusedBeforeAnythingStarts() {
        assertThatThrownBy(() -> Setup.of("x:1", "t", "city STRING").sink())
                .hasMessageContaining("there is a column 'city'")
                .hasMessageContaining("add the option format");
        assertThatThrownBy(() -> Setup.of("x:1", "t", "value BIGINT").sink())
                .hasMessageContaining("the column 'value' must be STRING or BINARY, not BIGINT");
        assertThatThrownBy(() -> Setup.of("x:1", "t", "a INT, b INT", "format", "raw").sink())
                .hasMessageContaining("in format raw is one column");
        assertThatThrownBy(() ->
                        Setup.of("x:1", "t", "a INT", "format", "json", "key.columns", "b").sink())
                .hasMessageContaining("key.columns names 'b', which is no column");
        var noTopic = Setup.of("x:1", "t", "value STRING");
        noTopic.options().remove("topic");
        assertThatThrownBy(noTopic::sink)
                .isInstanceOfSatisfying(
                        TidemillException.class,
                        e -> assertThat(e.condition()).isEqualTo(Condition.INVALID_OPTION))
                .hasMessageContaining("set the option topic");
    }

    @Test
    void withoutTransactionsAnEpochIsWrittenAtLeastOnce() throws IOException {
        var topic = topics.create("least", 1);
        var setup = Setup.of(topics.address(), topic, "value STRING", "delivery", "at-least-once");
        try (var sink = setup.open(1)) {
            assertThat(sink.sink().kind()).isEqualTo(io.tidemill.connect.Sink.Kind.UPSERT);
            sink.epoch(0, row("a"));
        }
        try (var sink = setup.open(2)) {
            sink.epoch(0, row("a"));
            sink.epoch(1, row("b"));
        }
        assertThat(topics.values(topic)).containsExactly("a", "a", "b");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
