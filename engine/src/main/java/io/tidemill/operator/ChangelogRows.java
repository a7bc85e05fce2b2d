package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.sql.types.StructType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The result delta as rows with a first column `_op`, for output mode changelog.
///
/// In: deltas in which the old row of a key, at weight -1, stands directly before its new one, in
/// the same batch. Out, all at weight 1: `-U` and `+U` for such a pair, nothing when both are
/// equal, `+I` for an addition and `-D` for a retraction that stand alone. Where every row comes
/// out once, the other columns are the delta's own; nothing is copied.
public final class ChangelogRows implements Operator, Downstream {
    private static final byte[] OPS = "-U+U+I-D".getBytes(StandardCharsets.US_ASCII);
    private static final int OLD = 0;
    private static final int NEW = 2;
    private static final int ADDED = 4;
    private static final int GONE = 6;

    private final int[] key;
    private final boolean keyed;
    private final StructType schema;
    private final Batch output;
    private final BytesColumn ops;
    private final Downstream downstream;

    /// The row of the delta that each row of the result is, and whether they are all of it.
    private int[] rows = new int[Batch.ROWS];

    private int count;
    private boolean whole;

    /// @param key the columns of the input that tell which row replaces which; none: there is one
    ///   row
    /// @param keyed false when no row replaces another
    /// @param output an empty batch: `_op`, then the input's columns
    public ChangelogRows(int[] key, boolean keyed, StructType output, Downstream downstream) {
        this.key = key.clone();
        this.keyed = keyed;
        this.schema = output;
        this.output = Batch.create(output, 64);
        this.ops = this.output.bytes(0);
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return "changelog";
    }

    @Override
    public void push(Batch delta) {
        int size = Math.max(delta.rows(), Batch.ROWS);
        if (rows.length < size) {
            rows = new int[size];
        }
        begin();
        if (delta.weights() == null) {
            for (int row = 0; row < delta.rows(); row++) {
                emit(ADDED, delta, row);
            }
        } else {
            weighed(delta);
        }
        flush(delta);
    }

    private void weighed(Batch delta) {
        for (int row = 0; row < delta.rows(); row++) {
            long weight = delta.weight(row);
            if (weight == -1 && keyed && isPair(delta, row)) {
                if (!SameValues.rows(delta, row, row + 1)) {
                    emit(OLD, delta, row);
                    emit(NEW, delta, row + 1);
                }
                row++;
            } else {
                for (long i = Math.abs(weight); i > 0; i--) {
                    emit(weight > 0 ? ADDED : GONE, delta, row);
                }
            }
        }
    }

    private boolean isPair(Batch delta, int row) {
        return row + 1 < delta.rows()
                && delta.weight(row + 1) == 1
                && SameValues.keys(delta, row, row + 1, key);
    }

    private void begin() {
        output.clear();
        ops.reserve(rows.length);
        ops.share(OPS);
        count = 0;
        whole = true;
    }

    private void emit(int op, Batch delta, int row) {
        if (count == rows.length) {
            flush(delta);
            begin();
            whole = false;
        }
        ops.setView(count, op, op + 2);
        rows[count] = row;
        whole &= row == count;
        count++;
    }

    private void flush(Batch delta) {
        if (count == 0) {
            return;
        }
        var result = output;
        if (whole && count == delta.rows()) {
            var columns = new Column[schema.size()];
            Arrays.setAll(columns, i -> i == 0 ? ops : delta.column(i - 1));
            result = new Batch(schema, columns);
        } else {
            output.reserve(count);
            for (int i = 0; i < delta.columnCount(); i++) {
                output.column(i + 1).copyAll(0, delta.column(i), rows, count);
            }
        }
        result.setRows(count);
        downstream.push(result);
    }
}
