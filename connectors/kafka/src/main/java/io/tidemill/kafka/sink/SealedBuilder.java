package io.tidemill.kafka.sink;

import static org.apache.kafka.common.record.internal.DefaultRecordBatch.RECORD_BATCH_OVERHEAD;

import java.nio.ByteBuffer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;
import org.jspecify.annotations.Nullable;

/// A [SealedBatch] where Kafka's producer expects a batch that is being filled: it counts its
/// records, gives it a producer and a sequence number, and closes it as its own.
///
/// Used as Kafka's sender does: filled by one thread, then drained by the other.
final class SealedBuilder extends MemoryRecordsBuilder {
    private final SealedBatch batch;
    private int appended;
    private boolean aborted;
    private @Nullable MemoryRecords built;

    SealedBuilder(SealedBatch batch) {
        super(
                new ByteBufferOutputStream(RECORD_BATCH_OVERHEAD),
                RecordBatch.CURRENT_MAGIC_VALUE,
                Compression.NONE, // it compresses nothing
                TimestampType.CREATE_TIME,
                0,
                RecordBatch.NO_TIMESTAMP,
                RecordBatch.NO_PRODUCER_ID,
                RecordBatch.NO_PRODUCER_EPOCH,
                RecordBatch.NO_SEQUENCE,
                false,
                false,
                RecordBatch.NO_PARTITION_LEADER_EPOCH,
                RECORD_BATCH_OVERHEAD);
        this.batch = batch;
    }

    /// One of the records that are there already.
    @Override
    public void append(
            long timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Header @Nullable [] headers) {
        appended++;
    }

    @Override
    public boolean hasRoomFor(
            long timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Header @Nullable [] headers) {
        return appended < batch.records();
    }

    @Override
    public int numRecords() {
        return batch.records();
    }

    @Override
    public Compression compression() {
        return batch.compression();
    }

    @Override
    public double compressionRatio() {
        return batch.ratio();
    }

    @Override
    public boolean isFull() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return built != null;
    }

    @Override
    public void reopenAndRewriteProducerState(
            long producer, short epoch, int sequence, boolean transactional) {
        super.reopenAndRewriteProducerState(producer, epoch, sequence, transactional);
        built = null;
    }

    @Override
    public void close() {
        if (aborted) {
            throw new IllegalStateException("the batch was aborted");
        }
        if (built == null) {
            built =
                    batch.withHead(
                            producerId(), producerEpoch(), baseSequence(), isTransactional());
        }
    }

    @Override
    public MemoryRecords build() {
        close();
        var whole = built;
        if (whole == null) {
            throw new IllegalStateException("the batch is open");
        }
        return whole;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public int estimatedSizeInBytes() {
        return batch.bytes();
    }

    @Override
    public int initialCapacity() {
        return batch.bytes();
    }

    @Override
    public ByteBuffer buffer() {
        return batch.buffer();
    }
}
