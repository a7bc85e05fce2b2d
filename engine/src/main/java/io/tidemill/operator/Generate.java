package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.data.ListColumn;
import io.tidemill.sql.types.StructType;

/// Each row once for every element of the array in its last column.
///
/// In: columns, the last one an array. Out: the columns before it, the element's position from 0 if
/// asked for, the element. A row whose array is empty or NULL gives none, or one with NULLs when
/// `outer`. Linear: keeps no state, and a row's weight goes with each of its copies.
public final class Generate implements Operator, Downstream {
    private static final int NONE = -1;

    private final boolean outer;
    private final boolean position;
    private final Downstream downstream;
    private final Batch out;
    private final int kept;

    // What the next rows of the output are made of.
    private final int[] rows = new int[Batch.ROWS];
    private final int[] elements = new int[Batch.ROWS];
    private final int[] positions = new int[Batch.ROWS];
    private int count;

    /// @param output the schema of the result
    public Generate(StructType output, boolean outer, boolean position, Downstream downstream) {
        this.outer = outer;
        this.position = position;
        this.downstream = downstream;
        this.out = Batch.create(output, Batch.ROWS);
        this.kept = output.size() - (position ? 2 : 1);
    }

    @Override
    public String name() {
        return "generate";
    }

    @Override
    public void push(Batch delta) {
        var lists = (ListColumn) delta.column(kept);
        for (int row = 0; row < delta.rows(); row++) {
            int start = lists.isNull(row) ? 0 : lists.starts()[row];
            int end = lists.isNull(row) ? 0 : lists.ends()[row];
            if (start == end && outer) {
                add(row, NONE, 0, delta);
            }
            for (int element = start; element < end; element++) {
                add(row, element, element - start, delta);
            }
        }
        flush(delta);
    }

    private void add(int row, int element, int at, Batch delta) {
        rows[count] = row;
        elements[count] = element;
        positions[count] = at;
        if (++count == rows.length) {
            flush(delta);
        }
    }

    private void flush(Batch delta) {
        if (count == 0) {
            return;
        }
        out.clear();
        out.reserve(count);
        for (int column = 0; column < kept; column++) {
            out.column(column).copyAll(0, delta.column(column), rows, count);
        }
        var from = ((ListColumn) delta.column(kept)).elements();
        var to = out.column(out.columnCount() - 1);
        for (int i = 0; i < count; i++) {
            if (elements[i] == NONE) {
                to.setNull(i);
            } else {
                to.copy(i, from, elements[i]);
            }
        }
        if (position) {
            positions();
        }
        out.setSplit(delta.split());
        out.setRows(count);
        if (delta.weights() != null) {
            var weights = new long[count];
            for (int i = 0; i < count; i++) {
                weights[i] = delta.weight(rows[i]);
            }
            out.setWeights(weights);
        }
        count = 0;
        downstream.push(out);
    }

    private void positions() {
        var column = out.longs(kept);
        for (int i = 0; i < count; i++) {
            if (elements[i] == NONE) {
                column.setNull(i);
            } else {
                column.values()[i] = positions[i];
            }
        }
    }
}
