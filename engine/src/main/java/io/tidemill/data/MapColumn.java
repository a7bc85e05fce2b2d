package io.tidemill.data;

import io.tidemill.sql.types.MapType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Maps: row r is the entries `[starts[r], ends[r])` of the columns of keys and values.
public final class MapColumn extends Column {
    private final Column keys;
    private final Column values;
    private int[] starts;
    private int[] ends;
    private int used;

    public MapColumn(MapType type, int capacity) {
        super(type, capacity);
        keys = Column.create(type.keyType(), capacity);
        values = Column.create(type.valueType(), capacity);
        starts = new int[capacity];
        ends = new int[capacity];
    }

    public Column keys() {
        return keys;
    }

    public Column values() {
        return values;
    }

    public int[] starts() {
        return starts;
    }

    public int[] ends() {
        return ends;
    }

    /// How many entries the rows written so far take.
    public int used() {
        return used;
    }

    /// Makes `row` the next `length` entries, for which there is then room; returns the first one's
    /// row in [#keys] and [#values], where the caller writes them.
    public int extend(int row, int length) {
        keys.reserve(used + length);
        values.reserve(used + length);
        starts[row] = used;
        used += length;
        ends[row] = used;
        return starts[row];
    }

    /// Adds one more entry to `row`, the last one extended, for a writer that does not know the
    /// length ahead; returns its row in [#keys] and [#values].
    public int append(int row) {
        keys.reserve(used + 1);
        values.reserve(used + 1);
        ends[row] = ++used;
        return used - 1;
    }

    @Override
    public void clear() {
        super.clear();
        keys.clear();
        values.clear();
        used = 0;
    }

    @Override
    void grow(int capacity) {
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
    }

    @Override
    Object boxed(int row) {
        var map = new LinkedHashMap<@Nullable Object, @Nullable Object>();
        for (int i = starts[row]; i < ends[row]; i++) {
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
        int length = other.ends[fromRow] - other.starts[fromRow];
        int at = extend(row, length);
        for (int i = 0; i < length; i++) {
            keys.copy(at + i, other.keys, other.starts[fromRow] + i);
            values.copy(at + i, other.values, other.starts[fromRow] + i);
        }
    }

    @Override
    public long bytes(int rows) {
        return 8L * rows + keys.bytes(used) + values.bytes(used);
    }
}
