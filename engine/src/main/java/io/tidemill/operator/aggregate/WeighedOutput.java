package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.operator.Downstream;
import io.tidemill.sql.types.StructType;

/// Rows on their way out, each with its weight; a batch of insertions alone goes without weights.
///
/// Who writes fills the columns of [#batch] from the row [Batch#rows] on, says the weights, then
/// sets the number of rows. At most two rows more than [Batch#ROWS] stand in it, so that a change's
/// two rows stay together. One thread's own.
final class WeighedOutput {
    private final Batch batch;
    private final Downstream downstream;
    private final long[] weights = new long[Batch.ROWS + 2];

    WeighedOutput(StructType schema, Downstream downstream) {
        batch = Batch.create(schema, 64);
        this.downstream = downstream;
    }

    Batch batch() {
        return batch;
    }

    void setWeight(int row, long weight) {
        weights[row] = weight;
    }

    /// Gives what there is.
    void flush() {
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
