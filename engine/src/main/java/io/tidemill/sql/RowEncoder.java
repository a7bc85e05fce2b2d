package io.tidemill.sql;

import io.tidemill.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/// Rows as [Row]s.
final class RowEncoder extends Encoder<Row> {
    private final StructType schema;

    RowEncoder(StructType schema) {
        this.schema = schema;
    }

    @Override
    Class<?> type() {
        return Row.class;
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    Row decode(@Nullable Object[] values, StructType columns) {
        return RowValues.row(values, columns);
    }

    @Override
    @Nullable Object[] encode(@Nullable Row row) {
        if (row == null) {
            throw new NullPointerException("a row must not be null");
        }
        return RowValues.raw(row, schema);
    }
}
