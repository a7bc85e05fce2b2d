package io.tidemill.operator.aggregate;

import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first or last row in an order, of rows that are never taken away: `min`, `max`, `min_by`,
/// `max_by`, `first`, `last`, `any_value`. One row a group.
final class Extreme implements Accumulator {
    private final Pick pick;
    private @Nullable Object @Nullable [] extreme;

    /// Which rows count, and which of them it is.
    ///
    /// @param order of tuples of values
    /// @param first whether the first one is meant, or the last
    /// @param needed which of the values must not be NULL; -1: any may be
    /// @param types of the tuples
    record Pick(
            Comparator<@Nullable Object[]> order, boolean first, int needed, List<DataType> types) {
        boolean counts(@Nullable Object[] values) {
            return needed < 0 || values[needed] != null;
        }
    }

    Extreme(Pick pick) {
        this.pick = pick;
    }

    @Override
    public void add(@Nullable Object[] values, long weight) {
        if (weight < 0) {
            throw new IllegalStateException("a row was taken away from an insert-only min or max");
        }
        if (!pick.counts(values)) {
            return;
        }
        int order = extreme == null ? 0 : pick.order().compare(values, extreme);
        if (extreme == null || (pick.first() ? order < 0 : order > 0)) {
            extreme = values.clone();
        }
    }

    @Override
    public @Nullable Object result() {
        return extreme == null ? null : extreme[0];
    }

    @Override
    public List<@Nullable Object> save() {
        var saved = new ArrayList<@Nullable Object>();
        saved.add(extreme == null ? 0L : 1L);
        saved.addAll(
                extreme == null
                        ? Collections.nCopies(pick.types().size(), null)
                        : Arrays.asList(extreme));
        return saved;
    }

    @Override
    public void load(List<@Nullable Object> state) {
        boolean any = state.get(0) instanceof Long there && there > 0;
        extreme = any ? state.subList(1, state.size()).toArray() : null;
    }

    @Override
    public List<DataType> stateTypes() {
        var types = new ArrayList<DataType>();
        types.add(DataTypes.LongType);
        types.addAll(pick.types());
        return types;
    }
}
