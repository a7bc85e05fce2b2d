package io.tidemill.operator.aggregate;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `single_value`: the value of the only row. What a sub-query for one value is planned as.
final class SingleValue implements Accumulator.OfValues {
    private final Multiset values = new Multiset(Tuples::compareAll);

    @Override
    public void add(@Nullable Object[] row, long weight) {
        values.add(row, weight);
    }

    /// @throws TidemillException SCALAR_SUBQUERY_TOO_MANY_ROWS
    @Override
    public @Nullable Object result() {
        long rows = 0;
        for (long count : values.counts().values()) {
            rows += Math.max(0, count);
        }
        if (rows > 1) {
            throw new TidemillException(
                    Condition.SCALAR_SUBQUERY_TOO_MANY_ROWS,
                    "More than one row returned by a subquery used as an expression: it has %d"
                            .formatted(rows),
                    "aggregate in the sub-query, for example with max, or select one row with"
                            + " ORDER BY and LIMIT 1");
        }
        var only = values.end(true);
        return only == null ? null : only[0];
    }

    @Override
    public Optional<Multiset> values() {
        return Optional.of(values);
    }
}
