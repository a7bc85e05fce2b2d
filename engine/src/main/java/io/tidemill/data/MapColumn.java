package io.tidemill.data;

import io.tidemill.sql.types.MapType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Maps, over a column of their keys and one of their values.
public final class MapColumn extends RangeColumn {
    private final Column keys;
    private final Column values;

    public MapColumn(MapType type, int capacity) {
        super(type, capacity);
        keys = Column.create(type.keyType(), capacity);
        values = Column.create(type.valueType(), capacity);
    }

    public Column keys() {
        return keys;
    }

    public Column values() {
        return values;
    }

    @Override
    void reserveParts(int parts) {
        keys.reserve(parts);
        values.reserve(parts);
    }

    @Override
    public void clear() {
        super.clear();
        keys.clear();
        values.clear();
    }

    @Override
    Object boxed(int row) {
        var map = new LinkedHashMap<@Nullable Object, @Nullable Object>();
        for (int i = starts()[row]; i < ends()[row]; i++) {
            map.put(keys.get(i), values.get(i));
        }
        return map;
    }

    @Override
    void setBoxed(int row, Object value) {
        int at = extend(row, ((Map<?, ?>) value).size());
        for (var entry : ((Map<?, ?>) value).entrySet()) {
            keys.set(at, entry.getKey());
            values.set(at++, entry.getValue());
        }
    }

    @Override
    void copyValue(int row, Column from, int fromRow) {
        var other = (MapColumn) from;
        int length = other.length(fromRow);
        int at = extend(row, length);
        for (int i = 0; i < length; i++) {
            keys.copy(at + i, other.keys, other.starts()[fromRow] + i);
            values.copy(at + i, other.values, other.starts()[fromRow] + i);
        }
    }

    @Override
    public long bytes(int rows) {
        return 8L * rows + keys.bytes(used()) + values.bytes(used());
    }
}
