package io.tidemill.kafka.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.junit.jupiter.api.Test;

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
    void nothingGoesToWhoIsDone() {
        Consumer<SealedBatch> to = got::add;
        records.sendTo(to);
        records.stopSending(to);
        add("a", "1");
        assertThat(got).isEmpty();
        assertThat(records.batches()).hasSize(1);
    }

    @Test
    void aTransactionThatHasFailedIsFoundByWhoCommits() {
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
}
