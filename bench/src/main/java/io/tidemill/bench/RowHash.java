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

    /// The hash of a row of which no field has been added.
    public static final long BEGIN = 0x9E3779B97F4A7C15L;

    private static final long K2 = 0xBF58476D1CE4E5B9L;
    private static final long K3 = 0xD6E8FEB86659FD93L;
    private static final long NULL = 0x94D049BB133111EBL;

    private long row;
    private long sum;
    private long rows;

    public void begin() {
        row = BEGIN;
    }

    public void addNull() {
        row = ofNull(row);
    }

    public void addLong(long value) {
        row = ofLong(row, value);
    }

    public void addDouble(double value) {
        row = ofLong(row, Double.doubleToLongBits(value));
    }

    public void addBytes(byte[] bytes, int from, int to) {
        row = ofBytes(row, bytes, from, to);
    }

    public void end() {
        add(1, end(row));
    }

    /// Ends a row that is taken back: it counts as if it had never been added.
    public void endTaken() {
        add(-1, -end(row));
    }

    /// The hash of a row up to some field and one field more, for sinks that work column by column
    /// and begin each row with [#BEGIN].
    public static long ofNull(long row) {
        return ofLong(row, NULL);
    }

    public static long ofLong(long row, long value) {
        return Long.rotateLeft((row ^ value) * K2, 29);
    }

    /// Two lanes of eight bytes each, so that one multiplication need not wait for the other.
    public static long ofBytes(long row, byte[] bytes, int from, int to) {
        long even = row;
        long odd = K3;
        int at = from;
        for (; at + 16 <= to; at += 16) {
            even = ofLong(even, (long) LONG.get(bytes, at));
            odd = ofLong(odd, (long) LONG.get(bytes, at + 8));
        }
        if (at + 8 <= to) {
            even = ofLong(even, (long) LONG.get(bytes, at));
            at += 8;
        }
        long rest = (long) to - from;
        for (; at < to; at++) {
            rest = rest << 8 | (bytes[at] & 0xFF);
        }
        return ofLong(ofLong(even, odd), rest);
    }

    /// What a row adds to the sum.
    public static long end(long row) {
        return (row ^ row >>> 32) * K2;
    }

    /// The hash of all rows so far.
    public long sum() {
        return sum;
    }

    public long rows() {
        return rows;
    }

    /// Forgets all rows.
    public void clear() {
        rows = 0;
        sum = 0;
    }

    /// Takes in what another one has counted.
    public void add(long otherRows, long otherSum) {
        rows += otherRows;
        sum += otherSum;
    }
}
