package io.tidemill.operator.aggregate;

import io.tidemill.sql.types.DataType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An aggregate with DISTINCT: another one is given each different tuple of arguments once. Keeps
/// all of them, with how often they are there.
final class Distinct implements Accumulator {
    private final Accumulator inner;
    private final Multiset values = new Multiset(Tuples::compareAll);

    Distinct(Accumulator inner) {
        this.inner = inner;
    }

    @Override
    public void add(@Nullable Object[] row, long weight) {
        var canonical = row.clone();
        for (int i = 0; i < canonical.length; i++) {
            canonical[i] = GroupKey.canonical(canonical[i]);
        }
        long now = values.add(canonical, weight);
        boolean was = now - weight > 0;
        if (was != now > 0) {
            inner.add(canonical, was ? -1 : 1);
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

    @Override
    public Optional<Multiset> values() {
        return Optional.of(values);
    }
}
