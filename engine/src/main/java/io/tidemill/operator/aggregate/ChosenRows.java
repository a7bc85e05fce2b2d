package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import java.util.Arrays;

/// Which rows of a batch an aggregate counts. Reuses its arrays.
final class ChosenRows {
    private int[] chosen = {};
    private int[] everyRow = {};
    private int count;

    /// The rows whose argument is not NULL and whose filter is true; `count()` of them.
    ///
    /// @param argument a column; -1: none
    /// @param filter a column of booleans; -1: none
    int[] choose(Batch delta, int argument, int filter) {
        int rows = delta.rows();
        if (chosen.length < rows) {
            chosen = new int[rows];
            everyRow = new int[rows];
            Arrays.setAll(everyRow, i -> i);
        }
        boolean nulls = argument >= 0 && delta.column(argument).mayHaveNulls();
        if (!nulls && filter < 0) {
            count = rows;
            return everyRow;
        }
        count = 0;
        for (int row = 0; row < rows; row++) {
            boolean counts =
                    (!nulls || !delta.column(argument).isNull(row))
                            && (filter < 0
                                    || (!delta.column(filter).isNull(row)
                                            && delta.longs(filter).getLong(row) != 0));
            chosen[count] = row;
            count += counts ? 1 : 0;
        }
        return chosen;
    }

    /// How many rows were chosen last.
    int count() {
        return count;
    }
}
