package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;

/// Rows that say themselves how often they count: what a changelog is read with.
///
/// In: columns, the last one a BIGINT that is not NULL. Out: the columns before it, at that weight
/// times the row's own; none at 0. Keeps no state.
public final class Weigh implements Operator, Downstream {
    private final Downstream downstream;
    private final Batch out;
    private final int[] rows = new int[Batch.ROWS];

    /// @param output the schema of the result
    public Weigh(StructType output, Downstream downstream) {
        this.downstream = downstream;
        this.out = Batch.create(output, Batch.ROWS);
    }

    @Override
    public String name() {
        return "weigh";
    }

    @Override
    public void push(Batch delta) {
        var given = delta.longs(delta.columnCount() - 1).values();
        int row = 0;
        while (row < delta.rows()) {
            int count = 0;
            var weights = new long[rows.length];
            for (; row < delta.rows() && count < rows.length; row++) {
                long weight = Math.multiplyExact(given[row], delta.weight(row));
                if (weight != 0) {
                    rows[count] = row;
                    weights[count++] = weight;
                }
            }
            give(delta, weights, count);
        }
    }

    private void give(Batch delta, long[] weights, int count) {
        if (count == 0) {
            return;
        }
        out.clear();
        out.reserve(count);
        for (int column = 0; column < out.columnCount(); column++) {
            out.column(column).copyAll(0, delta.column(column), rows, count);
        }
        out.setSplit(delta.split());
        out.setRows(count);
        out.setWeights(weights);
        downstream.push(out);
    }
}
