package io.tidemill.data;

import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.FloatType;
import java.util.Arrays;

/// Floating numbers; a `float` column holds values that a float can hold exactly.
public final class DoubleColumn extends Column {
    private double[] values;

    public DoubleColumn(DataType type, int capacity) {
        super(type, capacity);
        values = new double[capacity];
    }

    /// The values; row r at index r. Good until [#reserve] makes room.
    public double[] values() {
        return values;
    }

    public double getDouble(int row) {
        return values[row];
    }

    /// @param value for a float column one that a float holds exactly
    public void setDouble(int row, double value) {
        values[row] = value;
    }

    @Override
    void grow(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    Object boxed(int row) {
        if (type() instanceof FloatType) {
            return (float) values[row];
        }
        return values[row];
    }

    @Override
    void setBoxed(int row, Object value) {
        values[row] = type() instanceof FloatType ? (Float) value : (Double) value;
    }

    @Override
    void copyValue(int row, Column from, int fromRow) {
        values[row] = ((DoubleColumn) from).values[fromRow];
    }

    @Override
    void copyValues(int at, Column from, int[] rows, int count) {
        var source = ((DoubleColumn) from).values;
        for (int i = 0; i < count; i++) {
            values[at + i] = source[rows[i]];
        }
    }

    @Override
    public long bytes(int rows) {
        return 8L * rows;
    }
}
