package io.tidemill.operator;

import io.tidemill.data.Batch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows in an order, some of the first left out, up to a count: ORDER BY, LIMIT and OFFSET of a
/// result that is given whole each epoch.
///
/// The last `keys` columns of the input are what to order by and are left away; without keys, rows
/// keep the order in which they come. Rows that are equal in all keys are ordered by all their
/// columns, so that no answer depends on how rows were spread over workers.
public final class Order implements Operator, Downstream {
    private final List<Key> keys;
    private final long offset;
    private final long count;
    private final Batch output;
    private final Downstream downstream;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    /// How one key column orders.
    public record Key(boolean ascending, boolean nullsFirst) {}

    /// @param count at most so many rows; [Long#MAX_VALUE] for all
    /// @param output an empty batch of the columns without the keys
    public Order(List<Key> keys, long offset, long count, Batch output, Downstream downstream) {
        this.keys = List.copyOf(keys);
        this.offset = offset;
        this.count = count;
        this.output = output;
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return keys.isEmpty() ? "limit" : "sort";
    }

    @Override
    public void push(Batch delta) {
        for (int row = 0; row < delta.rows(); row++) {
            if (keys.isEmpty() && rows.size() >= lastRow()) {
                return;
            }
            for (long i = 0; i < delta.weight(row); i++) {
                rows.add(delta.row(row));
            }
        }
    }

    @Override
    public void endEpoch(EpochEnd end) {
        if (!keys.isEmpty()) {
            rows.sort(byKeys());
        }
        long to = Math.min(rows.size(), lastRow());
        for (long i = offset; i < to; i++) {
            var row = rows.get((int) i);
            var columns = new @Nullable Object[output.columnCount()];
            System.arraycopy(row, 0, columns, 0, columns.length);
            output.append(columns);
            if (output.rows() == Batch.ROWS) {
                flush();
            }
        }
        flush();
        rows.clear();
    }

    /// Whether no further row can change the result: a limit without an order has all its rows.
    public boolean hasEnough() {
        return keys.isEmpty() && rows.size() >= lastRow();
    }

    private long lastRow() {
        long last = offset + count;
        return last < 0 ? Long.MAX_VALUE : last;
    }

    private void flush() {
        if (output.rows() > 0) {
            downstream.push(output);
            output.clear();
        }
    }

    private Comparator<@Nullable Object[]> byKeys() {
        int first = output.columnCount();
        return (left, right) -> {
            for (int i = 0; i < keys.size(); i++) {
                var key = keys.get(i);
                int order = compare(left[first + i], right[first + i], key);
                if (order != 0) {
                    return order;
                }
            }
            for (int i = 0; i < first; i++) {
                int order = BoxOrder.compare(left[i], right[i]);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static int compare(@Nullable Object left, @Nullable Object right, Key key) {
        if (left == null || right == null) {
            int order = left == right ? 0 : left == null ? -1 : 1;
            return key.nullsFirst() ? order : -order;
        }
        int order = BoxOrder.compare(left, right);
        return key.ascending() ? order : -order;
    }
}
