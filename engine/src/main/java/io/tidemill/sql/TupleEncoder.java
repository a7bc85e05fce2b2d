package io.tidemill.sql;

import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pairs as rows of two columns, `_1` and `_2`: single values as they are, other objects as
/// structs, which are NULL where an object is null.
final class TupleEncoder<A, B> extends Encoder<Tuple2<A, B>> {
    private final Encoder<A> first;
    private final Encoder<B> second;
    private final StructType schema;

    TupleEncoder(Encoder<A> first, Encoder<B> second) {
        this.first = first;
        this.second = second;
        schema = new StructType(List.of(column("_1", first), column("_2", second)));
    }

    private static StructField column(String name, Encoder<?> encoder) {
        return new StructField(
                name,
                encoder instanceof ValueEncoder ? encoder.schema().typeOf(0) : encoder.schema(),
                true);
    }

    @Override
    Class<?> type() {
        return Tuple2.class;
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    Tuple2<A, B> decode(@Nullable Object[] values, StructType columns) {
        if (values.length != 2) {
            throw new IllegalArgumentException(
                    "two columns make a pair, there are %d: %s"
                            .formatted(values.length, columns.toDDL()));
        }
        return new Tuple2<>(
                part(first, values[0], columns.field(0)),
                part(second, values[1], columns.field(1)));
    }

    @SuppressWarnings("NullAway") // A and B say nothing about null: outer joins give it
    private static <T> T part(Encoder<T> encoder, @Nullable Object value, StructField column) {
        if (encoder instanceof ValueEncoder) {
            return encoder.object(new @Nullable Object[] {value}, new StructType(List.of(column)));
        }
        return value == null
                ? null
                : encoder.object((@Nullable Object[]) value, (StructType) column.dataType());
    }

    @Override
    @Nullable Object[] encode(@Nullable Tuple2<A, B> pair) {
        if (pair == null) {
            throw new NullPointerException("a pair must not be null");
        }
        return new @Nullable Object[] {value(first, pair._1()), value(second, pair._2())};
    }

    private static <T> @Nullable Object value(Encoder<T> encoder, @Nullable T object) {
        if (encoder instanceof ValueEncoder) {
            return encoder.encode(object)[0];
        }
        return object == null ? null : encoder.encode(object);
    }
}
