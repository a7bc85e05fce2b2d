package io.tidemill.kafka.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.system.RealWorld;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Batches of an epoch go where they are to go, before and after that is known.
class EpochRecordsTest {
    private final EpochRecords records = new EpochRecords();
    private final List<SealedBatch> got = new ArrayList<>();

    private SealedBatch add(String topic, String value) {
        var open = new OpenBatch();
        byte[] bytes = value.getBytes(UTF_8);
        open.add(null, 0, 0, bytes, 0, bytes.length, new OpenBatch.Headers());
        var batch = SealedBatch.of(new TopicPartition(topic, 0), open, Compression.NONE, 0);
        records.add(batch);
        return batch;
    }

    @Test
    void whatIsThereIsSentAtOnceAndTheRestAsItComes() {
        var first = add("a", "1");
        assertThat(got).isEmpty();
        records.sendTo(got::add);
        assertThat(got).containsExactly(first);
        var second = add("b", "2");
        assertThat(got).containsExactly(first, second);
        assertThat(records.topics()).containsExactly("a", "b");
        assertThat(records.bytes()).isEqualTo(first.bytes() + second.bytes());
    }

    @Test
    void whatIsSentAgainHasBytesOfItsOwn() {
        var first = add("a", "1");
        records.sendTo(got::add);
        got.clear();
        records.sendTo(got::add);
        assertThat(got).hasSize(1).doesNotContain(first);
    }

    @Test
    void nothingGoesToWhoIsDone() throws IOException {
        Consumer<SealedBatch> to = got::add;
        records.sendTo(to);
        records.stopSending(to);
        add("a", "1");
        assertThat(got).isEmpty();
        assertThat(records.batches()).hasSize(1);
    }

    @Test
    void aTransactionThatHasFailedIsFoundByWhoCommits() throws IOException {
        records.sendTo(_ -> {
            throw new KafkaException("it is over");
        });
        add("a", "1");
        add("a", "2");
        assertThat(records.refused())
                .hasValueSatisfying(e -> assertThat(e).hasMessage("it is over"));
        assertThat(records.batches()).hasSize(2);
        records.sendTo(got::add);
        assertThat(records.refused()).isEmpty();
        assertThat(got).hasSize(2);
    }

    @Test
    void whoCannotTakeWhatIsThereSaysSoAtOnce() {
        add("a", "1");
        assertThatThrownBy(() ->
                        records.sendTo(_ -> {
                            throw new KafkaException("it is over");
                        }))
                .hasMessage("it is over");
    }

    /// Has room for two batches in memory, and for one of the file.
    private EpochRecords small(Path folder) {
        long one = add("a", "0").bytes();
        var files = RealWorld.create().files();
        return new EpochRecords(2 * one, 1, () -> SpilledBatches.in(files, folder, "spilled"));
    }

    private static SealedBatch batch(String value) {
        var open = new OpenBatch();
        byte[] bytes = value.getBytes(UTF_8);
        open.add(null, 0, 0, bytes, 0, bytes.length, new OpenBatch.Headers());
        return SealedBatch.of(new TopicPartition("a", 0), open, Compression.NONE, 0);
    }

    private static List<String> values(List<SealedBatch> batches) {
        return batches.stream()
                .map(each ->
                        each.copy().withHead(0, (short) 0, 0, true).records().iterator().next())
                .map(record -> UTF_8.decode(record.value()).toString())
                .toList();
    }

    @Test
    void whatHasNoRoomInMemoryWaitsInAFileAndIsSentInItsTurn(@TempDir Path folder)
            throws IOException {
        try (var small = small(folder)) {
            for (int i = 0; i < 5; i++) {
                small.add(batch("" + i));
            }
            assertThat(small.count()).isEqualTo(5);
            assertThat(values(small.batches())).containsExactly("0", "1", "2", "3", "4");

            small.sendTo(got::add);
            assertThat(values(got)).containsExactly("0", "1", "2");
            assertThat(small.isGiven()).isFalse();
            small.done(got.get(0)); // its memory is kept
            assertThat(got).hasSize(3);
            small.done(got.get(2));
            small.add(batch("5"));
            assertThat(values(got)).containsExactly("0", "1", "2", "3");
            small.done(got.get(3));
            small.done(got.get(4));
            assertThat(small.isGiven()).isTrue();
            assertThat(values(got)).containsExactly("0", "1", "2", "3", "4", "5");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatLiesInAFileIsSentAgainFromItsBeginning(@TempDir Path folder) throws IOException {
        try (var small = small(folder)) {
            for (int i = 0; i < 4; i++) {
                small.add(batch("" + i));
            }
            small.sendTo(got::add);
            small.done(got.get(2));
            var before = List.copyOf(got);
            got.clear();
            small.sendTo(got::add);
            small.done(before.get(2)); // says somebody who was late
            small.done(before.get(3));
            assertThat(values(got)).containsExactly("0", "1", "2");
            small.done(got.get(2));
            assertThat(values(got)).containsExactly("0", "1", "2", "3");
        }
    }
}
