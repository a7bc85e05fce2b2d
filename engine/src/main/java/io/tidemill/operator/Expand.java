package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.RowFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Each row once for every one of several projections: what grouping sets are made of. Linear:
/// keeps no state, and a row's weight goes with each of its copies.
///
/// The copies of a batch come projection by projection.
public final class Expand implements Operator, Downstream {
    private final List<RowFunction> projections;
    private final Downstream downstream;
    private @Nullable Evaluation evaluation;

    /// @param projections to one schema
    public Expand(List<RowFunction> projections, Downstream downstream) {
        this.projections = List.copyOf(projections);
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return "expand";
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
        for (var projection : projections) {
            var rows = projection.apply(delta, evaluation);
            if (rows.rows() > 0) {
                downstream.push(rows);
            }
        }
    }
}
