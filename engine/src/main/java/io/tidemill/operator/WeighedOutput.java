package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;

/// Rows on their way out, each with its weight; a batch of insertions alone goes without weights.
///
/// Who writes fills the columns of [#batch] at [#row], then calls [#add]; when what belongs
/// together is written, [#flushIfFull], and at last [#flush]. One thread's own.
public final class WeighedOutput {
    private final Batch batch;
    private final Downstream downstream;
    private long[] weights = new long[64];

    public WeighedOutput(StructType schema, Downstream downstream) {
        batch = Batch.create(schema, 64);
        this.downstream = downstream;
    }

    public Batch batch() {
        return batch;
    }

    /// Where the next row is to be written: there is room.
    public int row() {
        int row = batch.rows();
        batch.reserve(row + 1);
        return row;
    }

    /// Says that the next row has been written, and its weight.
    public void add(long weight) {
        int row = batch.rows();
        if (row == weights.length) {
            weights = Arrays.copyOf(weights, row * 2);
        }
        weights[row] = weight;
        batch.setRows(row + 1);
    }

    /// Takes back the two rows that were added last.
    public void dropTwo() {
        batch.setRows(batch.rows() - 2);
    }

    public void flushIfFull() {
        if (batch.rows() >= Batch.ROWS) {
            flush();
        }
    }

    /// Gives what there is.
    public void flush() {
        int rows = batch.rows();
        if (rows == 0) {
            return;
        }
        boolean inserts = true;
        for (int row = 0; row < rows; row++) {
            inserts &= weights[row] == 1;
        }
        batch.setWeights(inserts ? null : weights);
        downstream.push(batch);
        batch.clear();
    }
}
