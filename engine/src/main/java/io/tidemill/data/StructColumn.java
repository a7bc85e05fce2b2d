package io.tidemill.data;

import io.tidemill.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/// Structs: row r is row r of the column of each field. Under a NULL struct the fields are NULL.
public final class StructColumn extends Column {
    private final Column[] fields;

    public StructColumn(StructType type, int capacity) {
        super(type, capacity);
        fields =
                type.fieldList().stream()
                        .map(field -> Column.create(field.dataType(), capacity))
                        .toArray(Column[]::new);
    }

    /// The column of the field at `index`.
    public Column field(int index) {
        return fields[index];
    }

    public int fieldCount() {
        return fields.length;
    }

    @Override
    public void clear() {
        super.clear();
        for (var field : fields) {
            field.clear();
        }
    }

    @Override
    void grow(int capacity) {
        for (var field : fields) {
            field.reserve(capacity);
        }
    }

    @Override
    Object boxed(int row) {
        var values = new @Nullable Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = fields[i].get(row);
        }
        return values;
    }

    @Override
    void setBoxed(int row, Object value) {
        var values = (@Nullable Object[]) value;
        for (int i = 0; i < fields.length; i++) {
            fields[i].set(row, values[i]);
        }
    }

    @Override
    void copyValue(int row, Column from, int fromRow) {
        for (int i = 0; i < fields.length; i++) {
            fields[i].copy(row, ((StructColumn) from).fields[i], fromRow);
        }
    }

    @Override
    public long bytes(int rows) {
        long bytes = 0;
        for (var field : fields) {
            bytes += field.bytes(rows);
        }
        return bytes;
    }
}
