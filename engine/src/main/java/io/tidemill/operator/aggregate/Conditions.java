package io.tidemill.operator.aggregate;

import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `count_if`, `bool_and` and `bool_or`: how often a condition is true and how often it is false.
final class Conditions implements Accumulator {
    private final Kind kind;
    private long trues;
    private long falses;

    enum Kind {
        COUNT,
        AND,
        OR
    }

    Conditions(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void add(@Nullable Object[] values, long weight) {
        if (values[0] instanceof Boolean condition) {
            trues += condition ? weight : 0;
            falses += condition ? 0 : weight;
        }
    }

    @Override
    public @Nullable Object result() {
        return switch (kind) {
            case COUNT -> trues;
            case AND -> trues + falses == 0 ? null : falses == 0;
            case OR -> trues + falses == 0 ? null : trues > 0;
        };
    }

    @Override
    public List<@Nullable Object> save() {
        return List.of(trues, falses);
    }

    @Override
    public void load(List<@Nullable Object> state) {
        trues = state.get(0) instanceof Long saved ? saved : 0;
        falses = state.get(1) instanceof Long saved ? saved : 0;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataTypes.LongType, DataTypes.LongType);
    }
}
