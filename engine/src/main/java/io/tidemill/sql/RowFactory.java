package io.tidemill.sql;

import org.jspecify.annotations.Nullable;

/// Makes rows.
public final class RowFactory {
    private RowFactory() {}

    /// A row of these values, without names; a Dataset made of it gives it a schema.
    public static Row create(@Nullable Object... values) {
        return new Row(values.clone(), null);
    }
}
