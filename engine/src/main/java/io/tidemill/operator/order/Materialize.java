package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.sql.types.StructType;
import java.util.List;

/// The whole result, given anew at the end of each epoch, in order: output mode complete over any
/// plan.
///
/// In: changes in any order, all to worker 0. Out: every row that is there, as often as it is
/// there. State: all of them.
public final class Materialize implements OrderedOperator {
    private final String stateId;
    private final OrderedRows rows;
    private final Batch output;
    private final Downstream downstream;

    /// @param input what else is ordered by, then the row
    /// @param order what of the input a row is ordered by and made of
    /// @param output the columns of the row
    public Materialize(
            String stateId,
            StructType input,
            List<RowBytes.Part> order,
            StructType output,
            int worker,
            int workers,
            Downstream downstream) {
        this.stateId = stateId;
        rows = new OrderedRows(input, 0, order, 0, true, worker, workers);
        this.output = Batch.create(output, Batch.ROWS);
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return "materialize";
    }

    @Override
    public void push(Batch delta) {
        for (int row = 0; row < delta.rows(); row++) {
            rows.codec().encode(delta, row);
            rows.add(rows.partition(0), delta.weight(row));
        }
        rows.compact();
    }

    @Override
    public void endEpoch(EpochEnd end) {
        rows.endEpoch();
        var all = rows.existing(0);
        if (all == null) {
            return;
        }
        for (int c = 0; c < all.chunks(); c++) {
            for (int i = 0; i < all.size(c); i++) {
                for (int times = rows.count(all.row(c, i)); times > 0; times--) {
                    rows.write(all.row(c, i), output, output.rows());
                    output.setRows(output.rows() + 1);
                    if (output.rows() == Batch.ROWS) {
                        flush();
                    }
                }
            }
        }
        flush();
    }

    private void flush() {
        if (output.rows() > 0) {
            downstream.push(output);
            output.clear();
        }
    }

    @Override
    public OrderedRows ordered() {
        return rows;
    }

    @Override
    public String stateId() {
        return stateId;
    }

    @Override
    public void restore(Batch state) {
        rows.state().restore(state, (_, _) -> {});
    }
}
