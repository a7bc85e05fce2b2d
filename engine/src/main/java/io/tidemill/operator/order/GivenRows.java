package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.order.TopRows.Spec;
import io.tidemill.state.PackedRows;

/// Rows that are kept on their way out: noted by their addresses and read column by column, a batch
/// at a time. Those that are not kept any more are let go of when they have been given. One
/// thread's own.
final class GivenRows {
    private final PackedRows rows;
    private final int[] targets; // of the columns of a row; -1: not given
    private final boolean withRank;
    private final Batch batch;
    private final Downstream downstream;
    private final long[] addresses = new long[Batch.ROWS];
    private final long[] weights = new long[Batch.ROWS];
    private final boolean[] leaving = new boolean[Batch.ROWS];
    private int count;
    private boolean inserts = true;

    GivenRows(Spec spec, PackedRows rows, Downstream downstream) {
        this.rows = rows;
        this.downstream = downstream;
        targets = spec.order().stream().mapToInt(RowBytes.Part::target).toArray();
        withRank = spec.withRank();
        batch = Batch.create(spec.output(), 64);
    }

    /// Gives a row in place of an old one, which is let go of.
    void replace(long old, long row) {
        if (count + 2 > Batch.ROWS) {
            flush();
        }
        note(old, -1, true);
        note(row, 1, false);
    }

    /// Gives a row.
    ///
    /// @param leaves whether it is let go of then
    void add(long row, boolean leaves) {
        if (count == Batch.ROWS) {
            flush();
        }
        note(row, 1, leaves);
    }

    private void note(long address, long weight, boolean leaves) {
        addresses[count] = address;
        weights[count] = weight;
        leaving[count] = leaves;
        inserts &= weight == 1;
        count++;
    }

    /// Gives what was noted.
    void flush() {
        if (count == 0) {
            return;
        }
        batch.clear();
        batch.reserve(count);
        rows.bringNear(addresses, count);
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] >= 0) {
                rows.read(i, addresses, count, batch.column(targets[i]), 0);
            }
        }
        for (int i = 0; withRank && i < count; i++) {
            batch.longs(batch.columnCount() - 1).setLong(i, 1);
        }
        batch.setRows(count);
        batch.setWeights(inserts ? null : weights);
        for (int i = 0; i < count; i++) {
            if (leaving[i]) {
                rows.release(addresses[i]);
            }
        }
        count = 0;
        inserts = true;
        downstream.push(batch);
    }
}
