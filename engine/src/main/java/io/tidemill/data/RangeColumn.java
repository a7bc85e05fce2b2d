package io.tidemill.data;

import io.tidemill.sql.types.DataType;
import java.util.Arrays;

/// Values of many parts: row r is the rows `[starts[r], ends[r])` of columns that hold the parts.
public abstract sealed class RangeColumn extends Column permits ListColumn, MapColumn {
    private int[] starts;
    private int[] ends;
    private int used;

    RangeColumn(DataType type, int capacity) {
        super(type, capacity);
        starts = new int[capacity];
        ends = new int[capacity];
    }

    public final int[] starts() {
        return starts;
    }

    public final int[] ends() {
        return ends;
    }

    /// How many parts the rows written so far take.
    public final int used() {
        return used;
    }

    /// Makes `row` the next `length` parts, for which there is then room; returns the row of the
    /// first one in the columns of parts, where the caller writes them.
    public final int extend(int row, int length) {
        reserveParts(used + length);
        starts[row] = used;
        used += length;
        ends[row] = used;
        return starts[row];
    }

    /// Adds one more part to `row`, the last one extended, for a writer that does not know the
    /// length ahead; returns its row in the columns of parts.
    public final int append(int row) {
        reserveParts(used + 1);
        ends[row] = ++used;
        return used - 1;
    }

    final int length(int row) {
        return ends[row] - starts[row];
    }

    abstract void reserveParts(int parts);

    @Override
    public void clear() {
        super.clear();
        used = 0;
    }

    @Override
    final void grow(int capacity) {
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
    }
}
