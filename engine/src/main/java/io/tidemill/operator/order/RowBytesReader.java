package io.tidemill.operator.order;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Reads the parts of one row that [RowBytes] encoded, from the front on. One thread's own.
final class RowBytesReader {
    private static final byte PRESENT = RowBytes.PRESENT;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] scratch = {};
    private byte[] row = {};
    private byte[] data = {}; // the row, or a part of it the right way round
    private int at;
    private int end;
    private int restAt;

    /// @param rest -1: every zero is 0.0 and every map in order
    void begin(byte[] source, int from, int to, int rest) {
        row = source;
        data = source;
        at = from;
        end = to;
        restAt = rest;
    }

    /// Reads a part to row `row` of a column.
    void readPart(boolean ascending, Column into, int row) {
        if (data[at++] != PRESENT) {
            into.setNull(row);
            return;
        }
        into.setPresent(row);
        if (into instanceof LongColumn longs) {
            long value = nextLong();
            longs.setLong(row, (ascending ? value : ~value) ^ Long.MIN_VALUE);
        } else if (into instanceof BytesColumn texts) {
            readText(ascending, texts, row);
        } else if (!ascending) {
            int start = turn();
            readValue(into, row);
            turnBack(start);
        } else {
            readValue(into, row);
        }
    }

    /// Goes on in a copy of what comes next, inverted; returns where that is in the row.
    private int turn() {
        int size = end - at;
        if (scratch.length < size) {
            scratch = new byte[size];
        }
        for (int i = 0; i < size; i++) {
            scratch[i] = (byte) ~data[at + i];
        }
        int start = at;
        data = scratch;
        at = 0;
        return start;
    }

    private void turnBack(int start) {
        data = row;
        at += start;
    }

    private void readNested(Column into, int row) {
        if (data[at++] == PRESENT) {
            into.setPresent(row);
            readValue(into, row);
        } else {
            into.setNull(row);
        }
    }

    private void readValue(Column into, int row) {
        switch (into) {
            case LongColumn longs -> longs.setLong(row, nextLong() ^ Long.MIN_VALUE);
            case DoubleColumn doubles -> doubles.setDouble(row, nextDouble());
            case DecimalColumn decimals ->
                    decimals.setDecimal(row, nextLong() ^ Long.MIN_VALUE, nextLong());
            case BytesColumn texts -> readBytes(texts, row);
            case ListColumn list -> {
                int size = count(((ArrayType) list.type()).elementType(), null);
                int to = list.extend(row, size);
                for (int i = 0; i < size; i++) {
                    at++;
                    readNested(list.elements(), to + i);
                }
                at++;
            }
            case MapColumn map -> readMap(map, row);
            case StructColumn struct -> {
                for (int i = 0; i < struct.fieldCount(); i++) {
                    readNested(struct.field(i), row);
                }
            }
        }
    }

    private void readMap(MapColumn map, int row) {
        var type = (MapType) map.type();
        int size = count(type.keyType(), type.valueType());
        int to = map.extend(row, size);
        var places = new int[size];
        for (int i = 0; i < size; i++) {
            places[i] = restAt < 0 ? i : (int) INTS.get(this.row, restAt + 4 * i);
        }
        restAt += restAt < 0 ? 0 : 4 * size;
        for (int place : places) {
            at++;
            readNested(map.keys(), to + place);
            readNested(map.values(), to + place);
        }
        at++;
    }

    private long nextLong() {
        long value = (long) LONGS.get(data, at);
        at += 8;
        return value;
    }

    private double nextDouble() {
        long bits = nextLong();
        double value = Double.longBitsToDouble(bits ^ (~bits >> 63 | Long.MIN_VALUE));
        return value == 0 && restAt >= 0 && row[restAt++] == 1 ? -0.0 : value;
    }

    private void readText(boolean ascending, BytesColumn into, int row) {
        if (ascending) {
            readBytes(into, row);
            return;
        }
        int stop = RowBytes.zero(data, at, end, -1);
        if (data[stop + 1] == -1) {
            into.extend(row, stop - at);
            RowBytes.copyInverted(data, at, into.data(), into.starts()[row], stop - at);
            at = stop + 2;
        } else { // a zero in the text
            int start = turn();
            readBytes(into, row);
            turnBack(start);
        }
    }

    private void readBytes(BytesColumn into, int row) {
        int zero = RowBytes.zero(data, at, data.length, 0);
        if (data[zero + 1] == 0) {
            into.append(row, data, at, zero);
            at = zero + 2;
            return;
        }
        var plain = new byte[textEnd(zero) - at];
        int size = 0;
        while (data[at] != 0 || data[at + 1] != 0) {
            plain[size++] = data[at];
            at += data[at] == 0 ? 2 : 1;
        }
        at += 2;
        into.append(row, plain, 0, size);
    }

    private int textEnd(int from) {
        int to = from;
        while (data[to] != 0 || data[to + 1] != 0) {
            to += data[to] == 0 ? 2 : 1;
        }
        return to;
    }

    /// How many elements, or entries, stand here; what is read next does not change.
    private int count(DataType first, @Nullable DataType second) {
        int from = at;
        int restFrom = restAt;
        int size = 0;
        while (data[at] == PRESENT) {
            at++;
            skipNested(first);
            if (second != null) {
                skipNested(second);
            }
            size++;
        }
        at = from;
        restAt = restFrom;
        return size;
    }

    /// Passes over a part.
    void skipPart(DataType type, boolean ascending) {
        if (data[at++] != PRESENT) {
            return;
        }
        if (ascending) {
            skipValue(type);
            return;
        }
        int start = turn();
        skipValue(type);
        turnBack(start);
    }

    private void skipNested(DataType type) {
        if (data[at++] == PRESENT) {
            skipValue(type);
        }
    }

    private void skipValue(DataType type) {
        switch (type) {
            case FloatType _, DoubleType _ -> nextDouble();
            case DecimalType decimal when !decimal.fitsLong() -> at += 16;
            case StringType _, BinaryType _ -> at = textEnd(at) + 2;
            case ArrayType array -> {
                while (data[at++] == PRESENT) {
                    skipNested(array.elementType());
                }
            }
            case MapType map -> skipMap(map);
            case StructType struct ->
                    struct.fieldList().forEach(field -> skipNested(field.dataType()));
            default -> at += 8;
        }
    }

    private void skipMap(MapType map) {
        int size = count(map.keyType(), map.valueType());
        restAt += restAt < 0 ? 0 : 4 * size;
        for (int i = 0; i < size; i++) {
            at++;
            skipNested(map.keyType());
            skipNested(map.valueType());
        }
        at++;
    }
}
