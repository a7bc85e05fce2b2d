package io.tidemill.state;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import java.util.function.Consumer;

/// Rows of a state on their way to the checkpoint, given in full batches, each with its sign: +1
/// for a key that has this state now, -1 for one that is gone.
///
/// Who writes fills the columns of [#batch] at [#row], then calls [#added]; at last [#end].
public final class StateRows {
    private final Consumer<Batch> to;
    private final Batch batch;
    private long[] signs = new long[64];

    public StateRows(StructType schema, Consumer<Batch> to) {
        this.to = to;
        batch = Batch.create(schema, signs.length);
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

    /// Says that a row has been written, and whether it is of a key that is there.
    public void added(boolean there) {
        int row = batch.rows();
        if (row == signs.length) {
            signs = Arrays.copyOf(signs, Math.min(Batch.ROWS, row * 4));
        }
        signs[row] = there ? 1 : -1;
        batch.setRows(row + 1);
        if (batch.rows() == Batch.ROWS) {
            end();
        }
    }

    /// Gives what there is.
    public void end() {
        if (batch.rows() > 0) {
            batch.setWeights(signs);
            to.accept(batch);
            batch.clear();
        }
    }
}
