package io.tidemill.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Bytes that columns are written to, a whole run of rows at a time; [BatchCodec] says in what
/// form.
final class BatchBytes {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int MOST = Integer.MAX_VALUE - 16;

    private byte[] bytes;
    private int used;

    /// @param expected about how many bytes there will be
    BatchBytes(long expected) {
        bytes = new byte[(int) Math.min(expected, MOST)];
    }

    /// Forgets what was written.
    ///
    /// @param expected about how many bytes there will be
    void begin(long expected) {
        used = 0;
        if (bytes.length < expected) {
            bytes = new byte[(int) Math.min(expected, MOST)];
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int used() {
        return used;
    }

    int capacity() {
        return bytes.length;
    }

    private void room(long more) {
        long wanted = used + more;
        if (wanted > bytes.length) {
            if (wanted > MOST) {
                throw new IllegalStateException("a batch cannot be %d bytes".formatted(wanted));
            }
            bytes = Arrays.copyOf(bytes, (int) Math.clamp(bytes.length * 2L, wanted, MOST));
        }
    }

    void putBoolean(boolean value) {
        room(1);
        bytes[used++] = (byte) (value ? 1 : 0);
    }

    void putInt(int value) {
        room(4);
        INTS.set(bytes, used, value);
        used += 4;
    }

    void putLongs(long[] values, int from, int to) {
        room(8L * (to - from));
        var out = bytes;
        int at = used;
        for (int i = from; i < to; i++, at += 8) {
            LONGS.set(out, at, values[i]);
        }
        used = at;
    }

    /// Writes rows `[from, to)` of a column.
    void put(Column column, int from, int to) {
        boolean nulls = putValidity(column, from, to);
        switch (column) {
            case StructColumn struct -> {
                for (int i = 0; i < struct.fieldCount(); i++) {
                    put(struct.field(i), from, to);
                }
            }
            case ListColumn list -> putRanges(list, list.elements(), null, from, to);
            case MapColumn map -> putRanges(map, map.keys(), map.values(), from, to);
            case LongColumn longs when !nulls -> putLongs(longs.values(), from, to);
            case LongColumn longs -> putSomeLongs(longs, from, to);
            case DoubleColumn doubles -> putDoubles(doubles, from, to);
            case DecimalColumn decimals -> putDecimals(decimals, from, to);
            case BytesColumn strings -> putStrings(strings, from, to);
        }
    }

    private boolean putValidity(Column column, int from, int to) {
        boolean nulls = false;
        for (int row = from; column.mayHaveNulls() && row < to && !nulls; row++) {
            nulls = column.isNull(row);
        }
        putBoolean(nulls);
        if (nulls) {
            room(to - (long) from);
            for (int row = from; row < to; row++) {
                bytes[used++] = (byte) (column.isNull(row) ? 0 : 1);
            }
        }
        return nulls;
    }

    private void putSomeLongs(LongColumn column, int from, int to) {
        room(8L * (to - from));
        var values = column.values();
        for (int row = from; row < to; row++) {
            if (!column.isNull(row)) {
                LONGS.set(bytes, used, values[row]);
                used += 8;
            }
        }
    }

    private void putDoubles(DoubleColumn column, int from, int to) {
        room(8L * (to - from));
        var values = column.values();
        for (int row = from; row < to; row++) {
            if (!column.isNull(row)) {
                LONGS.set(bytes, used, Double.doubleToLongBits(values[row]));
                used += 8;
            }
        }
    }

    private void putDecimals(DecimalColumn column, int from, int to) {
        room(16L * (to - from));
        for (int row = from; row < to; row++) {
            if (!column.isNull(row)) {
                LONGS.set(bytes, used, column.high()[row]);
                LONGS.set(bytes, used + 8, column.low()[row]);
                used += 16;
            }
        }
    }

    private void putStrings(BytesColumn column, int from, int to) {
        var data = column.data();
        var starts = column.starts();
        var ends = column.ends();
        for (int row = from; row < to; row++) {
            if (!column.isNull(row)) {
                int length = ends[row] - starts[row];
                room(4L + length);
                INTS.set(bytes, used, length);
                System.arraycopy(data, starts[row], bytes, used + 4, length);
                used += 4 + length;
            }
        }
    }

    private void putRanges(
            RangeColumn column, Column first, @Nullable Column second, int from, int to) {
        var starts = column.starts();
        var ends = column.ends();
        for (int row = from; row < to; row++) {
            if (!column.isNull(row)) {
                putInt(ends[row] - starts[row]);
                put(first, starts[row], ends[row]);
                if (second != null) {
                    put(second, starts[row], ends[row]);
                }
            }
        }
    }
}
