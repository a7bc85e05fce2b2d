package io.tidemill.format.json;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.format.Utf8;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One name that objects have: the bytes it is known by, and what becomes of its value.
final class JsonSlot {
    static final int SKIP = 0;
    static final int LONG = 1;
    static final int STRING = 2;
    static final int DOUBLE = 3;
    static final int TIMESTAMP = 4;
    static final int BOOLEAN = 5;
    static final int DECIMAL = 6;
    static final int STRUCT = 7;
    static final int OTHER = 8;

    /// What kind of value is read, one of the constants above.
    final int kind;

    /// The field this is, or -1 for one that nobody asked for.
    final int index;

    /// `"name":`, its length, its first eight bytes under a mask, its last eight and where they
    /// begin; those of a shorter name are its first eight again.
    final byte[] prefix;

    final int length;
    final long first;
    final long mask;
    final long last;
    final int lastAt;

    /// Bounds of whole numbers; the scale of a decimal.
    final long least;

    final long greatest;
    final int scale;

    /// How any value is read that the quick way does not take; null where nobody asked for it.
    final @Nullable JsonValue value;

    /// The fields of a struct.
    final @Nullable JsonObjectReader object;

    /// The slot that followed this one last time.
    @Nullable JsonSlot next;

    /// The next slot of the same place in a table.
    @Nullable JsonSlot sibling;

    /// The object that had this name last, by its number.
    long seenIn;

    /// The column of the present batch and its arrays, as far as the kind has them.
    Column column;

    long[] longs = {};
    double[] doubles = {};
    int[] starts = {};
    int[] ends = {};

    JsonSlot(
            byte[] name,
            int index,
            DataType type,
            @Nullable JsonValue value,
            @Nullable JsonObjectReader object,
            int kind) {
        this.index = index;
        this.value = value;
        this.object = object;
        this.kind = kind;
        this.column = Column.create(type, 0);
        prefix = new byte[name.length + 3];
        prefix[0] = '"';
        System.arraycopy(name, 0, prefix, 1, name.length);
        prefix[name.length + 1] = '"';
        prefix[name.length + 2] = ':';
        length = prefix.length;
        var padded = Arrays.copyOf(prefix, length + 8);
        mask = length >= 8 ? -1L : -1L >>> (64 - 8 * length);
        first = (long) Utf8.LONGS.get(padded, 0) & mask;
        lastAt = Math.max(0, length - 8);
        last = (long) Utf8.LONGS.get(padded, lastAt) & mask;
        greatest =
                switch (type) {
                    case ByteType _ -> Byte.MAX_VALUE;
                    case ShortType _ -> Short.MAX_VALUE;
                    case IntegerType _ -> Integer.MAX_VALUE;
                    case DecimalType decimal -> bound(decimal) - 1;
                    default -> Long.MAX_VALUE;
                };
        least = type instanceof DecimalType ? -greatest : -greatest - 1;
        scale = type instanceof DecimalType decimal ? decimal.scale() : 0;
    }

    /// Whether the name, with its quotes and the colon, is at `at`.
    boolean isAt(byte[] bytes, int at) {
        long different =
                ((long) Utf8.LONGS.get(bytes, at) & mask) ^ first
                        | ((long) Utf8.LONGS.get(bytes, at + lastAt) & mask) ^ last;
        return different == 0
                && (length <= 16
                        || Arrays.equals(bytes, at + 8, at + length - 8, prefix, 8, length - 8));
    }

    private static long bound(DecimalType type) {
        long bound = 1;
        for (int i = 0; i < Math.min(18, type.precision()); i++) {
            bound *= 10;
        }
        return bound;
    }

    /// The quick way for values of `type`.
    ///
    /// @param plainTimes whether times have no pattern
    static int kindOf(DataType type, boolean plainTimes) {
        return switch (type) {
            case ByteType _, ShortType _, IntegerType _, LongType _ -> LONG;
            case StringType _ -> STRING;
            case DoubleType _ -> DOUBLE;
            case TimestampType _ -> plainTimes ? TIMESTAMP : OTHER;
            case BooleanType _ -> BOOLEAN;
            case DecimalType decimal -> decimal.fitsLong() ? DECIMAL : OTHER;
            case StructType _ -> STRUCT;
            case DateType _ -> OTHER;
            default -> OTHER;
        };
    }

    /// Takes the column of the present batch.
    void bind(Column bound) {
        column = bound;
        switch (bound) {
            case LongColumn longColumn -> longs = longColumn.values();
            case DoubleColumn doubleColumn -> doubles = doubleColumn.values();
            case BytesColumn bytesColumn -> {
                starts = bytesColumn.starts();
                ends = bytesColumn.ends();
            }
            case StructColumn struct -> {
                if (object != null) {
                    object.bind(struct);
                }
            }
            default -> {}
        }
    }
}
