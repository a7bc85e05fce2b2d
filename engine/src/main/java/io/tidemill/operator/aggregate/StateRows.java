package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import java.util.function.Consumer;

/// Rows of a state on their way to the checkpoint, given in full batches, each with its sign: +1
/// for a key that has this state now, -1 for one that is gone.
///
/// Who writes fills the columns of [#batch] at the row [Batch#rows], then calls [#added]; at last
/// [#end].
final class StateRows {
    private final Consumer<Batch> to;
    private final Batch batch;
    private final long[] signs = new long[Batch.ROWS];

    StateRows(StructType schema, Consumer<Batch> to) {
        this.to = to;
        batch = Batch.create(schema, Batch.ROWS);
    }

    Batch batch() {
        return batch;
    }

    /// Says that a row has been written, and whether it is of a key that is there.
    void added(boolean there) {
        int row = batch.rows();
        signs[row] = there ? 1 : -1;
        batch.setRows(row + 1);
        if (batch.rows() == Batch.ROWS) {
            end();
        }
    }

    /// Gives what there is.
    void end() {
        if (batch.rows() > 0) {
            batch.setWeights(signs);
            to.accept(batch);
            batch.clear();
        }
    }
}
