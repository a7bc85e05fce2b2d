package io.tidemill.sql;

import io.tidemill.sql.types.StructType;
import java.lang.reflect.Array;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How objects of a class are made of rows, and rows of objects. [Encoders] makes them.
///
/// @param <T> the class
public abstract sealed class Encoder<T>
        permits BeanEncoder, RowEncoder, TupleEncoder, ValueEncoder {
    Encoder() {}

    /// The class of the objects.
    abstract Class<?> type();

    /// Objects as an array of their class, so that `(Row[]) rows.collect()` is possible.
    final Object array(List<T> objects) {
        return objects.toArray((Object[]) Array.newInstance(type(), objects.size()));
    }

    /// The columns that objects become.
    public abstract StructType schema();

    /// The object for a row's values, which stand in the order of `columns`.
    abstract @Nullable T decode(@Nullable Object[] values, StructType columns);

    /// [#decode], for callers whose objects may be null where a column may be.
    @SuppressWarnings("NullAway") // T says nothing about null: a Dataset<String> may hold it
    final T object(@Nullable Object[] values, StructType columns) {
        return decode(values, columns);
    }

    /// The values of an object, in the order of [#schema].
    abstract @Nullable Object[] encode(@Nullable T object);
}
