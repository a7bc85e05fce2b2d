package io.tidemill.operator.aggregate;

import io.tidemill.operator.BoxOrder;
import io.tidemill.sql.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `min` and `max` of values that are never taken away: one value a group. NULLs do not count.
final class Extreme implements Accumulator {
    private final DataType type;
    private final boolean least;
    private @Nullable Object extreme;

    Extreme(DataType type, boolean least) {
        this.type = type;
        this.least = least;
    }

    @Override
    public void add(@Nullable Object value, long weight) {
        if (weight < 0) {
            throw new IllegalStateException("a row was taken away from an insert-only min or max");
        }
        if (value != null) {
            int order = extreme == null ? 0 : compare(value, extreme);
            if (extreme == null || (least ? order < 0 : order > 0)) {
                extreme = value;
            }
        }
    }

    /// As SQL orders values, and `-0.0` before `0.0`, so that it does not matter which came first.
    private static int compare(Object left, Object right) {
        return switch (left) {
            case Double number -> Double.compare(number, (Double) right);
            case Float number -> Float.compare(number, (Float) right);
            default -> BoxOrder.compare(left, right);
        };
    }

    @Override
    public @Nullable Object result() {
        return extreme;
    }

    @Override
    public List<@Nullable Object> save() {
        var saved = new ArrayList<@Nullable Object>();
        saved.add(extreme);
        return saved;
    }

    @Override
    public void load(List<@Nullable Object> state) {
        extreme = state.get(0);
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(type);
    }
}
