package io.tidemill.sql;

import org.jspecify.annotations.Nullable;

/// Two values, as `joinWith` and `groupByKey` give them; Spark's programs have `scala.Tuple2`.
///
/// @param _1 null where an outer join found nothing on the left
/// @param _2 null where an outer join found nothing on the right
public record Tuple2<A extends @Nullable Object, B extends @Nullable Object>(A _1, B _2) {
    @Override
    public String toString() {
        return "(%s,%s)".formatted(_1, _2);
    }
}
