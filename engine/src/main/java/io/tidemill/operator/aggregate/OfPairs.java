package io.tidemill.operator.aggregate;

import io.tidemill.sql.types.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An aggregate of one of two values, of the rows where neither is NULL.
final class OfPairs implements Accumulator {
    private final Accumulator inner;
    private final int index;

    /// @param index which of the two
    OfPairs(Accumulator inner, int index) {
        this.inner = inner;
        this.index = index;
    }

    @Override
    public void add(@Nullable Object[] values, long weight) {
        if (values[0] != null && values[1] != null) {
            inner.add(new @Nullable Object[] {values[index]}, weight);
        }
    }

    @Override
    public @Nullable Object result() {
        return inner.result();
    }

    @Override
    public List<@Nullable Object> save() {
        return inner.save();
    }

    @Override
    public void load(List<@Nullable Object> state) {
        inner.load(state);
    }

    @Override
    public List<DataType> stateTypes() {
        return inner.stateTypes();
    }
}
