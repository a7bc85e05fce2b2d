package io.tidemill.operator.window;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.LongColumn;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.Operator;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;

/// Each row once for every window that its time lies in; a row without a time is in none.
///
/// In: the columns of the result but the last two, and the time, which may be one of them. Out: the
/// columns, then start and end of the window. Linear: keeps nothing, and a row's weight goes with
/// it. Where every row has a time and lies in one window, its columns are passed on as they are.
public final class AssignWindows implements Operator, Downstream {
    private final Windows windows;
    private final int time;
    private final StructType output;
    private final int kept;
    private final Batch copied;
    private final int[] rows = new int[Batch.ROWS];
    private final LongColumn starts;
    private final LongColumn ends;
    private final Downstream downstream;

    /// @param time which column of the input is the time
    /// @param output the columns of the result
    public AssignWindows(
            Windows windows, StructType input, int time, StructType output, Downstream downstream) {
        this.windows = windows;
        this.time = time;
        this.output = output;
        this.kept = output.size() - 2;
        this.copied = Batch.create(input, Batch.ROWS);
        DataType type = output.typeOf(kept);
        this.starts = new LongColumn(type, Batch.ROWS);
        this.ends = new LongColumn(type, Batch.ROWS);
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return "timeWindow";
    }

    @Override
    public void push(Batch delta) {
        var times = delta.longs(time);
        if (windows.areTumbling() && !times.mayHaveNulls()) {
            inOne(delta, times.values());
        } else {
            inSeveral(delta, times);
        }
    }

    private void inOne(Batch delta, long[] times) {
        int count = delta.rows();
        starts.reserve(count);
        ends.reserve(count);
        long[] start = starts.values();
        long[] end = ends.values();
        for (int row = 0; row < count; row++) {
            windows.find(times[row]);
            start[row] = windows.start(0);
            end[row] = windows.end(0);
        }
        var out = with(delta, count);
        out.setOrigin(delta.origin().orElse(null));
        downstream.push(out);
    }

    private void inSeveral(Batch delta, LongColumn times) {
        int count = 0;
        for (int row = 0; row < delta.rows(); row++) {
            int found = times.isNull(row) ? 0 : windows.find(times.getLong(row));
            for (int i = 0; i < found; i++) {
                if (count == Batch.ROWS) {
                    flush(delta, count);
                    count = 0;
                }
                rows[count] = row;
                starts.setLong(count, windows.start(i));
                ends.setLong(count, windows.end(i));
                count++;
            }
        }
        flush(delta, count);
    }

    private void flush(Batch delta, int count) {
        if (count == 0) {
            return;
        }
        copied.clear();
        copied.append(delta, rows, count);
        var out = with(copied, count);
        out.setOrigin(row -> delta.describe(rows[row]));
        downstream.push(out);
    }

    private Batch with(Batch from, int count) {
        var columns = new Column[kept + 2];
        for (int i = 0; i < kept; i++) {
            columns[i] = from.column(i);
        }
        columns[kept] = starts;
        columns[kept + 1] = ends;
        var out = new Batch(output, columns);
        out.setSplit(from.split());
        out.setRows(count);
        out.setWeights(from.weights());
        return out;
    }
}
