package io.tidemill.sql;

import io.tidemill.api.java.function.FilterFunction;
import io.tidemill.api.java.function.FlatMapFunction;
import io.tidemill.api.java.function.MapFunction;
import io.tidemill.api.java.function.MapPartitionsFunction;
import io.tidemill.expression.RowMapping;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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

    static <T> RowMapping filter(Encoder<T> in, FilterFunction<T> function) {
        return new Mapping(
                "filter",
                (rows, columns) -> {
                    List<@Nullable Object[]> kept = new ArrayList<>();
                    while (rows.hasNext()) {
                        var row = rows.next();
                        if (function.call(in.object(row, columns))) {
                            kept.add(row);
                        }
                    }
                    return kept.iterator();
                });
    }

    static <T, U> RowMapping map(Encoder<T> in, MapFunction<T, U> function, Encoder<U> out) {
        return new Mapping(
                "map",
                (rows, columns) -> {
                    List<@Nullable Object[]> made = new ArrayList<>();
                    while (rows.hasNext()) {
                        made.add(out.encode(function.call(in.object(rows.next(), columns))));
                    }
                    return made.iterator();
                });
    }

    static <T, U> RowMapping flatMap(
            Encoder<T> in, FlatMapFunction<T, U> function, Encoder<U> out) {
        return new Mapping(
                "flatMap",
                (rows, columns) -> {
                    List<@Nullable Object[]> made = new ArrayList<>();
                    while (rows.hasNext()) {
                        function.call(in.object(rows.next(), columns))
                                .forEachRemaining(object -> made.add(out.encode(object)));
                    }
                    return made.iterator();
                });
    }

    static <T, U> RowMapping mapPartitions(
            Encoder<T> in, MapPartitionsFunction<T, U> function, Encoder<U> out) {
        return new Mapping(
                "mapPartitions",
                (rows, columns) -> {
                    List<T> objects = new ArrayList<>();
                    rows.forEachRemaining(row -> objects.add(in.object(row, columns)));
                    List<@Nullable Object[]> made = new ArrayList<>();
                    function.call(objects.iterator())
                            .forEachRemaining(object -> made.add(out.encode(object)));
                    return made.iterator();
                });
    }
}
