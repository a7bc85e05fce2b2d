package io.tidemill.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A hash of a row over all of its fields, and of many rows in any order: the sum of theirs.
///
/// Every engine of the benchmark computes it in its sink, with this very class, so that no engine
/// can leave a field unread and equal results are equal numbers. Written for Java 17, on which some
/// of the peers may run. Use: [#begin], a call for each field in order, [#end].
public final class RowHash {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long K1 = 0x9E3779B97F4A7C15L;
    private static final long K2 = 0xBF58476D1CE4E5B9L;
    private static final long NULL = 0x94D049BB133111EBL;

    private long row;
    private long sum;
    private long rows;

    public void begin() {
        row = K1;
    }

    public void addNull() {
        mix(NULL);
    }

    public void addLong(long value) {
        mix(value);
    }

    public void addDouble(double value) {
        mix(Double.doubleToLongBits(value));
    }

    public void addBytes(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            mix((long) LONG.get(bytes, at));
        }
        long rest = (long) to - from;
        for (; at < to; at++) {
            rest = rest << 8 | (bytes[at] & 0xFF);
        }
        mix(rest);
    }

    public void end() {
        sum += (row ^ row >>> 32) * K2;
        rows++;
    }

    private void mix(long value) {
        row = (row ^ value) * K2;
        row ^= row >>> 29;
    }

    /// The hash of all rows so far.
    public long sum() {
        return sum;
    }

    public long rows() {
        return rows;
    }

    /// Takes in what another one has counted.
    public void add(long otherRows, long otherSum) {
        rows += otherRows;
        sum += otherSum;
    }
}
