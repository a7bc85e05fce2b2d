package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.kafka.source.Chunk.Aborted;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/// Which records of a partition's bytes are read: damaged batches, and transactions that were taken
/// back.
class RecordDecoderTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private long next;

    private void send(long producer, String... values) {
        var records =
                Stream.of(values)
                        .map(value -> new SimpleRecord(value.getBytes(StandardCharsets.UTF_8)))
                        .toArray(SimpleRecord[]::new);
        append(
                MemoryRecords.withTransactionalRecords(
                        next, Compression.NONE, producer, (short) 0, 0, 0, records));
        next += values.length;
    }

    private void end(long producer, ControlRecordType how) {
        append(
                MemoryRecords.withEndTransactionMarker(
                        next, 0, 0, producer, (short) 0, new EndTransactionMarker(how, 0)));
        next++;
    }

    private void append(MemoryRecords records) {
        var bytes = new byte[records.sizeInBytes()];
        records.buffer().duplicate().get(bytes);
        log.writeBytes(bytes);
    }

    private List<String> read(Aborted... aborted) throws IOException {
        return read(log.toByteArray(), aborted);
    }

    private List<String> read(byte[] bytes, Aborted... aborted) throws IOException {
        var decoder = new RecordDecoder(true);
        decoder.range("bids-0", 0, next);
        decoder.take(new Chunk(bytes, 0, bytes.length, 0, next, 0, List.of(aborted)));
        var records = new Records();
        var values = new ArrayList<String>();
        while (!decoder.isRead()) {
            decoder.clear(records);
            decoder.fill(records);
            for (int i = 0; i < records.count; i++) {
                int length = records.valueTo[i] - records.valueFrom[i];
                values.add(
                        new String(
                                records.bytes,
                                records.valueFrom[i],
                                length,
                                StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    @Test
    void aTransactionThatWasTakenBackIsNotReadFromItsFirstRecordToItsEnd() throws IOException {
        send(1, "aborted"); // one record: the batch begins and ends with it
        send(1, "aborted too", "and this");
        end(1, ControlRecordType.ABORT);
        send(1, "of the next transaction");
        end(1, ControlRecordType.COMMIT);
        assertThat(read(new Aborted(1, 0))).containsExactly("of the next transaction");
    }

    @Test
    void theEndOfOneTransactionSaysNothingOfAnother() throws IOException {
        send(1, "aborted");
        send(2, "committed");
        end(2, ControlRecordType.COMMIT);
        send(1, "still aborted");
        send(2, "committed later");
        end(1, ControlRecordType.ABORT);
        end(2, ControlRecordType.COMMIT);
        assertThat(read(new Aborted(1, 0))).containsExactly("committed", "committed later");
    }

    @Test
    void aCommitOfTheSameProducerBeforeItsAbortedTransactionLeavesThatOneOut() throws IOException {
        send(1, "committed");
        end(1, ControlRecordType.COMMIT);
        send(1, "aborted");
        end(1, ControlRecordType.ABORT);
        assertThat(read(new Aborted(1, 2))).containsExactly("committed");
    }

    @Test
    void aDamagedBatchIsAnErrorThatNamesItsPlace() throws IOException {
        send(1, "one");
        int second = log.size();
        send(1, "two");
        assertThat(read()).containsExactly("one", "two");
        var bytes = log.toByteArray();
        for (int at = second + RecordDecoder.LAST_OFFSET_DELTA - 1; at < bytes.length; at++) {
            var damaged = bytes.clone();
            damaged[at] ^= 1;
            assertThatThrownBy(() -> read(damaged))
                    .as("byte %d", at)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bids-0@1")
                    .hasMessageContaining("checksum");
        }
    }
}
