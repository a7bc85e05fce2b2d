package io.tidemill.sql;

import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Single values as rows of one column, called `value`.
sealed class ValueEncoder<T> extends Encoder<T> permits SerializedEncoder {
    private final Class<T> type;
    private final StructType schema;

    /// @param type the class of the engine's objects for `dataType`, or an older one of the same
    ///   meaning
    ValueEncoder(Class<T> type, DataType dataType) {
        this.type = type;
        this.schema = new StructType(List.of(new StructField("value", dataType)));
    }

    @Override
    final Class<?> type() {
        return type;
    }

    @Override
    public final StructType schema() {
        return schema;
    }

    @Override
    @Nullable T decode(@Nullable Object[] values, StructType columns) {
        if (values.length != 1) {
            throw new IllegalArgumentException(
                    "one column makes a %s, there are %d: %s"
                            .formatted(type.getSimpleName(), values.length, columns.toDDL()));
        }
        return type.cast(JavaValue.of(RowValues.shown(values[0], columns.typeOf(0)), type));
    }

    @Override
    @Nullable Object[] encode(@Nullable T object) {
        return new @Nullable Object[] {RowValues.raw(object, schema.field(0))};
    }
}
