package io.tidemill.state;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Arrays, maps and structs as bytes, for rows that are kept packed. In memory only: checkpoints
/// have columns.
///
/// A value is written part by part, each behind a byte that says whether it is there: numbers in 8
/// bytes (wide decimals 16), strings behind their length, arrays and maps behind the number of
/// their entries. Equal values have equal bytes, but that `-0.0` keeps its sign outside of keys and
/// a map its order.
final class NestedBytes {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[256];
    private int length;
    private boolean canonical;
    private byte[] from = {};
    private int at;

    /// What [#encode] wrote, in the first [#length] bytes.
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /// Writes a value that is not NULL.
    ///
    /// @param key whether `-0.0` is `0.0`
    void encode(Column column, int row, boolean key) {
        length = 0;
        canonical = key;
        write(column, row);
    }

    /// Reads what [#encode] wrote into a row of a column.
    void decode(byte[] source, int start, Column out, int row) {
        from = source;
        at = start;
        read(out, row);
    }

    private void write(Column column, int row) {
        switch (column) {
            case LongColumn longs -> putLong(longs.getLong(row));
            case DoubleColumn doubles -> {
                double value = doubles.getDouble(row);
                putLong(
                        canonical
                                ? KeyGroups.canonicalBits(value)
                                : Double.doubleToLongBits(value));
            }
            case DecimalColumn decimals -> {
                putLong(decimals.high()[row]);
                putLong(decimals.low()[row]);
            }
            case BytesColumn text -> {
                int size = text.ends()[row] - text.starts()[row];
                putInt(size);
                room(size);
                System.arraycopy(text.data(), text.starts()[row], bytes, length, size);
                length += size;
            }
            case ListColumn list -> {
                putInt(list.ends()[row] - list.starts()[row]);
                for (int i = list.starts()[row]; i < list.ends()[row]; i++) {
                    writePart(list.elements(), i);
                }
            }
            case MapColumn map -> {
                putInt(map.ends()[row] - map.starts()[row]);
                for (int i = map.starts()[row]; i < map.ends()[row]; i++) {
                    writePart(map.keys(), i);
                    writePart(map.values(), i);
                }
            }
            case StructColumn struct -> {
                for (int i = 0; i < struct.fieldCount(); i++) {
                    writePart(struct.field(i), row);
                }
            }
        }
    }

    private void writePart(Column column, int row) {
        boolean there = !column.isNull(row);
        room(1);
        bytes[length++] = (byte) (there ? 1 : 0);
        if (there) {
            write(column, row);
        }
    }

    private void read(Column out, int row) {
        switch (out) {
            case LongColumn longs -> longs.setLong(row, takeLong());
            case DoubleColumn doubles ->
                    doubles.setDouble(row, Double.longBitsToDouble(takeLong()));
            case DecimalColumn decimals -> {
                long high = takeLong();
                decimals.setDecimal(row, high, takeLong());
            }
            case BytesColumn text -> {
                int size = takeInt();
                text.append(row, from, at, at + size);
                at += size;
            }
            case ListColumn list -> {
                int parts = takeInt();
                int first = list.extend(row, parts);
                for (int i = first; i < first + parts; i++) {
                    readPart(list.elements(), i);
                }
            }
            case MapColumn map -> {
                int parts = takeInt();
                int first = map.extend(row, parts);
                for (int i = first; i < first + parts; i++) {
                    readPart(map.keys(), i);
                    readPart(map.values(), i);
                }
            }
            case StructColumn struct -> {
                for (int i = 0; i < struct.fieldCount(); i++) {
                    readPart(struct.field(i), row);
                }
            }
        }
    }

    private void readPart(Column out, int row) {
        if (from[at++] == 0) {
            out.setNull(row);
        } else {
            out.setPresent(row);
            read(out, row);
        }
    }

    private void putLong(long value) {
        room(8);
        LONGS.set(bytes, length, value);
        length += 8;
    }

    private void putInt(int value) {
        room(4);
        INTS.set(bytes, length, value);
        length += 4;
    }

    private long takeLong() {
        at += 8;
        return (long) LONGS.get(from, at - 8);
    }

    private int takeInt() {
        at += 4;
        return (int) INTS.get(from, at - 4);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
