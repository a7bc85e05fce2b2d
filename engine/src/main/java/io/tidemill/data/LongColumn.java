package io.tidemill.data;

import io.tidemill.sql.types.DataType;
import java.util.Arrays;

/// Values held in one `long` each; the package lists the types.
public final class LongColumn extends Column {
    private long[] values;

    public LongColumn(DataType type, int capacity) {
        super(type, capacity);
        values = new long[capacity];
    }

    /// The values; row r at index r. Good until [#reserve] makes room.
    public long[] values() {
        return values;
    }

    public long getLong(int row) {
        return values[row];
    }

    public void setLong(int row, long value) {
        values[row] = value;
    }

    @Override
    void grow(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    Object boxed(int row) {
        return Boxes.ofLong(type(), values[row]);
    }

    @Override
    void setBoxed(int row, Object value) {
        values[row] = Boxes.toLong(type(), value);
    }

    @Override
    void copyValue(int row, Column from, int fromRow) {
        values[row] = ((LongColumn) from).values[fromRow];
    }

    @Override
    void copyValues(int at, Column from, int[] rows, int count) {
        var source = ((LongColumn) from).values;
        for (int i = 0; i < count; i++) {
            values[at + i] = source[rows[i]];
        }
    }

    @Override
    public long bytes(int rows) {
        return 8L * rows;
    }
}
