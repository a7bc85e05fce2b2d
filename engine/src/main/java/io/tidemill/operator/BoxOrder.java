package io.tidemill.operator;

import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A total order of the values of one type, as objects: NULL first, NaN greatest, `-0.0` equal to
/// `0.0`, strings by their bytes, arrays and structs part by part. Spark's ORDER BY has the same.
public final class BoxOrder {
    private BoxOrder() {}

    public static int compare(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? -1 : 1;
        }
        return switch (left) {
            case Double number -> Double.compare(number + 0.0, (Double) right + 0.0);
            case Float number -> Float.compare(number + 0.0f, (Float) right + 0.0f);
            case String text -> compareBytes(utf8(text), utf8((String) right));
            case byte[] bytes -> compareBytes(bytes, (byte[]) right);
            case Period period ->
                    Long.compare(period.toTotalMonths(), ((Period) right).toTotalMonths());
            case List<?> list -> compareAll(list, (List<?>) right);
            case Object[] fields ->
                    compareAll(Arrays.asList(fields), Arrays.asList((Object[]) right));
            case Map<?, ?> map -> compareMaps(map, (Map<?, ?>) right);
            case Comparable<?> value -> compareComparable(value, right);
            default -> throw new IllegalStateException("no order for " + left.getClass().getName());
        };
    }

    @SuppressWarnings("unchecked")
    private static int compareComparable(Comparable<?> left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static int compareAll(List<?> left, List<?> right) {
        int common = Math.min(left.size(), right.size());
        for (int i = 0; i < common; i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /// Maps have no order of their own in SQL; here by their entries, sorted by key.
    private static int compareMaps(Map<?, ?> left, Map<?, ?> right) {
        return compareAll(sorted(left), sorted(right));
    }

    private static List<?> sorted(Map<?, ?> map) {
        return map.entrySet().stream()
                .map(entry -> Arrays.asList(entry.getKey(), entry.getValue()))
                .sorted((a, b) -> compare(a.get(0), b.get(0)))
                .toList();
    }

    private static int compareBytes(byte[] left, byte[] right) {
        return Arrays.compareUnsigned(left, right);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
