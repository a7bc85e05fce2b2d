package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.RowFunction;
import org.jspecify.annotations.Nullable;

/// Rows that pass a filter, with computed columns. Linear: keeps no state, and a row's weight goes
/// with it. Counts the rows of each split, as that is what random numbers are drawn by.
public final class FilterProject implements Operator, Downstream {
    private final RowFunction function;
    private final Downstream downstream;
    private @Nullable Evaluation evaluation;
    private long split;
    private long rowsOfSplit;
    private long rowsOfNone;

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
        split = -1;
        rowsOfSplit = 0;
        rowsOfNone = 0;
    }

    @Override
    public void push(Batch delta) {
        if (evaluation == null) {
            throw new IllegalStateException("rows came before the epoch began");
        }
        var rows = function.apply(delta, at(delta, evaluation));
        if (rows.rows() > 0) {
            downstream.push(rows);
        }
    }

    private Evaluation at(Batch delta, Evaluation epoch) {
        if (delta.split() < 0) {
            rowsOfNone += delta.rows();
            return epoch.at(epoch.split(), rowsOfNone - delta.rows());
        }
        if (delta.split() != split) {
            split = delta.split();
            rowsOfSplit = 0;
        }
        rowsOfSplit += delta.rows();
        return epoch.at(split, rowsOfSplit - delta.rows());
    }
}
