package io.tidemill.sql;

import io.tidemill.api.java.function.CoGroupFunction;
import io.tidemill.api.java.function.FilterFunction;
import io.tidemill.api.java.function.FlatMapFunction;
import io.tidemill.api.java.function.FlatMapGroupsFunction;
import io.tidemill.api.java.function.MapFunction;
import io.tidemill.api.java.function.MapPartitionsFunction;
import io.tidemill.expression.RowMapping;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Functions of the program over objects, as the engine's functions over rows.
final class UserFunctions {
    private UserFunctions() {}

    /// A function of the program with the name that plans and errors show.
    private record Mapping(String name, Body body) implements RowMapping {
        @Override
        public Iterator<@Nullable Object[]> apply(
                Iterator<@Nullable Object[]> rows, StructType columns) throws Exception {
            return body.apply(rows, columns);
        }

        /// The name alone: the same in every run.
        @Override
        public String toString() {
            return name;
        }
    }

    /// What a [Mapping] does.
    private interface Body {
        Iterator<@Nullable Object[]> apply(Iterator<@Nullable Object[]> rows, StructType columns)
                throws Exception;
    }

    /// What becomes of one row.
    private interface Each {
        void take(@Nullable Object[] row, StructType columns, List<@Nullable Object[]> made)
                throws Exception;
    }

    private static RowMapping each(String name, Each function) {
        return new Mapping(
                name,
                (rows, columns) -> {
                    List<@Nullable Object[]> made = new ArrayList<>();
                    while (rows.hasNext()) {
                        function.take(rows.next(), columns, made);
                    }
                    return made.iterator();
                });
    }

    static <T> RowMapping filter(Encoder<T> in, FilterFunction<T> function) {
        return each(
                "filter",
                (row, columns, kept) -> {
                    if (function.call(in.object(row, columns))) {
                        kept.add(row);
                    }
                });
    }

    static <T, U> RowMapping map(Encoder<T> in, MapFunction<T, U> function, Encoder<U> out) {
        return each(
                "map",
                (row, columns, made) ->
                        made.add(out.encode(function.call(in.object(row, columns)))));
    }

    static <T, U> RowMapping flatMap(
            Encoder<T> in, FlatMapFunction<T, U> function, Encoder<U> out) {
        return each(
                "flatMap",
                (row, columns, made) -> addAll(function.call(in.object(row, columns)), out, made));
    }

    static <T, U> RowMapping mapPartitions(
            Encoder<T> in, MapPartitionsFunction<T, U> function, Encoder<U> out) {
        return new Mapping(
                "mapPartitions",
                (rows, columns) -> {
                    List<T> objects = new ArrayList<>();
                    rows.forEachRemaining(row -> objects.add(in.object(row, columns)));
                    List<@Nullable Object[]> made = new ArrayList<>();
                    addAll(function.call(objects.iterator()), out, made);
                    return made.iterator();
                });
    }

    /// Each object as a struct of its key and one of its columns.
    static <K, V> RowMapping keyed(Encoder<V> in, MapFunction<V, K> function, Encoder<K> keys) {
        return each(
                "groupByKey",
                (row, columns, made) -> {
                    var key = keys.encode(function.call(in.object(row, columns)));
                    made.add(new @Nullable Object[] {key, row});
                });
    }

    /// The same keys with other values.
    static <V, W> RowMapping values(Encoder<V> in, MapFunction<V, W> function, Encoder<W> out) {
        return each(
                "mapValues",
                (row, columns, made) -> {
                    var value = in.object(struct(row[1]), (StructType) columns.typeOf(1));
                    made.add(new @Nullable Object[] {row[0], out.encode(function.call(value))});
                });
    }

    private static @Nullable Object[] struct(@Nullable Object value) {
        return (@Nullable Object[]) Objects.requireNonNull(value);
    }

    /// What a function makes of rows of a key and an array of values.
    static <K, V, U> RowMapping groups(
            Encoder<K> keys,
            Encoder<V> values,
            FlatMapGroupsFunction<K, V, U> function,
            Encoder<U> out) {
        return each(
                "flatMapGroups",
                (row, columns, made) ->
                        addAll(
                                function.call(
                                        keys.object(struct(row[0]), (StructType) columns.typeOf(0)),
                                        objects(values, row[1], columns.typeOf(1))),
                                out,
                                made));
    }

    /// What a function makes of rows of a key and two arrays of values.
    static <K, V, W, U> RowMapping cogroups(
            Encoder<K> keys,
            Encoder<V> left,
            Encoder<W> right,
            CoGroupFunction<K, V, W, U> function,
            Encoder<U> out) {
        return each(
                "cogroup",
                (row, columns, made) ->
                        addAll(
                                function.call(
                                        keys.object(struct(row[0]), (StructType) columns.typeOf(0)),
                                        objects(left, row[1], columns.typeOf(1)),
                                        objects(right, row[2], columns.typeOf(2))),
                                out,
                                made));
    }

    private static <U> void addAll(
            Iterator<U> objects, Encoder<U> out, List<@Nullable Object[]> made) {
        objects.forEachRemaining(object -> made.add(out.encode(object)));
    }

    /// The objects of an array of structs; none where it is NULL.
    private static <T> Iterator<T> objects(
            Encoder<T> encoder, @Nullable Object array, DataType type) {
        if (!(array instanceof List<?> list)) {
            return Collections.emptyIterator();
        }
        var columns = (StructType) ((ArrayType) type).elementType();
        return list.stream().map(each -> encoder.object(struct(each), columns)).iterator();
    }
}
