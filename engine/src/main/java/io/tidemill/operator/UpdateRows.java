package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;

/// The new version of every row that changed, by the key of the result: output mode update.
///
/// In: deltas in which the old row of a key, at weight -1, stands directly before its new one, in
/// the same batch. Out: the new one at weight 1, nothing when both are the same; a row that goes
/// without another one of its key coming at weight -1, if deletes are given.
public final class UpdateRows implements Operator, Downstream {
    private final int[] key;
    private final boolean deletes;
    private final Batch output;
    private final Downstream downstream;
    private long[] weights = new long[64];

    /// @param key the columns that tell which row replaces which; none: there is one row
    /// @param deletes whether rows that are gone are given; else they are kept quiet about
    public UpdateRows(StructType schema, int[] key, boolean deletes, Downstream downstream) {
        this.key = key.clone();
        this.deletes = deletes;
        output = Batch.create(schema, 64);
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return "update";
    }

    @Override
    public void push(Batch delta) {
        for (int row = 0; row < delta.rows(); row++) {
            if (delta.weight(row) > 0) {
                emit(delta, row, 1);
            } else if (delta.weight(row) < 0) {
                int next = row + 1;
                boolean replaced =
                        next < delta.rows()
                                && delta.weight(next) > 0
                                && SameValues.keys(delta, row, next, key);
                if (replaced && SameValues.rows(delta, row, next)) {
                    row++;
                } else if (!replaced && deletes) {
                    emit(delta, row, -1);
                }
            }
        }
        flush();
    }

    private void emit(Batch delta, int row, long weight) {
        int at = output.rows();
        if (weights.length == at) {
            weights = Arrays.copyOf(weights, at * 2);
        }
        weights[at] = weight;
        output.append(delta, row, 1);
    }

    private void flush() {
        if (output.rows() == 0) {
            return;
        }
        boolean inserts = true;
        for (int row = 0; row < output.rows(); row++) {
            inserts &= weights[row] == 1;
        }
        output.setWeights(inserts ? null : weights);
        downstream.push(output);
        output.clear();
    }
}
