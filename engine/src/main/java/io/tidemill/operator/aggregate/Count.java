package io.tidemill.operator.aggregate;

import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `count(*)`, which counts rows, and `count(x, …)`, which counts those without a NULL among them.
final class Count implements Accumulator {
    private final boolean nullsToo;
    private long count;

    Count(boolean nullsToo) {
        this.nullsToo = nullsToo;
    }

    @Override
    public void add(@Nullable Object[] values, long weight) {
        count += nullsToo || areThere(values) ? weight : 0;
    }

    private static boolean areThere(@Nullable Object[] values) {
        for (var value : values) {
            if (value == null) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Object result() {
        return count;
    }

    @Override
    public List<@Nullable Object> save() {
        return List.of(count);
    }

    @Override
    public void load(List<@Nullable Object> state) {
        count = state.get(0) instanceof Long saved ? saved : 0;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataTypes.LongType);
    }
}
