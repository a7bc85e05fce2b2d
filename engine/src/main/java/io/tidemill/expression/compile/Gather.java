package io.tidemill.expression.compile;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;

/// Copies the selected rows of a column into another; of strings only where they stand.
final class Gather {
    private Gather() {}

    /// @param selection the rows of `from` to take, in order
    /// @param to a column of the same type, which is overwritten
    static void gather(Column from, int[] selection, int count, Column to) {
        to.clear();
        to.reserve(count);
        switch (from) {
            case LongColumn longs ->
                    gather(longs.values(), selection, count, ((LongColumn) to).values());
            case DoubleColumn doubles -> {
                var source = doubles.values();
                var target = ((DoubleColumn) to).values();
                for (int i = 0; i < count; i++) {
                    target[i] = source[selection[i]];
                }
            }
            case DecimalColumn decimals -> {
                gather(decimals.high(), selection, count, ((DecimalColumn) to).high());
                gather(decimals.low(), selection, count, ((DecimalColumn) to).low());
            }
            case BytesColumn bytes -> {
                var target = (BytesColumn) to;
                target.share(bytes.data());
                gather(bytes.starts(), selection, count, target.starts());
                gather(bytes.ends(), selection, count, target.ends());
            }
            case ListColumn _, MapColumn _, StructColumn _ -> {
                for (int i = 0; i < count; i++) {
                    to.copy(i, from, selection[i]);
                }
                return;
            }
        }
        if (from.mayHaveNulls()) {
            for (int i = 0; i < count; i++) {
                if (from.isNull(selection[i])) {
                    to.setNull(i);
                }
            }
        }
    }

    private static void gather(long[] source, int[] selection, int count, long[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = source[selection[i]];
        }
    }

    private static void gather(int[] source, int[] selection, int count, int[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = source[selection[i]];
        }
    }
}
