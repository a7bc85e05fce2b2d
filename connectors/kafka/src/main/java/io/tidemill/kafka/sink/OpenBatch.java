package io.tidemill.kafka.sink;

import static org.apache.kafka.common.record.internal.DefaultRecordBatch.RECORD_BATCH_OVERHEAD;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Records of one partition that are being encoded as they stand in a batch of Kafka's format 2,
/// behind room for its head. One owner. Room is kept for the next batch.
///
/// A record is its length, attributes (none), time (that of the batch), place in the batch, key,
/// value and headers; numbers are zigzag varints, a length of -1 says that there is none.
///
/// Source: Kafka's documentation, *Message Format*; apache/kafka `DefaultRecord.java`.
final class OpenBatch {
    /// What Kafka adds to a record at most, beside its headers.
    static final int OVERHEAD = 32;

    /// What a packed batch has at most beside what was packed.
    private static final int PACKED_MORE = 1 << 10;

    private byte[] bytes = new byte[1 << 12];
    private byte[] packed = {};
    private int used = RECORD_BATCH_OVERHEAD;
    private int records;

    int records() {
        return records;
    }

    /// Of the records and the head.
    int used() {
        return used;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Adds a record, and says how many bytes it has.
    ///
    /// @param key null: it has none
    /// @param value null: it has none
    /// @param headers encoded, in their order
    int add(
            byte @Nullable [] key,
            int keyFrom,
            int keyTo,
            byte @Nullable [] value,
            int valueFrom,
            int valueTo,
            Headers headers) {
        int keyLength = key == null ? -1 : keyTo - keyFrom;
        int valueLength = value == null ? -1 : valueTo - valueFrom;
        int length =
                2
                        + size(records)
                        + size(keyLength)
                        + Math.max(0, keyLength)
                        + size(valueLength)
                        + Math.max(0, valueLength)
                        + size(headers.count())
                        + headers.used();
        room(length + 5);
        int before = used;
        number(length);
        bytes[used++] = 0;
        bytes[used++] = 0;
        number(records);
        number(keyLength);
        if (key != null) {
            put(key, keyFrom, keyLength);
        }
        number(valueLength);
        if (value != null) {
            put(value, valueFrom, valueLength);
        }
        number(headers.count());
        put(headers.bytes(), 0, headers.used());
        records++;
        return used - before;
    }

    private void put(byte[] source, int from, int length) {
        System.arraycopy(source, from, bytes, used, length);
        used += length;
    }

    private void number(int value) {
        used = number(value, bytes, used);
    }

    /// Writes a zigzag varint; where it ends.
    static int number(int value, byte[] into, int at) {
        int rest = value << 1 ^ value >> 31;
        int next = at;
        while ((rest & ~0x7f) != 0) {
            into[next++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        into[next++] = (byte) rest;
        return next;
    }

    /// How many bytes [#number] writes.
    static int size(int value) {
        int bits = 32 - Integer.numberOfLeadingZeros(value << 1 ^ value >> 31);
        return Math.max(1, (bits + 6) / 7);
    }

    private void room(int more) {
        if (bytes.length - used < more) {
            long wanted = Math.max((long) used + more, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
    }

    /// Room in which the batch is packed, used again for the next one.
    ByteBuffer roomToPack() {
        if (packed.length < used + PACKED_MORE) {
            packed = new byte[used + PACKED_MORE];
        }
        return ByteBuffer.wrap(packed);
    }

    /// Forgets all records and keeps the room.
    void clear() {
        used = RECORD_BATCH_OVERHEAD;
        records = 0;
    }

    /// The headers of one record. One owner.
    static final class Headers {
        private byte[] bytes = new byte[64];
        private int used;
        private int count;

        int count() {
            return count;
        }

        int used() {
            return used;
        }

        byte[] bytes() {
            return bytes;
        }

        void clear() {
            used = 0;
            count = 0;
        }

        void add(byte[] name, byte @Nullable [] value) {
            int valueLength = value == null ? -1 : value.length;
            int more = 10 + name.length + Math.max(0, valueLength);
            if (bytes.length - used < more) {
                bytes = Arrays.copyOf(bytes, Math.max(used + more, bytes.length * 2));
            }
            used = number(name.length, bytes, used);
            System.arraycopy(name, 0, bytes, used, name.length);
            used = number(valueLength, bytes, used + name.length);
            if (value != null) {
                System.arraycopy(value, 0, bytes, used, valueLength);
                used += valueLength;
            }
            count++;
        }
    }
}
