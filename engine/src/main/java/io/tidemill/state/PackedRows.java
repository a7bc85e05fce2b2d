package io.tidemill.state;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Rows that replace each other, each in one piece of a [BytesPool], named by an address. In memory
/// only: checkpoints have columns.
///
///     row      its length (4), which of the first 32 columns are NULL (4), the others in words of 8;
///              then the fixed part of each column; then the bytes
///     fixed    a long or a double 8, a wide decimal 16; of strings and nested values where in the
///              row their bytes are (4) and how many (4)
///
/// One thread's own.
public final class PackedRows {
    /// No row's address.
    public static final long NONE = -1;

    /// The bytes that memory gives at a time, and how many of a row are worth asking for early.
    private static final int LINE = 64;

    private static final int NEAR = 1024;
    private static final int NULLS = 32;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private enum Form {
        LONG,
        DOUBLE,
        WIDE,
        BYTES,
        NESTED
    }

    private final StructType schema;
    private final Form[] forms;
    private final int[] offsets;
    private final int[] texts; // which columns have bytes
    private final int head;
    private final int fixed;
    private final NestedBytes nested = new NestedBytes();
    private BytesPool pool = new BytesPool();
    private int unusedSum; // of what is read early, so that it must be read
    private byte[][] packed = {}; // the nested values of the row that is being put

    public PackedRows(StructType schema) {
        this.schema = schema;
        forms =
                schema.fieldList().stream()
                        .map(StructField::dataType)
                        .map(type -> form(Column.create(type, 0)))
                        .toArray(Form[]::new);
        offsets = new int[forms.length];
        texts = new int[(int) Arrays.stream(forms).filter(PackedRows::hasBytes).count()];
        head = 8 + 8 * ((Math.max(0, forms.length - NULLS) + 63) / 64);
        int next = head;
        int text = 0;
        for (int i = 0; i < forms.length; i++) {
            offsets[i] = next;
            next += forms[i] == Form.WIDE ? 16 : 8;
            if (hasBytes(forms[i])) {
                texts[text++] = i;
            }
        }
        fixed = next;
    }

    private static Form form(Column column) {
        return switch (column) {
            case LongColumn _ -> Form.LONG;
            case DoubleColumn _ -> Form.DOUBLE;
            case DecimalColumn _ -> Form.WIDE;
            case BytesColumn _ -> Form.BYTES;
            case ListColumn _, MapColumn _, StructColumn _ -> Form.NESTED;
        };
    }

    private static boolean hasBytes(Form form) {
        return form == Form.BYTES || form == Form.NESTED;
    }

    /// Keeps a row of a batch.
    ///
    /// @param columns where in the batch the columns are
    /// @return its address
    public long put(Batch batch, int[] columns, int row) {
        int length = measure(batch, columns, row);
        long address = pool.allocate(length);
        write(address, length, batch, columns, row);
        return address;
    }

    /// Keeps a row in place of one that is not needed any more.
    public long replace(long old, Batch batch, int[] columns, int row) {
        int length = measure(batch, columns, row);
        long address = pool.reallocate(old, length(old), length);
        write(address, length, batch, columns, row);
        return address;
    }

    /// Lets go of a row.
    public void release(long address) {
        pool.release(address, length(address));
    }

    /// Copies a row to another place.
    ///
    /// @param to rows of the same columns
    public long move(long address, PackedRows to) {
        int at = BytesHeap.offset(address);
        return to.pool.append(pool.page(address), at, at + length(address));
    }

    /// Whether it pays to move what is needed elsewhere.
    public boolean isMostlyWaste() {
        return pool.isMostlyWaste();
    }

    /// Rows of the same columns, of which none is kept yet.
    public PackedRows empty() {
        return new PackedRows(schema);
    }

    /// Takes over what another one keeps, which is not to be used any more; forgets its own.
    public void become(PackedRows other) {
        pool = other.pool;
    }

    private int length(long address) {
        return (int) INTS.get(pool.page(address), BytesHeap.offset(address));
    }

    /// How many bytes the row takes.
    private int measure(Batch batch, int[] columns, int row) {
        int length = fixed;
        for (int c : texts) {
            var column = batch.column(columns[c]);
            if (column.isNull(row)) {
                continue;
            }
            if (forms[c] == Form.BYTES) {
                var bytes = (BytesColumn) column;
                length += bytes.ends()[row] - bytes.starts()[row];
            } else {
                nested.encode(column, row, false);
                if (packed.length == 0) {
                    packed = new byte[forms.length][];
                }
                packed[c] = Arrays.copyOf(nested.bytes(), nested.length());
                length += nested.length();
            }
        }
        return length;
    }

    private void write(long address, int length, Batch batch, int[] columns, int row) {
        var page = pool.page(address);
        int at = BytesHeap.offset(address);
        INTS.set(page, at, length);
        INTS.set(page, at + 4, 0);
        for (int word = at + 8; word < at + head; word += 8) {
            LONGS.set(page, word, 0L);
        }
        int end = fixed;
        for (int c = 0; c < forms.length; c++) {
            var column = batch.column(columns[c]);
            if (column.isNull(row)) {
                setNull(page, at, c);
                continue;
            }
            int to = at + offsets[c];
            switch (forms[c]) {
                case LONG -> LONGS.set(page, to, ((LongColumn) column).values()[row]);
                case DOUBLE ->
                        LONGS.set(
                                page,
                                to,
                                Double.doubleToLongBits(((DoubleColumn) column).values()[row]));
                case WIDE -> {
                    LONGS.set(page, to, ((DecimalColumn) column).high()[row]);
                    LONGS.set(page, to + 8, ((DecimalColumn) column).low()[row]);
                }
                case BYTES -> {
                    var bytes = (BytesColumn) column;
                    int start = bytes.starts()[row];
                    int size = bytes.ends()[row] - start;
                    end = writeBytes(page, at, to, end, bytes.data(), start, size);
                }
                case NESTED -> end = writeBytes(page, at, to, end, packed[c], 0, packed[c].length);
            }
        }
    }

    private static int writeBytes(
            byte[] page, int at, int to, int place, byte[] source, int start, int size) {
        INTS.set(page, to, place);
        INTS.set(page, to + 4, size);
        System.arraycopy(source, start, page, at + place, size);
        return place + size;
    }

    private static void setNull(byte[] page, int at, int c) {
        if (c < NULLS) {
            INTS.set(page, at + 4, (int) INTS.get(page, at + 4) | 1 << c);
        } else {
            int word = at + 8 + 8 * ((c - NULLS) >> 6);
            LONGS.set(page, word, (long) LONGS.get(page, word) | 1L << (c - NULLS));
        }
    }

    private static boolean isNull(byte[] page, int at, int c) {
        return c < NULLS
                ? ((int) INTS.get(page, at + 4) >>> c & 1) != 0
                : ((long) LONGS.get(page, at + 8 + 8 * ((c - NULLS) >> 6)) >>> (c - NULLS) & 1)
                        != 0;
    }

    public boolean isNull(long address, int column) {
        return isNull(pool.page(address), BytesHeap.offset(address), column);
    }

    /// A word of a column of numbers, not NULL there: a long, the bits of a double, the high (0) or
    /// the low half (1) of a wide decimal.
    public long word(long address, int column, int word) {
        int at = BytesHeap.offset(address) + offsets[column] + 8 * word;
        return (long) LONGS.get(pool.page(address), at);
    }

    /// Compares bytes with those of a column of strings, not NULL there, byte by byte, unsigned.
    public int compare(byte[] data, int from, int to, long address, int column) {
        var page = pool.page(address);
        int at = BytesHeap.offset(address);
        int place = at + (int) INTS.get(page, at + offsets[column]);
        int size = (int) INTS.get(page, at + offsets[column] + 4);
        return Arrays.compareUnsigned(data, from, to, page, place, place + size);
    }

    /// Brings rows that are about to be read near, all at once: read one by one, each would wait
    /// for memory.
    public void bringNear(long[] addresses, int count) {
        int seen = 0;
        for (int i = 0; i < count; i++) {
            seen += addresses[i] == NONE ? 0 : length(addresses[i]);
        }
        for (int i = 0; i < count; i++) {
            if (addresses[i] == NONE) {
                continue;
            }
            var page = pool.page(addresses[i]);
            int at = BytesHeap.offset(addresses[i]);
            int end = at + Math.min(length(addresses[i]), NEAR);
            for (int line = at + LINE; line < end; line += LINE) {
                seen += page[line];
            }
        }
        unusedSum = seen;
    }

    /// Writes a column of the rows at `addresses[0]` to `addresses[count - 1]` to the rows `at` on
    /// of `out`, for which there is room; [#NONE] gives NULL.
    public void read(int column, long[] addresses, int count, Column out, int at) {
        for (int i = 0; i < count; i++) {
            if (addresses[i] == NONE || isNull(addresses[i], column)) {
                out.setNull(at + i);
            } else {
                out.setPresent(at + i);
                read(addresses[i], column, out, at + i);
            }
        }
    }

    private void read(long address, int c, Column out, int row) {
        var page = pool.page(address);
        int from = BytesHeap.offset(address);
        int word = from + offsets[c];
        switch (out) {
            case LongColumn longs -> longs.setLong(row, (long) LONGS.get(page, word));
            case DoubleColumn doubles ->
                    doubles.setDouble(row, Double.longBitsToDouble((long) LONGS.get(page, word)));
            case DecimalColumn decimals ->
                    decimals.setDecimal(
                            row, (long) LONGS.get(page, word), (long) LONGS.get(page, word + 8));
            case BytesColumn bytes -> {
                int place = from + (int) INTS.get(page, word);
                bytes.append(row, page, place, place + (int) INTS.get(page, word + 4));
            }
            case ListColumn _, MapColumn _, StructColumn _ ->
                    nested.decode(page, from + (int) INTS.get(page, word), out, row);
        }
    }

    /// About how many bytes it takes.
    public long bytes() {
        return pool.bytes();
    }
}
