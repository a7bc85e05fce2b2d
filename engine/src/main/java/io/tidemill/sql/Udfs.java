package io.tidemill.sql;

import io.tidemill.sql.api.java.UDF0;
import io.tidemill.sql.api.java.UDF1;
import io.tidemill.sql.api.java.UDF10;
import io.tidemill.sql.api.java.UDF2;
import io.tidemill.sql.api.java.UDF3;
import io.tidemill.sql.api.java.UDF4;
import io.tidemill.sql.api.java.UDF5;
import io.tidemill.sql.api.java.UDF6;
import io.tidemill.sql.api.java.UDF7;
import io.tidemill.sql.api.java.UDF8;
import io.tidemill.sql.api.java.UDF9;
import io.tidemill.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/// Makes [Udf]s of the interfaces that programs write functions to, one for each number of
/// arguments.
final class Udfs {
    private Udfs() {}

    static <R> Udf of(UDF0<R> function, DataType type) {
        return Udf.of(0, type, _ -> function.call());
    }

    static <T1, R> Udf of(UDF1<T1, R> function, DataType type) {
        return Udf.of(1, type, a -> function.call(the(a[0])));
    }

    static <T1, T2, R> Udf of(UDF2<T1, T2, R> function, DataType type) {
        return Udf.of(2, type, a -> function.call(the(a[0]), the(a[1])));
    }

    static <T1, T2, T3, R> Udf of(UDF3<T1, T2, T3, R> function, DataType type) {
        return Udf.of(3, type, a -> function.call(the(a[0]), the(a[1]), the(a[2])));
    }

    static <T1, T2, T3, T4, R> Udf of(UDF4<T1, T2, T3, T4, R> function, DataType type) {
        return Udf.of(4, type, a -> function.call(the(a[0]), the(a[1]), the(a[2]), the(a[3])));
    }

    static <T1, T2, T3, T4, T5, R> Udf of(UDF5<T1, T2, T3, T4, T5, R> function, DataType type) {
        return Udf.of(
                5, type, a -> function.call(the(a[0]), the(a[1]), the(a[2]), the(a[3]), the(a[4])));
    }

    static <T1, T2, T3, T4, T5, T6, R> Udf of(
            UDF6<T1, T2, T3, T4, T5, T6, R> function, DataType type) {
        return Udf.of(
                6,
                type,
                a ->
                        function.call(
                                the(a[0]), the(a[1]), the(a[2]), the(a[3]), the(a[4]), the(a[5])));
    }

    static <T1, T2, T3, T4, T5, T6, T7, R> Udf of(
            UDF7<T1, T2, T3, T4, T5, T6, T7, R> function, DataType type) {
        return Udf.of(
                7,
                type,
                a ->
                        function.call(
                                the(a[0]), the(a[1]), the(a[2]), the(a[3]), the(a[4]), the(a[5]),
                                the(a[6])));
    }

    static <T1, T2, T3, T4, T5, T6, T7, T8, R> Udf of(
            UDF8<T1, T2, T3, T4, T5, T6, T7, T8, R> function, DataType type) {
        return Udf.of(
                8,
                type,
                a ->
                        function.call(
                                the(a[0]), the(a[1]), the(a[2]), the(a[3]), the(a[4]), the(a[5]),
                                the(a[6]), the(a[7])));
    }

    static <T1, T2, T3, T4, T5, T6, T7, T8, T9, R> Udf of(
            UDF9<T1, T2, T3, T4, T5, T6, T7, T8, T9, R> function, DataType type) {
        return Udf.of(
                9,
                type,
                a ->
                        function.call(
                                the(a[0]), the(a[1]), the(a[2]), the(a[3]), the(a[4]), the(a[5]),
                                the(a[6]), the(a[7]), the(a[8])));
    }

    static <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> Udf of(
            UDF10<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> function, DataType type) {
        return Udf.of(
                10,
                type,
                a ->
                        function.call(
                                the(a[0]), the(a[1]), the(a[2]), the(a[3]), the(a[4]), the(a[5]),
                                the(a[6]), the(a[7]), the(a[8]), the(a[9])));
    }

    /// An argument as what the function takes it for; if it is not, the call raises a
    /// ClassCastException, which is told with the types given.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    private static <T> T the(@Nullable Object argument) {
        return (T) argument;
    }
}
