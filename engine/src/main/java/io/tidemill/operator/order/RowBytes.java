package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// Turns rows into bytes that compare, unsigned and byte by byte, as the rows do: column by column
/// in the order of the parts, values as `io.tidemill.operator.BoxOrder` says. From the bytes the
/// row comes back exactly.
///
///     row      the parts, then, if a part holds floating numbers or maps, the rest
///     part     0 or 2 where NULL (first or last), else 1 and the value; descending: value inverted
///     long     8, big-endian, sign flipped
///     double   8, as a long whose order is that of the numbers, one NaN, no -0.0
///     decimal  16
///     bytes    each byte, 0 as 0 255; then 0 0
///     array    for each element 1 and a part; then 0
///     map      the entries in the order of their keys, for each 1, the key, the value; then 0
///     struct   its fields as parts
///     rest     what the order does not tell: a byte for every zero (1: it was -0.0), the places of a
///              map's entries (4 each), then the length of all that (4) and 1; or just 0
///
/// One thread's own: the bytes of the row encoded last are in [#bytes].
public final class RowBytes {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final byte PRESENT = 1;

    /// Which way a part is encoded: the frequent ones without asking its column what it is.
    private enum Form {
        LONG,
        TEXT,
        OTHER
    }

    private final Part[] parts;
    private final Form[] forms;
    private final DataType[] types;
    private final int keys;
    private final int head;
    private final boolean inexact;
    private byte[] bytes = new byte[256];
    private int length;
    private int keyLength;
    private byte[] rest = {};
    private int restLength;
    private boolean restNeeded;
    private final RowBytesReader reader = new RowBytesReader();

    /// One column of the order.
    ///
    /// @param column of the rows that are encoded
    /// @param target of the rows that come back; -1: it does not come back
    public record Part(int column, int target, boolean ascending, boolean nullsFirst) {
        /// A column as the total order of values has it.
        public static Part natural(int column, int target) {
            return new Part(column, target, true, true);
        }
    }

    /// @param input of the rows that are encoded
    /// @param keys how many of the first parts [#keyLength] measures
    public RowBytes(StructType input, List<Part> parts, int keys) {
        this(input, parts, keys, 0);
    }

    /// @param head bytes that are left free in front of a row in [#bytes], for who wants to put
    ///   something there
    RowBytes(StructType input, List<Part> parts, int keys, int head) {
        this.head = head;
        this.parts = parts.toArray(Part[]::new);
        this.keys = keys;
        types = new DataType[this.parts.length];
        forms = new Form[types.length];
        boolean found = false;
        for (int i = 0; i < types.length; i++) {
            types[i] = input.typeOf(this.parts[i].column());
            forms[i] = form(types[i]);
            found |= isInexact(types[i]);
        }
        inexact = found;
    }

    private static Form form(DataType type) {
        return switch (Column.create(type, 0)) {
            case LongColumn _ -> Form.LONG;
            case BytesColumn _ -> Form.TEXT;
            case DoubleColumn _, DecimalColumn _, ListColumn _, MapColumn _, StructColumn _ ->
                    Form.OTHER;
        };
    }

    private static boolean isInexact(DataType type) {
        return switch (type) {
            case FloatType _, DoubleType _, MapType _ -> true;
            case ArrayType array -> isInexact(array.elementType());
            case StructType struct ->
                    struct.fieldList().stream()
                            .map(StructField::dataType)
                            .anyMatch(RowBytes::isInexact);
            default -> false;
        };
    }

    /// Encodes a row into [#bytes].
    public void encode(Batch batch, int row) {
        encodeKeys(batch, row);
        encodeRest(batch, row);
    }

    /// Encodes what stands behind the key parts of a row, of which these are encoded.
    void encodeRest(Batch batch, int row) {
        for (int i = keys; i < parts.length; i++) {
            encodePart(i, batch, row);
        }
        if (inexact) {
            endRest();
        }
    }

    /// Encodes the key parts alone: enough to compare by.
    public void encodeKeys(Batch batch, int row) {
        length = head;
        restLength = 0;
        restNeeded = false;
        for (int i = 0; i < keys; i++) {
            encodePart(i, batch, row);
        }
        keyLength = length - head;
    }

    /// Makes a row that was encoded before the one encoded last.
    void load(byte[] data, int from, int to, int lengthOfKeys) {
        length = head;
        reserve(to - from);
        System.arraycopy(data, from, bytes, head, to - from);
        length += to - from;
        keyLength = lengthOfKeys;
    }

    /// The bytes of the row encoded last, behind the head if there is one; good until the next one.
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length - head;
    }

    /// How many of the bytes are those of the key parts.
    public int keyLength() {
        return keyLength;
    }

    private void encodePart(int part, Batch batch, int row) {
        var what = parts[part];
        var column = batch.column(what.column());
        if (column.isNull(row)) {
            putByte((byte) (what.nullsFirst() ? 0 : 2));
            return;
        }
        switch (forms[part]) {
            case LONG -> {
                long value = ((LongColumn) column).values()[row] ^ Long.MIN_VALUE;
                reserve(9);
                bytes[length] = PRESENT;
                LONGS.set(bytes, length + 1, what.ascending() ? value : ~value);
                length += 9;
                return;
            }
            case TEXT -> {
                var texts = (BytesColumn) column;
                putByte(PRESENT);
                if (what.ascending()) {
                    putBytes(texts.data(), texts.starts()[row], texts.ends()[row]);
                } else {
                    putInverted(texts.data(), texts.starts()[row], texts.ends()[row]);
                }
            }
            case OTHER -> {
                putByte(PRESENT);
                int from = length;
                encodeValue(column, row);
                if (!what.ascending()) {
                    copyInverted(bytes, from, bytes, from, length - from);
                }
            }
        }
    }

    /// Compares the first key part of a row, which need not be encoded, with that of a row that is
    /// encoded at a place of `data`; 0 where these do not decide, or are no numbers.
    int compareFirst(Batch batch, int row, byte[] data, int at) {
        if (keys == 0 || forms[0] != Form.LONG) {
            return 0;
        }
        var what = parts[0];
        var column = (LongColumn) batch.column(what.column());
        byte mark = !column.isNull(row) ? PRESENT : (byte) (what.nullsFirst() ? 0 : 2);
        if (mark != PRESENT || data[at] != PRESENT) {
            return mark - data[at];
        }
        long value = column.values()[row] ^ Long.MIN_VALUE;
        return Long.compareUnsigned(
                what.ascending() ? value : ~value, (long) LONGS.get(data, at + 1));
    }

    /// Copies bytes, each inverted.
    static void copyInverted(byte[] from, int start, byte[] to, int at, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            LONGS.set(to, at + i, ~(long) LONGS.get(from, start + i));
        }
        for (; i < length; i++) {
            to[at + i] = (byte) ~from[start + i];
        }
    }

    private void encodeNested(Column column, int row) {
        reserve(1);
        if (column.isNull(row)) {
            bytes[length++] = 0;
        } else {
            bytes[length++] = PRESENT;
            encodeValue(column, row);
        }
    }

    private void encodeValue(Column column, int row) {
        switch (column) {
            case LongColumn longs -> putLong(longs.getLong(row) ^ Long.MIN_VALUE);
            case DoubleColumn doubles -> putDouble(doubles.getDouble(row));
            case DecimalColumn decimals -> {
                putLong(decimals.high()[row] ^ Long.MIN_VALUE);
                putLong(decimals.low()[row]);
            }
            case BytesColumn texts ->
                    putBytes(texts.data(), texts.starts()[row], texts.ends()[row]);
            case ListColumn list -> {
                for (int i = list.starts()[row]; i < list.ends()[row]; i++) {
                    putByte(PRESENT);
                    encodeNested(list.elements(), i);
                }
                putByte((byte) 0);
            }
            case MapColumn map -> encodeMap(map, map.starts()[row], map.ends()[row]);
            case StructColumn struct -> {
                for (int i = 0; i < struct.fieldCount(); i++) {
                    encodeNested(struct.field(i), row);
                }
            }
        }
    }

    /// Writes the entries as they come and then again in order: maps are small and rare.
    private void encodeMap(MapColumn map, int from, int to) {
        int size = to - from;
        int start = length;
        var keyBytes = new byte[size][];
        var entries = new Integer[size];
        int restBefore = restLength;
        boolean neededBefore = restNeeded;
        for (int i = 0; i < size; i++) {
            encodeNested(map.keys(), from + i);
            keyBytes[i] = Arrays.copyOfRange(bytes, start, length);
            length = start;
            entries[i] = i;
        }
        restLength = restBefore;
        restNeeded = neededBefore;
        Arrays.sort(entries, (a, b) -> Arrays.compareUnsigned(keyBytes[a], keyBytes[b]));
        for (int i = 0; i < size; i++) {
            restNeeded |= entries[i] != i;
            reserveRest(4);
            INTS.set(rest, restLength, (int) entries[i]);
            restLength += 4;
        }
        for (var entry : entries) {
            putByte(PRESENT);
            encodeNested(map.keys(), from + entry);
            encodeNested(map.values(), from + entry);
        }
        putByte((byte) 0);
    }

    private void putByte(byte value) {
        reserve(1);
        bytes[length++] = value;
    }

    private void putLong(long value) {
        reserve(8);
        LONGS.set(bytes, length, value);
        length += 8;
    }

    private void putDouble(double value) {
        if (value == 0) {
            boolean negative = Double.doubleToRawLongBits(value) != 0;
            restNeeded |= negative;
            reserveRest(1);
            rest[restLength++] = (byte) (negative ? 1 : 0);
        }
        long bits = Double.doubleToLongBits(value + 0.0);
        putLong(bits ^ (bits >> 63 | Long.MIN_VALUE));
    }

    private void putBytes(byte[] data, int from, int to) {
        int size = to - from;
        if (zero(data, from, to, 0) == to) {
            reserve(size + 2);
            System.arraycopy(data, from, bytes, length, size);
            length += size;
        } else {
            reserve(2 * size + 2);
            for (int i = from; i < to; i++) {
                bytes[length++] = data[i];
                if (data[i] == 0) {
                    bytes[length++] = (byte) 0xFF;
                }
            }
        }
        bytes[length++] = 0;
        bytes[length++] = 0;
    }

    private void putInverted(byte[] data, int from, int to) {
        int size = to - from;
        if (zero(data, from, to, 0) == to) {
            reserve(size + 2);
            copyInverted(data, from, bytes, length, size);
            length += size;
            bytes[length++] = -1;
            bytes[length++] = -1;
        } else {
            int start = length;
            putBytes(data, from, to);
            copyInverted(bytes, start, bytes, start, length - start);
        }
    }

    /// Where the first 0 stands in `[from, to)`; `to` when there is none. Eight bytes at a time.
    ///
    /// @param flip 0, or -1 for bytes that are inverted
    static int zero(byte[] data, int from, int to, long flip) {
        int at = from;
        for (; at + 32 <= to; at += 32) {
            long any =
                    zeros((long) LITTLE.get(data, at) ^ flip)
                            | zeros((long) LITTLE.get(data, at + 8) ^ flip)
                            | zeros((long) LITTLE.get(data, at + 16) ^ flip)
                            | zeros((long) LITTLE.get(data, at + 24) ^ flip);
            if (any != 0) {
                break;
            }
        }
        for (; at + 8 <= to; at += 8) {
            long zeros = zeros((long) LITTLE.get(data, at) ^ flip);
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        while (at < to && data[at] != (byte) flip) {
            at++;
        }
        return at;
    }

    /// The top bit of each byte that is 0, up to the first of these; 0 when there is none.
    private static long zeros(long word) {
        return (word - 0x0101010101010101L) & ~word & 0x8080808080808080L;
    }

    private void endRest() {
        if (!restNeeded) {
            putByte((byte) 0);
            return;
        }
        reserve(restLength + 5);
        System.arraycopy(rest, 0, bytes, length, restLength);
        length += restLength;
        INTS.set(bytes, length, restLength);
        length += 4;
        bytes[length++] = 1;
    }

    private void reserve(int more) {
        if (bytes.length < length + more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    private void reserveRest(int more) {
        if (rest.length < restLength + more) {
            rest = Arrays.copyOf(rest, Math.max(16, (restLength + more) * 2));
        }
    }

    /// Writes the row that `[from, to)` of `data` encodes to row `row` of `out`, where there is
    /// room.
    public void decode(byte[] data, int from, int to, Batch out, int row) {
        reader.begin(data, from, to, inexact && data[to - 1] == 1 ? rest(data, to) : -1);
        for (int i = 0; i < parts.length; i++) {
            int target = parts[i].target();
            if (target < 0) {
                // Its zeros come back with it, so they are read even if nobody wants them.
                reader.skipPart(types[i], parts[i].ascending());
            } else {
                reader.readPart(parts[i].ascending(), out.column(target), row);
            }
        }
    }

    private static int rest(byte[] data, int to) {
        return to - 5 - (int) INTS.get(data, to - 5);
    }
}
