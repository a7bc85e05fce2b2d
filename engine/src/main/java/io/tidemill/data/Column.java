package io.tidemill.data;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of one column of a batch, row by row, in primitive arrays that are used again.
///
/// A column does not know how many rows it holds; its [Batch] does. Who fills it calls [#clear] and
/// [#reserve], then writes each row once: a value, or [#setNull]. One thread owns a column.
///
/// Validity is a bit a row, set where there is a value; no array at all means no row is NULL. What
/// the value arrays hold at a NULL is not defined.
public abstract sealed class Column
        permits BytesColumn, DecimalColumn, DoubleColumn, LongColumn, RangeColumn, StructColumn {
    private final DataType type;
    private long @Nullable [] validity;
    private long[] spare = {};
    int capacity;

    Column(DataType type, int capacity) {
        this.type = type;
        this.capacity = capacity;
    }

    /// An empty column for values of `type`, with room for `capacity` rows.
    public static Column create(DataType type, int capacity) {
        return switch (type) {
            case StringType _, BinaryType _ -> new BytesColumn(type, capacity);
            case FloatType _, DoubleType _ -> new DoubleColumn(type, capacity);
            case DecimalType decimal when !decimal.fitsLong() ->
                    new DecimalColumn(decimal, capacity);
            case ArrayType array -> new ListColumn(array, capacity);
            case MapType map -> new MapColumn(map, capacity);
            case StructType struct -> new StructColumn(struct, capacity);
            default -> new LongColumn(type, capacity);
        };
    }

    public final DataType type() {
        return type;
    }

    /// How many rows fit before [#reserve] must make room.
    public final int capacity() {
        return capacity;
    }

    /// The validity bits, row r at bit `r & 63` of word `r >> 6`, or null when no row is NULL.
    public final long @Nullable [] validity() {
        return validity;
    }

    public final boolean isNull(int row) {
        return validity != null && (validity[row >> 6] >>> row & 1) == 0;
    }

    /// Whether any row may be NULL; false lets a loop leave out the test.
    public final boolean mayHaveNulls() {
        return validity != null;
    }

    /// Makes `row` NULL.
    public final void setNull(int row) {
        if (validity == null) {
            int words = (capacity + 63) >> 6;
            validity = spare.length >= words ? spare : new long[words];
            Arrays.fill(validity, -1L);
        }
        validity[row >> 6] &= ~(1L << row);
    }

    /// Makes those rows below `rows` NULL whose bit is set in `nulls`; the bits lie as in
    /// [#validity].
    public final void setNulls(long[] nulls, int rows) {
        int words = (rows + 63) >> 6;
        int first = 0;
        while (first < words && nulls[first] == 0) {
            first++;
        }
        if (first == words) {
            return;
        }
        if (validity == null) {
            setNull(0);
            setPresent(0);
        }
        var bits = validity;
        for (int i = first; bits != null && i < words; i++) {
            bits[i] &= ~nulls[i];
        }
    }

    /// Makes every row of `[from, to)` NULL.
    public final void setNulls(int from, int to) {
        for (int row = from; row < to; row++) {
            setNull(row);
        }
    }

    /// Takes back a [#setNull] of this row.
    public final void setPresent(int row) {
        if (validity != null) {
            validity[row >> 6] |= 1L << row;
        }
    }

    /// Forgets all rows and keeps the memory.
    public void clear() {
        if (validity != null) {
            spare = validity;
            validity = null;
        }
    }

    /// Makes room for `rows` rows in all, keeping what is there.
    public final void reserve(int rows) {
        if (rows <= capacity) {
            return;
        }
        capacity = Math.max(rows, capacity * 2);
        if (validity != null) {
            int words = validity.length;
            validity = Arrays.copyOf(validity, (capacity + 63) >> 6);
            Arrays.fill(validity, words, validity.length, -1L);
        }
        grow(capacity);
    }

    /// Makes the value arrays as long as `capacity`.
    abstract void grow(int capacity);

    /// The value as an object, or null; for slow paths (see the package for the classes).
    public final @Nullable Object get(int row) {
        return isNull(row) ? null : boxed(row);
    }

    /// Writes a value given as an object; for slow paths.
    ///
    /// @throws ClassCastException when the object is not of the class that the package names
    public final void set(int row, @Nullable Object value) {
        if (value == null) {
            setNull(row);
        } else {
            setPresent(row);
            setBoxed(row, value);
        }
    }

    abstract Object boxed(int row);

    abstract void setBoxed(int row, Object value);

    /// Writes row `fromRow` of `from`, a column of the same type, to `row`.
    public final void copy(int row, Column from, int fromRow) {
        if (from.isNull(fromRow)) {
            setNull(row);
        } else {
            setPresent(row);
            copyValue(row, from, fromRow);
        }
    }

    abstract void copyValue(int row, Column from, int fromRow);

    /// Writes the rows `rows[0]` to `rows[count - 1]` of `from`, a column of the same type, to
    /// `[at, at + count)`, for which there is room.
    public final void copyAll(int at, Column from, int[] rows, int count) {
        boolean nulls = validity != null || from.mayHaveNulls();
        if (nulls && (this instanceof RangeColumn || this instanceof StructColumn)) {
            for (int i = 0; i < count; i++) {
                copy(at + i, from, rows[i]);
            }
            return;
        }
        copyValues(at, from, rows, count);
        for (int i = 0; nulls && i < count; i++) {
            if (from.isNull(rows[i])) {
                setNull(at + i);
            } else {
                setPresent(at + i);
            }
        }
    }

    /// [#copyAll] into a column that is cleared, from its first row on: strings as views of those
    /// of `from`, and good as long as these are.
    public void viewAll(Column from, int[] rows, int count) {
        copyAll(0, from, rows, count);
    }

    /// [#copyAll] without regard to NULL; what is copied for one is not defined.
    void copyValues(int at, Column from, int[] rows, int count) {
        for (int i = 0; i < count; i++) {
            copyValue(at + i, from, rows[i]);
        }
    }

    /// About how many bytes rows `[0, rows)` take, for limits and for accounts of memory.
    public abstract long bytes(int rows);
}
