package io.tidemill.operator.aggregate;

import io.tidemill.expression.UserAggregate;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An aggregate of the program over rows that are never taken away: its buffer.
final class Buffered implements Accumulator {
    private final UserAggregate aggregate;
    private @Nullable Object buffer;

    Buffered(UserAggregate aggregate) {
        this.aggregate = aggregate;
        buffer = aggregate.zero();
    }

    @Override
    public void add(@Nullable Object[] values, long weight) {
        for (long i = 0; i < weight; i++) {
            buffer = aggregate.reduce(buffer, values.clone());
        }
    }

    @Override
    public @Nullable Object result() {
        return aggregate.finish(buffer);
    }

    @Override
    public List<@Nullable Object> save() {
        return aggregate.save(buffer);
    }

    @Override
    public void load(List<@Nullable Object> state) {
        buffer = aggregate.load(state);
    }

    @Override
    public List<DataType> stateTypes() {
        return aggregate.buffer().fieldList().stream().map(StructField::dataType).toList();
    }
}
