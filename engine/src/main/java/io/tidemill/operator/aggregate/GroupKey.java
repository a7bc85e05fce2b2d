package io.tidemill.operator.aggregate;

import io.tidemill.operator.BoxOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The key of a group: equal when GROUP BY puts two rows together (NULLs are equal, every NaN is
/// one, `-0.0` is `0.0`).
final class GroupKey {
    private final @Nullable Object[] values;
    private final int hash;

    GroupKey(@Nullable Object[] values) {
        this.values = values;
        this.hash = hash(Arrays.asList(values));
    }

    /// The values as they came first.
    @Nullable Object[] values() {
        return values;
    }

    /// A value as the key shows it: `0.0` for `-0.0`.
    static @Nullable Object canonical(@Nullable Object value) {
        return switch (value) {
            case Double number -> number + 0.0;
            case Float number -> number + 0.0f;
            case null, default -> value;
        };
    }

    private static int hash(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Double number -> Double.hashCode(number + 0.0);
            case Float number -> Float.hashCode(number + 0.0f);
            case byte[] bytes -> Arrays.hashCode(bytes);
            case Object[] fields -> hash(Arrays.asList(fields));
            case List<?> list -> {
                int hash = 1;
                for (Object element : list) {
                    hash = 31 * hash + hash(element);
                }
                yield hash;
            }
            case Map<?, ?> map -> {
                int hash = 0;
                for (var entry : map.entrySet()) {
                    hash += hash(entry.getKey()) ^ 31 * hash(entry.getValue());
                }
                yield hash;
            }
            default -> value.hashCode();
        };
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof GroupKey key) || key.hash != hash) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if (BoxOrder.compare(values[i], key.values[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
