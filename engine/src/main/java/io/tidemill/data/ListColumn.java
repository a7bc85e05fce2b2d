package io.tidemill.data;

import io.tidemill.sql.types.ArrayType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Arrays, over one column of their elements.
public final class ListColumn extends RangeColumn {
    private final Column elements;

    public ListColumn(ArrayType type, int capacity) {
        super(type, capacity);
        elements = Column.create(type.elementType(), capacity);
    }

    public Column elements() {
        return elements;
    }

    @Override
    void reserveParts(int parts) {
        elements.reserve(parts);
    }

    @Override
    public void clear() {
        super.clear();
        elements.clear();
    }

    @Override
    Object boxed(int row) {
        var values = new ArrayList<@Nullable Object>(length(row));
        for (int i = starts()[row]; i < ends()[row]; i++) {
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
        int length = other.length(fromRow);
        int at = extend(row, length);
        for (int i = 0; i < length; i++) {
            elements.copy(at + i, other.elements, other.starts()[fromRow] + i);
        }
    }

    @Override
    public long bytes(int rows) {
        return 8L * rows + elements.bytes(used());
    }
}
