package io.tidemill.kafka.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads the binary form of Avro, never behind the end of its record.
final class AvroInput {
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    byte[] bytes = {};
    int at;
    int end;

    /// What is wrong with a record.
    static final class Damaged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message, null, false, false);
        }
    }

    long number() {
        long raw = 0;
        int shift = 0;
        while (true) {
            if (at >= end || shift > 63) {
                throw new Damaged("it ends within a number, or a number has no end");
            }
            long b = bytes[at++];
            raw |= (b & 0x7F) << shift;
            if (b >= 0) {
                return raw >>> 1 ^ -(raw & 1);
            }
            shift += 7;
        }
    }

    /// A length that the rest of the record can have.
    int length() {
        long length = number();
        if (length < 0 || length > end - at) {
            throw new Damaged("a value of %d bytes ends behind it".formatted(length));
        }
        return (int) length;
    }

    /// Passes over bytes; returns where they begin.
    int take(int length) {
        if (length > end - at) {
            throw new Damaged("a value of %d bytes ends behind it".formatted(length));
        }
        int from = at;
        at += length;
        return from;
    }

    boolean bool() {
        return bytes[take(1)] != 0;
    }

    float real() {
        return Float.intBitsToFloat((int) INTS.get(bytes, take(4)));
    }

    double wideReal() {
        return Double.longBitsToDouble((long) LONGS.get(bytes, take(8)));
    }

    /// How many items the next block of an array or a map has; 0 at its end.
    long block() {
        long count = number();
        if (count < 0) {
            var unused = number(); // its size in bytes
            count = -count;
        }
        if (count > Math.max(1 << 20, 8L * bytes.length)) {
            throw new Damaged("an array of %d items".formatted(count));
        }
        return count;
    }
}
