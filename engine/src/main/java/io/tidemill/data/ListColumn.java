package io.tidemill.data;

import io.tidemill.sql.types.ArrayType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Arrays: row r is the rows `[starts[r], ends[r])` of the column of elements.
public final class ListColumn extends Column {
    private final Column elements;
    private int[] starts;
    private int[] ends;
    private int used;

    public ListColumn(ArrayType type, int capacity) {
        super(type, capacity);
        elements = Column.create(type.elementType(), capacity);
        starts = new int[capacity];
        ends = new int[capacity];
    }

    public Column elements() {
        return elements;
    }

    public int[] starts() {
        return starts;
    }

    public int[] ends() {
        return ends;
    }

    /// How many elements the rows written so far take.
    public int used() {
        return used;
    }

    /// Makes `row` the next `length` elements, for which there is then room; returns the first
    /// one's row in [#elements], where the caller writes them.
    public int extend(int row, int length) {
        elements.reserve(used + length);
        starts[row] = used;
        used += length;
        ends[row] = used;
        return starts[row];
    }

    /// Adds one more element to `row`, the last one extended, for a writer that does not know the
    /// length ahead; returns its row in [#elements].
    public int append(int row) {
        elements.reserve(used + 1);
        ends[row] = ++used;
        return used - 1;
    }

    @Override
    public void clear() {
        super.clear();
        elements.clear();
        used = 0;
    }

    @Override
    void grow(int capacity) {
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
    }

    @Override
    Object boxed(int row) {
        var values = new ArrayList<@Nullable Object>(ends[row] - starts[row]);
        for (int i = starts[row]; i < ends[row]; i++) {
            values.add(elements.get(i));
        }
        return values;
    }

    @Override
    void setBoxed(int row, Object value) {
        int at = extend(row, ((List<?>) value).size());
        for (Object element : (List<?>) value) {
            elements.set(at++, element);
        }
    }

    @Override
    void copyValue(int row, Column from, int fromRow) {
        var other = (ListColumn) from;
        int length = other.ends[fromRow] - other.starts[fromRow];
        int at = extend(row, length);
        for (int i = 0; i < length; i++) {
            elements.copy(at + i, other.elements, other.starts[fromRow] + i);
        }
    }

    @Override
    public long bytes(int rows) {
        return 8L * rows + elements.bytes(used);
    }
}
