package io.tidemill.operator.aggregate;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// [Extreme] of rows that may be taken away again: keeps them all.
final class ExtremeOfMany implements Accumulator.OfValues {
    private final Extreme.Pick pick;
    private final Multiset values;

    ExtremeOfMany(Extreme.Pick pick) {
        this.pick = pick;
        values = new Multiset(pick.order());
    }

    @Override
    public void add(@Nullable Object[] row, long weight) {
        if (pick.counts(row)) {
            values.add(row, weight);
        }
    }

    @Override
    public @Nullable Object result() {
        var extreme = values.end(pick.first());
        return extreme == null ? null : extreme[0];
    }

    @Override
    public Optional<Multiset> values() {
        return Optional.of(values);
    }
}
