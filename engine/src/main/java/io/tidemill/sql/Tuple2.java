package io.tidemill.sql;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Two values, as `joinWith` and `groupByKey` give them; Spark's programs have `scala.Tuple2`. No
/// record, since those programs read its fields: `pair._1`.
public final class Tuple2<A extends @Nullable Object, B extends @Nullable Object> {
    /// Null where an outer join found nothing on the left.
    public final A _1;

    /// Null where an outer join found nothing on the right.
    public final B _2;

    public Tuple2(A first, B second) {
        _1 = first;
        _2 = second;
    }

    public A _1() {
        return _1;
    }

    public B _2() {
        return _2;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tuple2<?, ?> pair
                && Objects.equals(_1, pair._1)
                && Objects.equals(_2, pair._2);
    }

    @Override
    public int hashCode() {
        return Objects.hash(_1, _2);
    }

    @Override
    public String toString() {
        return "(%s,%s)".formatted(_1, _2);
    }
}
