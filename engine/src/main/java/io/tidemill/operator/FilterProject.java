package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.RowFunction;

import org.jspecify.annotations.Nullable;

/// Rows that pass a filter, with computed columns. Linear: keeps no state, and a row's weight goes
/// with it.
public final class FilterProject implements Operator, Downstream {
    private final RowFunction function;
    private final Downstream downstream;
    private @Nullable Evaluation evaluation;

    public FilterProject(RowFunction function, Downstream downstream) {
        this.function = function;
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return "filterProject";
    }

    @Override
    public void beginEpoch(Evaluation epoch) {
        evaluation = epoch;
    }

    @Override
    public void push(Batch delta) {
        if (evaluation == null) {
            throw new IllegalStateException("rows came before the epoch began");
        }
        var rows = function.apply(delta, evaluation);
        if (rows.rows() > 0) {
            downstream.push(rows);
        }
    }
}
