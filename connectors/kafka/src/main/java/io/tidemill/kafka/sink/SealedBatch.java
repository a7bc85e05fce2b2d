package io.tidemill.kafka.sink;

import static org.apache.kafka.common.record.internal.DefaultRecordBatch.RECORD_BATCH_OVERHEAD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;

/// A batch of records for one partition, compressed, as the broker stores it. Only its head is
/// missing, which says whose it is and is written when it is sent.
final class SealedBatch {
    private final Facts facts;
    private final byte[] bytes; // with room for the head

    /// A batch without its bytes.
    ///
    /// @param bytes how many it has, with the head
    /// @param records how many
    /// @param size in bytes before it was compressed
    /// @param millis the time of its records, since 1970
    record Facts(
            TopicPartition partition,
            int bytes,
            int records,
            int size,
            Compression compression,
            long millis) {}

    private SealedBatch(Facts facts, byte[] bytes) {
        this.facts = facts;
        this.bytes = bytes;
    }

    /// One that was taken apart into [#facts] and [#array].
    static SealedBatch of(Facts facts, byte[] bytes) {
        return new SealedBatch(facts, bytes);
    }

    /// Copies and compresses what was encoded.
    ///
    /// @param millis the time that the records get, since 1970
    static SealedBatch of(
            TopicPartition partition, OpenBatch batch, Compression compression, long millis) {
        byte[] bytes = packed(batch, compression);
        return new SealedBatch(
                new Facts(
                        partition,
                        bytes.length,
                        batch.records(),
                        batch.used(),
                        compression,
                        millis),
                bytes);
    }

    private static byte[] packed(OpenBatch batch, Compression compression) {
        if (compression.type() == CompressionType.NONE) {
            return Arrays.copyOf(batch.bytes(), batch.used());
        }
        int raw = batch.used() - RECORD_BATCH_OVERHEAD;
        var out = new ByteBufferOutputStream(batch.roomToPack());
        out.position(RECORD_BATCH_OVERHEAD);
        try (var packing = compression.wrapForOutput(out, RecordBatch.CURRENT_MAGIC_VALUE)) {
            packing.write(batch.bytes(), RECORD_BATCH_OVERHEAD, raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(out.buffer().array(), out.position());
    }

    /// The codec that a producer's settings name.
    static Compression compression(ProducerConfig config) {
        var type =
                CompressionType.forName(config.getString(ProducerConfig.COMPRESSION_TYPE_CONFIG));
        return switch (type) {
            case NONE, SNAPPY -> Compression.of(type).build();
            case GZIP ->
                    Compression.gzip()
                            .level(config.getInt(ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG))
                            .build();
            case LZ4 ->
                    Compression.lz4()
                            .level(config.getInt(ProducerConfig.COMPRESSION_LZ4_LEVEL_CONFIG))
                            .build();
            case ZSTD ->
                    Compression.zstd()
                            .level(config.getInt(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG))
                            .build();
        };
    }

    TopicPartition partition() {
        return facts.partition;
    }

    int records() {
        return facts.records;
    }

    Facts facts() {
        return facts;
    }

    /// Its bytes themselves.
    byte[] array() {
        return bytes;
    }

    /// With the head.
    int bytes() {
        return bytes.length;
    }

    /// How many bytes are stored of each that was encoded.
    float ratio() {
        return (float) bytes.length / facts.size;
    }

    Compression compression() {
        return facts.compression;
    }

    /// The same batch with bytes of its own, to be sent when somebody may still be sending this
    /// one.
    SealedBatch copy() {
        return new SealedBatch(facts, bytes.clone());
    }

    /// Everything, with a head that says whose it is; the bytes are this batch's own.
    MemoryRecords withHead(long producer, short epoch, int sequence, boolean transactional) {
        var buffer = ByteBuffer.wrap(bytes);
        DefaultRecordBatch.writeHeader(
                buffer,
                0,
                facts.records - 1,
                bytes.length,
                RecordBatch.CURRENT_MAGIC_VALUE,
                facts.compression.type(),
                TimestampType.CREATE_TIME,
                facts.millis,
                facts.millis,
                producer,
                epoch,
                sequence,
                transactional,
                false,
                false,
                RecordBatch.NO_PARTITION_LEADER_EPOCH,
                facts.records);
        return MemoryRecords.readableRecords(ByteBuffer.wrap(bytes));
    }

    /// Where the head will be.
    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes);
    }
}
