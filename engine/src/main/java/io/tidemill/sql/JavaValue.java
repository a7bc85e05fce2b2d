package io.tidemill.sql;

import java.lang.reflect.Array;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of a row as an object of the class that a program asks for.
final class JavaValue {
    private JavaValue() {}

    static @Nullable Object of(@Nullable Object value, Class<?> wanted) {
        return switch (value) {
            case null -> null;
            case LocalDate date when wanted == Date.class -> Date.valueOf(date);
            case Instant instant when wanted == Timestamp.class -> Timestamp.from(instant);
            case Number number when isWider(number, wanted) -> widened(number, wanted);
            case List<?> list when wanted.isArray() -> array(list, wanted.componentType());
            default -> value;
        };
    }

    /// Whether `wanted` is a number class that holds every value of the number's class.
    private static boolean isWider(Number number, Class<?> wanted) {
        return switch (number) {
            case Byte _, Short _, Integer _ ->
                    wanted == Integer.class
                            || wanted == int.class
                            || wanted == Long.class
                            || wanted == long.class
                            || wanted == Double.class
                            || wanted == double.class;
            case Float _ -> wanted == Double.class || wanted == double.class;
            default -> false;
        };
    }

    private static Object widened(Number number, Class<?> wanted) {
        if (wanted == Integer.class || wanted == int.class) {
            return number.intValue();
        }
        return wanted == Long.class || wanted == long.class
                ? (Object) number.longValue()
                : (Object) number.doubleValue();
    }

    private static Object array(List<?> list, Class<?> component) {
        var array = Array.newInstance(component, list.size());
        for (int i = 0; i < list.size(); i++) {
            Array.set(array, i, of(list.get(i), component));
        }
        return array;
    }
}
