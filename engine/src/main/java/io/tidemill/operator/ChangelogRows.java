package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;

/// The result delta as rows with a first column `_op`, for output mode changelog.
///
/// In: deltas in which the old row of a key, at weight -1, stands directly before its new one, in
/// the same batch. Out, all at weight 1: `-U` and `+U` for such a pair, nothing when both are
/// equal, `+I` for an addition and `-D` for a retraction that stand alone.
public final class ChangelogRows implements Operator, Downstream {
    private static final byte[] OLD = {'-', 'U'};
    private static final byte[] NEW = {'+', 'U'};
    private static final byte[] ADDED = {'+', 'I'};
    private static final byte[] GONE = {'-', 'D'};

    private final int[] key;
    private final boolean keyed;
    private final Batch output;
    private final Downstream downstream;

    /// @param key the columns of the input that tell which row replaces which; none: there is one
    ///   row
    /// @param keyed false when no row replaces another
    /// @param output an empty batch: `_op`, then the input's columns
    public ChangelogRows(int[] key, boolean keyed, StructType output, Downstream downstream) {
        this.key = key.clone();
        this.keyed = keyed;
        this.output = Batch.create(output, Batch.ROWS);
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return "changelog";
    }

    @Override
    public void push(Batch delta) {
        output.clear();
        for (int row = 0; row < delta.rows(); row++) {
            long weight = delta.weight(row);
            boolean pair =
                    weight == -1
                            && keyed
                            && row + 1 < delta.rows()
                            && delta.weight(row + 1) == 1
                            && SameValues.keys(delta, row, row + 1, key);
            if (pair) {
                if (!SameValues.rows(delta, row, row + 1)) {
                    emit(OLD, delta, row, 1);
                    emit(NEW, delta, row + 1, 1);
                }
                row++;
            } else if (weight > 0) {
                emit(ADDED, delta, row, weight);
            } else {
                emit(GONE, delta, row, -weight);
            }
        }
        if (output.rows() > 0) {
            downstream.push(output);
        }
    }

    private void emit(byte[] op, Batch delta, int row, long times) {
        for (long i = 0; i < times; i++) {
            int at = output.rows();
            output.reserve(at + 1);
            output.bytes(0).append(at, op, 0, op.length);
            for (int c = 0; c < delta.columnCount(); c++) {
                output.column(c + 1).copy(at, delta.column(c), row);
            }
            output.setRows(at + 1);
        }
    }
}
