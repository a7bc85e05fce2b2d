package io.tidemill.kafka.source;

import java.util.List;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.FetchResponse;
import org.jspecify.annotations.Nullable;

/// Makes a [Chunk] of what came for one partition, without copying it: only the heads of the record
/// batches are looked at, to find where the last whole one ends.
final class Chunks {
    private Chunks() {}

    /// @param asked the offset that was asked for
    /// @return null when no whole batch came
    static @Nullable Chunk of(long asked, FetchResponseData.PartitionData answer) {
        if (!(FetchResponse.recordsOrFail(answer) instanceof MemoryRecords records)) {
            return null;
        }
        var buffer = records.buffer();
        var bytes = buffer.array();
        int from = buffer.arrayOffset() + buffer.position();
        int limit = from + buffer.remaining();
        int at = from;
        long next = asked;
        int epoch = Offsets.NO_EPOCH;
        while (limit - at > RecordDecoder.MAGIC) {
            int size =
                    RecordDecoder.BEFORE_LENGTH
                            + (int) RecordDecoder.INTS.get(bytes, at + RecordDecoder.LENGTH);
            if (limit - at < size) {
                break;
            }
            long base = (long) RecordDecoder.LONGS.get(bytes, at + RecordDecoder.BASE_OFFSET);
            boolean current = bytes[at + RecordDecoder.MAGIC] >= RecordBatch.MAGIC_VALUE_V2;
            long last =
                    current
                            ? base
                                    + (int)
                                            RecordDecoder.INTS.get(
                                                    bytes, at + RecordDecoder.LAST_OFFSET_DELTA)
                            : base;
            epoch =
                    current
                            ? (int) RecordDecoder.INTS.get(bytes, at + RecordDecoder.LEADER_EPOCH)
                            : Offsets.NO_EPOCH;
            next = Math.max(next, last + 1);
            at += size;
        }
        if (next == asked) {
            return null;
        }
        List<Chunk.Aborted> aborted =
                answer.abortedTransactions() == null
                        ? List.of()
                        : answer.abortedTransactions().stream()
                                .map(each ->
                                        new Chunk.Aborted(each.producerId(), each.firstOffset()))
                                .toList();
        return new Chunk(bytes, from, at, asked, next, epoch, aborted);
    }
}
