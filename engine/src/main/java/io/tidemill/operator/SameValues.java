package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import java.util.Arrays;

/// Whether two rows of a batch have the same values, without objects for the common types.
final class SameValues {
    private SameValues() {}

    /// Whether they are the same in all columns; `-0.0` and `0.0` are not.
    static boolean rows(Batch batch, int left, int right) {
        for (int i = 0; i < batch.columnCount(); i++) {
            if (!same(batch.column(i), left, right, true)) {
                return false;
            }
        }
        return true;
    }

    /// Whether GROUP BY would put them together by these columns.
    static boolean keys(Batch batch, int left, int right, int[] columns) {
        for (int column : columns) {
            if (!same(batch.column(column), left, right, false)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Column column, int a, int b, boolean exactly) {
        if (column.isNull(a) || column.isNull(b)) {
            return column.isNull(a) == column.isNull(b);
        }
        return switch (column) {
            case LongColumn longs -> longs.getLong(a) == longs.getLong(b);
            case DoubleColumn doubles -> {
                double left = doubles.getDouble(a);
                double right = doubles.getDouble(b);
                yield left == right && !exactly || Double.compare(left, right) == 0;
            }
            case DecimalColumn decimals ->
                    decimals.high()[a] == decimals.high()[b]
                            && decimals.low()[a] == decimals.low()[b];
            case BytesColumn bytes ->
                    Arrays.equals(
                            bytes.data(),
                            bytes.starts()[a],
                            bytes.ends()[a],
                            bytes.data(),
                            bytes.starts()[b],
                            bytes.ends()[b]);
            case ListColumn _, MapColumn _ -> BoxOrder.compare(column.get(a), column.get(b)) == 0;
            case StructColumn struct -> {
                boolean same = true;
                for (int i = 0; i < struct.fieldCount() && same; i++) {
                    same = same(struct.field(i), a, b, exactly);
                }
                yield same;
            }
        };
    }
}
