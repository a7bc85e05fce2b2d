package io.tidemill.expression;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Order and equality of boxed values, as SQL sees them.
///
/// NULL comes first; NaN equals itself and is greater than every number; 0.0 equals -0.0; text and
/// binary go byte by byte, unsigned (for text that is the order of code points); arrays and structs
/// go element by element. Maps have no order; their equality is that of their entries, in any
/// order.
public final class Values {
    private Values() {}

    /// Negative, zero or positive, as `left` is less than, equal to or greater than `right`.
    public static int compare(DataType type, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? -1 : 1;
        }
        return switch (left) {
            case String text -> compareText(text, (String) right);
            case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) right);
            case Double number -> Double.compare(number + 0.0, (Double) right + 0.0);
            case Float number -> Float.compare(number + 0.0f, (Float) right + 0.0f);
            case Period period ->
                    Long.compare(period.toTotalMonths(), ((Period) right).toTotalMonths());
            case List<?> list ->
                    compareLists(((ArrayType) type).elementType(), list, (List<?>) right);
            case Object[] fields -> compareFields((StructType) type, fields, (Object[]) right);
            case Map<?, ?> _ ->
                    throw new IllegalStateException("values of " + type.sql() + " have no order");
            default -> compareNaturally(left, right);
        };
    }

    /// Whether two values are the same for `=`, `IN`, keys and `DISTINCT`; NULL is equal to NULL
    /// here.
    public static boolean equal(DataType type, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        return switch (type) {
            case MapType map -> equalMaps(map, (Map<?, ?>) left, (Map<?, ?>) right);
            case ArrayType array -> equalLists(array, (List<?>) left, (List<?>) right);
            case StructType struct -> equalFields(struct, (Object[]) left, (Object[]) right);
            default -> compare(type, left, right) == 0;
        };
    }

    /// By code point, which is also the order of the UTF-8 bytes.
    public static int compareText(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean apart = Character.isSurrogate(a) == Character.isSurrogate(b);
                return apart ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    @SuppressWarnings("unchecked")
    private static int compareNaturally(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static int compareLists(DataType element, List<?> left, List<?> right) {
        int shorter = Math.min(left.size(), right.size());
        for (int i = 0; i < shorter; i++) {
            int order = compare(element, left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareFields(StructType type, Object[] left, Object[] right) {
        for (int i = 0; i < left.length; i++) {
            int order = compare(type.typeOf(i), left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static boolean equalLists(ArrayType type, List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!equal(type.elementType(), left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalFields(StructType type, Object[] left, Object[] right) {
        for (int i = 0; i < left.length; i++) {
            if (!equal(type.typeOf(i), left[i], right[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(MapType type, Map<?, ?> left, Map<?, ?> right) {
        return left.size() == right.size()
                && left.entrySet().stream()
                        .allMatch(entry ->
                                right.entrySet().stream()
                                        .anyMatch(other -> equalEntries(type, entry, other)));
    }

    private static boolean equalEntries(MapType type, Map.Entry<?, ?> left, Map.Entry<?, ?> right) {
        return equal(type.keyType(), left.getKey(), right.getKey())
                && equal(type.valueType(), left.getValue(), right.getValue());
    }
}
