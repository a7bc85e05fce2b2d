package io.tidemill.data;

import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StringType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Strings (UTF-8) or binary values: row r is the bytes `[starts[r], ends[r])` of [#data].
///
/// The bytes may be the column's own, filled by [#append], or shared with whoever read them: after
/// [#share] a row is set by two numbers and no byte moves. Shared bytes are never written through
/// the column: the first [#append] to a sharing column copies what its rows hold.
public final class BytesColumn extends Column {
    private static final byte[] NOTHING = {};
    private static final int WORDS_MAX = 32;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private int[] starts;
    private int[] ends;
    private byte[] data = NOTHING;
    private byte[] own = NOTHING;
    private int used;

    public BytesColumn(DataType type, int capacity) {
        super(type, capacity);
        starts = new int[capacity];
        ends = new int[capacity];
    }

    public byte[] data() {
        return data;
    }

    public int[] starts() {
        return starts;
    }

    public int[] ends() {
        return ends;
    }

    /// Lets the rows be views into `bytes`, which must not change while the batch is in use. To be
    /// called before the first row is written.
    public void share(byte[] bytes) {
        data = bytes;
    }

    /// Whether the rows are views of bytes that are not the column's own.
    boolean isShared() {
        return data != own;
    }

    /// Makes `row` a view of `[start, end)` of the shared bytes.
    public void setView(int row, int start, int end) {
        starts[row] = start;
        ends[row] = end;
    }

    /// Makes `row` a copy of `[start, end)` of `source`, in bytes of the column's own.
    public void append(int row, byte[] source, int start, int end) {
        int at = room(row, end - start);
        System.arraycopy(source, start, own, at, end - start);
        starts[row] = at;
        ends[row] = used = at + end - start;
    }

    /// Makes `row` `length` bytes of the column's own, to be written at [#starts]`[row]` of [#data]
    /// at once.
    public void extend(int row, int length) {
        int at = room(row, length);
        starts[row] = at;
        ends[row] = used = at + length;
    }

    private int room(int row, int length) {
        if (data != own) {
            takeOver(row);
        }
        if (own.length - used < length) {
            long wanted = Math.max((long) used + length, own.length * 2L);
            if (used + (long) length > Integer.MAX_VALUE - 16) {
                throw new IllegalStateException(
                        "a column of one batch cannot hold %d bytes".formatted(wanted));
            }
            own =
                    Arrays.copyOf(
                            own, (int) Math.min(Math.max(wanted, 1024), Integer.MAX_VALUE - 16));
            data = own;
        }
        return used;
    }

    /// Copies what the rows before `rows` hold of shared bytes.
    private void takeOver(int rows) {
        var shared = data;
        used = 0;
        data = own;
        for (int row = 0; row < rows; row++) {
            if (!isNull(row) && ends[row] <= shared.length && starts[row] <= ends[row]) {
                append(row, shared, starts[row], ends[row]);
            }
        }
    }

    @Override
    public void clear() {
        super.clear();
        used = 0;
        data = own;
    }

    @Override
    void grow(int capacity) {
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
    }

    @Override
    Object boxed(int row) {
        return type() instanceof StringType
                ? new String(data, starts[row], ends[row] - starts[row], StandardCharsets.UTF_8)
                : Arrays.copyOfRange(data, starts[row], ends[row]);
    }

    @Override
    void setBoxed(int row, Object value) {
        var bytes =
                value instanceof String text
                        ? text.getBytes(StandardCharsets.UTF_8)
                        : (byte[]) value;
        append(row, bytes, 0, bytes.length);
    }

    @Override
    void copyValue(int row, Column from, int fromRow) {
        var other = (BytesColumn) from;
        append(row, other.data, other.starts[fromRow], other.ends[fromRow]);
    }

    @Override
    void copyValues(int at, Column from, int[] rows, int count) {
        var other = (BytesColumn) from;
        int[] otherStarts = other.starts;
        int[] otherEnds = other.ends;
        long total = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            starts[at + i] = other.isNull(row) ? 0 : otherStarts[row];
            ends[at + i] = other.isNull(row) ? 0 : otherEnds[row];
            total += ends[at + i] - starts[at + i];
        }
        var source = other.data;
        int to = room(at, (int) Math.min(total, Integer.MAX_VALUE));
        for (int i = at; i < at + count; i++) {
            int start = starts[i];
            int length = ends[i] - start;
            copyBytes(source, start, own, to, length);
            starts[i] = to;
            to += length;
            ends[i] = to;
        }
        used = to;
    }

    @Override
    public void viewAll(Column from, int[] rows, int count) {
        var other = (BytesColumn) from;
        share(other.data);
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (other.isNull(row)) {
                setNull(i);
            } else {
                setPresent(i);
                setView(i, other.starts[row], other.ends[row]);
            }
        }
    }

    /// Copies `length` bytes, short ones in whole words; what lies behind them in `to` is lost.
    private static void copyBytes(byte[] from, int start, byte[] to, int at, int length) {
        if (length > WORDS_MAX || start + WORDS_MAX > from.length || at + WORDS_MAX > to.length) {
            System.arraycopy(from, start, to, at, length);
            return;
        }
        LONGS.set(to, at, (long) LONGS.get(from, start));
        LONGS.set(to, at + 8, (long) LONGS.get(from, start + 8));
        if (length > 16) {
            LONGS.set(to, at + 16, (long) LONGS.get(from, start + 16));
            LONGS.set(to, at + 24, (long) LONGS.get(from, start + 24));
        }
    }

    @Override
    public long bytes(int rows) {
        long bytes = 8L * rows;
        for (int row = 0; row < rows; row++) {
            bytes += isNull(row) ? 0 : ends[row] - starts[row];
        }
        return bytes;
    }
}
