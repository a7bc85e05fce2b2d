package io.tidemill.kafka.source;

import io.tidemill.data.Batch;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.jspecify.annotations.Nullable;

/// Decodes the record batches of [Chunk]s into [Records].
///
/// In: chunks of one partition, one behind the other, and the range of offsets that is wanted. Out:
/// the records in it, in their order, without control records and without those of transactions
/// that the chunk says were aborted. Every batch's checksum is computed. A batch is copied, or
/// unpacked, into the bytes of the records once; nothing is made for a single record. Batches of
/// the formats before version 2 are rewritten by Kafka's own code first.
///
/// Source: Kafka's documentation, "Record Batch"; apache/kafka `DefaultRecordBatch.java`,
/// `DefaultRecord.java` and, for aborted transactions, `CompletedFetch.java`.
final class RecordDecoder {
    /// How many bytes are decoded at once, if there are as many.
    private static final int TARGET = 1 << 19;

    static final int BASE_OFFSET = 0;
    static final int LENGTH = 8;
    static final int LEADER_EPOCH = 12;
    static final int MAGIC = 16;
    static final int LAST_OFFSET_DELTA = 23;
    static final int BEFORE_LENGTH = 12;
    private static final int CRC = 17;
    private static final int ATTRIBUTES = 21;
    private static final int BASE_TIMESTAMP = 27;
    private static final int MAX_TIMESTAMP = 35;
    private static final int PRODUCER = 43;
    private static final int COUNT = 57;
    private static final int RECORDS = 61;

    private static final int COMPRESSION = 0x07;
    private static final int APPEND_TIME = 0x08;
    private static final int TRANSACTIONAL = 0x10;
    private static final int CONTROL = 0x20;

    static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final CRC32C crc = new CRC32C();
    private final BufferSupplier buffers = BufferSupplier.create();
    private final Set<Long> abortedNow = new HashSet<>();
    private final boolean checksums;

    private String name = "";
    private Chunk chunk = Chunk.nothing(0, 0);
    private int position;
    private int abortedSeen;
    private long from;
    private long to;

    /// Of the batch whose records are being given out: where they go on, how many are left.
    private int at;

    private int left;
    private long baseOffset;
    private long baseTimestamp;
    private long appendTime;
    private int timestampType;

    /// Where the varint that was read last ends.
    private int behind;

    /// @param checksums whether they are looked at
    RecordDecoder(boolean checksums) {
        this.checksums = checksums;
    }

    /// Takes the records of a range, out of the chunks to come.
    ///
    /// @param name of the partition, for messages
    void range(String name, long from, long to) {
        this.name = name;
        this.from = from;
        this.to = to;
        chunk = Chunk.nothing(from, from);
        position = 0;
        left = 0;
    }

    /// Goes on with this chunk; the one before has been read.
    void take(Chunk next) {
        chunk = next;
        from = Math.max(from, next.first()); // its first batch may begin before it
        position = next.from();
        abortedSeen = 0;
        abortedNow.clear();
    }

    /// Whether the chunk has no more records.
    boolean isRead() {
        return left == 0 && !hasBatch();
    }

    /// Forgets what [#fill] put into `records` before, but for what it has still to give out.
    void clear(Records records) {
        records.count = 0;
        if (left == 0) {
            records.used = 0;
        }
    }

    /// Adds records until they are enough or the chunk has no more.
    ///
    /// @return whether `records` can take more
    /// @throws IOException when a batch is damaged
    boolean fill(Records records) throws IOException {
        while (records.count < Batch.ROWS) {
            if (left > 0) {
                decode(records);
            } else if (records.count > 0 && records.used >= TARGET) {
                return false;
            } else if (!hasBatch()) {
                return true;
            } else {
                open(records);
            }
        }
        return false;
    }

    private boolean hasBatch() {
        int rest = chunk.to() - position;
        return rest > MAGIC
                && rest >= BEFORE_LENGTH + (int) INTS.get(chunk.bytes(), position + LENGTH)
                && (long) LONGS.get(chunk.bytes(), position + BASE_OFFSET) < to;
    }

    private void open(Records records) throws IOException {
        var bytes = chunk.bytes();
        int batch = position;
        int size = BEFORE_LENGTH + (int) INTS.get(bytes, batch + LENGTH);
        position += size;
        if (bytes[batch + MAGIC] < RecordBatch.MAGIC_VALUE_V2) {
            var rewritten = rewritten(bytes, batch, size);
            open(records, rewritten.array(), rewritten.arrayOffset(), rewritten.remaining());
        } else {
            open(records, bytes, batch, size);
        }
    }

    private void open(Records records, byte[] bytes, int batch, int size) throws IOException {
        baseOffset = (long) LONGS.get(bytes, batch + BASE_OFFSET);
        long last = baseOffset + (int) INTS.get(bytes, batch + LAST_OFFSET_DELTA);
        int attributes = bytes[batch + ATTRIBUTES + 1];
        if (checksums) {
            check(bytes, batch, size);
        }
        if (isLeftOut(bytes, batch, attributes, last) || last < from) {
            return;
        }
        boolean appended = (attributes & APPEND_TIME) != 0;
        timestampType = appended ? 1 : 0;
        appendTime = appended ? (long) LONGS.get(bytes, batch + MAX_TIMESTAMP) : -1;
        baseTimestamp = (long) LONGS.get(bytes, batch + BASE_TIMESTAMP);
        at = records.used;
        int compression = attributes & COMPRESSION;
        if (compression == 0) {
            records.reserve(size - RECORDS);
            System.arraycopy(bytes, batch + RECORDS, records.bytes, at, size - RECORDS);
            records.used += size - RECORDS;
        } else {
            unpack(records, compression, ByteBuffer.wrap(bytes, batch + RECORDS, size - RECORDS));
        }
        left = (int) INTS.get(bytes, batch + COUNT);
    }

    /// Whether a batch holds nothing that is read: control records, or a transaction that was
    /// aborted.
    private boolean isLeftOut(byte[] bytes, int batch, int attributes, long last) {
        while (abortedSeen < chunk.abortedCount() && chunk.abortedFirst(abortedSeen) <= last) {
            abortedNow.add(chunk.abortedProducer(abortedSeen++));
        }
        boolean control = (attributes & CONTROL) != 0;
        if (abortedNow.isEmpty()) {
            return control;
        }
        long producer = (long) LONGS.get(bytes, batch + PRODUCER);
        if (control && isAbort(bytes, batch)) {
            abortedNow.remove(producer);
        }
        return control || (attributes & TRANSACTIONAL) != 0 && abortedNow.contains(producer);
    }

    /// Whether a control batch ends a transaction by taking it back: the key of its record is a
    /// version and a type, of two bytes each.
    private boolean isAbort(byte[] bytes, int batch) {
        int length = number(bytes, batch + RECORDS);
        int delta = behind + 1;
        skip(bytes, delta);
        skip(bytes, behind);
        int key = number(bytes, behind);
        return length > 0 && key >= 4 && bytes[behind + 2] == 0 && bytes[behind + 3] == 0;
    }

    private void check(byte[] bytes, int batch, int size) throws IOException {
        crc.reset();
        crc.update(bytes, batch + ATTRIBUTES, size - ATTRIBUTES);
        if ((int) crc.getValue() != (int) INTS.get(bytes, batch + CRC)) {
            throw damaged("its checksum is wrong", null);
        }
    }

    private IOException damaged(String why, @Nullable Exception cause) {
        return new IOException(
                "the record batch at %s@%d is damaged: %s".formatted(name, baseOffset, why), cause);
    }

    private void unpack(Records records, int compression, ByteBuffer packed) throws IOException {
        var type = CompressionType.forId(compression);
        try (var in =
                Compression.of(type)
                        .build()
                        .wrapForInput(packed, RecordBatch.MAGIC_VALUE_V2, buffers)) {
            while (true) {
                records.reserve(1);
                int read = in.read(records.bytes, records.used, records.capacity() - records.used);
                if (read < 0) {
                    return;
                }
                records.used += read;
            }
        } catch (IOException | RuntimeException e) {
            throw damaged(
                    "it cannot be unpacked as %s: %s".formatted(type.name, e.getMessage()), e);
        }
    }

    private static ByteBuffer rewritten(byte[] bytes, int batch, int size) {
        var old = MemoryRecords.readableRecords(ByteBuffer.wrap(bytes, batch, size).slice());
        var first = old.batches().iterator().next();
        var builder =
                MemoryRecords.builder(
                        ByteBuffer.allocate(2 * size + RECORDS),
                        RecordBatch.MAGIC_VALUE_V2,
                        Compression.NONE,
                        first.timestampType(),
                        first.iterator().next().offset(),
                        first.maxTimestamp());
        for (var record : first) {
            builder.appendWithOffset(
                    record.offset(), record.timestamp(), record.key(), record.value());
        }
        return builder.build().buffer();
    }

    /// Gives out records of the batch that is open.
    private void decode(Records records) throws IOException {
        var bytes = records.bytes;
        int limit = records.used;
        int count = records.count;
        try {
            while (left > 0 && count < Batch.ROWS) {
                int length = number(bytes, at);
                int end = behind + length;
                if (length < 0 || end > limit) {
                    throw damaged("a record ends behind it", null);
                }
                long timestampDelta = longNumber(bytes, behind + 1);
                long offset = baseOffset + number(bytes, behind);
                at = end;
                left--;
                if (offset < from) {
                    continue;
                }
                if (offset >= to) {
                    left = 0;
                    break;
                }
                int key = number(bytes, behind);
                records.keyFrom[count] = key < 0 ? -1 : behind;
                records.keyTo[count] = behind + Math.max(key, 0);
                int value = number(bytes, records.keyTo[count]);
                records.valueFrom[count] = value < 0 ? -1 : behind;
                records.valueTo[count] = behind + Math.max(value, 0);
                if (records.valueTo[count] > end) {
                    throw damaged("a value ends behind its record", null);
                }
                records.headersFrom[count] = records.valueTo[count];
                records.offsets[count] = offset;
                records.timestamps[count] =
                        timestampType == 1 ? appendTime : baseTimestamp + timestampDelta;
                records.timestampTypes[count] = timestampType;
                count++;
            }
        } catch (IndexOutOfBoundsException e) {
            throw damaged("a record ends behind it", e);
        }
        records.count = count;
    }

    /// Adds what follows the value of a record to `into`.
    void headers(Records records, int index, Headers into) {
        var bytes = records.bytes;
        int many = number(bytes, records.headersFrom[index]);
        for (int i = 0; i < many; i++) {
            int key = number(bytes, behind);
            int keyFrom = behind;
            int value = number(bytes, keyFrom + key);
            int valueFrom = behind;
            into.header(keyFrom, keyFrom + key, value < 0 ? -1 : valueFrom, valueFrom + value);
            behind = valueFrom + Math.max(value, 0);
        }
    }

    /// Is told of the headers of a record.
    interface Headers {
        /// @param valueFrom -1 for a value that is null
        void header(int keyFrom, int keyTo, int valueFrom, int valueTo);
    }

    /// A zigzag varint of up to five bytes.
    private int number(byte[] bytes, int from) {
        int index = from;
        int b = bytes[index++];
        if (b >= 0) {
            behind = index;
            return b >>> 1 ^ -(b & 1);
        }
        int raw = b & 0x7F;
        int shift = 7;
        do {
            b = bytes[index++];
            raw |= (b & 0x7F) << shift;
            shift += 7;
        } while (b < 0 && shift < 35);
        behind = index;
        return raw >>> 1 ^ -(raw & 1);
    }

    /// A zigzag varint of up to ten bytes.
    private long longNumber(byte[] bytes, int from) {
        int index = from;
        long b = bytes[index++];
        long raw = b & 0x7F;
        int shift = 7;
        while (b < 0 && shift < 70) {
            b = bytes[index++];
            raw |= (b & 0x7F) << shift;
            shift += 7;
        }
        behind = index;
        return raw >>> 1 ^ -(raw & 1);
    }

    private void skip(byte[] bytes, int from) {
        int index = from;
        while (bytes[index] < 0) {
            index++;
        }
        behind = index + 1;
    }
}
