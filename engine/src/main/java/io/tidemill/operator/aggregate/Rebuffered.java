package io.tidemill.operator.aggregate;

import io.tidemill.expression.UserAggregate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An aggregate of the program over rows that may be taken away: all values, of which a new buffer
/// is made for each result, in the total order of values.
final class Rebuffered implements Accumulator.OfValues {
    private final UserAggregate aggregate;
    private final Multiset values = new Multiset(Tuples::compareAll);

    Rebuffered(UserAggregate aggregate) {
        this.aggregate = aggregate;
    }

    @Override
    public void add(@Nullable Object[] row, long weight) {
        values.add(row, weight);
    }

    @Override
    public @Nullable Object result() {
        var buffer = aggregate.zero();
        for (Map.Entry<@Nullable Object[], Long> entry : values.counts().entrySet()) {
            for (long i = 0; i < entry.getValue(); i++) {
                buffer = aggregate.reduce(buffer, entry.getKey().clone());
            }
        }
        return aggregate.finish(buffer);
    }

    @Override
    public Optional<Multiset> values() {
        return Optional.of(values);
    }
}
