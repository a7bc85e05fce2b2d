package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.Timed;
import io.tidemill.operator.WeighedOutput;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;

/// Rows that come when their time has come, or go when it is over, by the epoch's clock: what a
/// filter on the current time is made of.
///
/// In: the time, a timestamp; then the row; changes in any order. With [Spec#starts] a row passes
/// when the clock has reached its time, and waits here before; else it passes until just before its
/// time, and is taken back then. A row whose time is NULL passes at once, for ever. Out: the row.
///
/// State: the rows that wait, or that will be taken back.
public final class Lifetimes implements OrderedOperator, Timed {
    private final Spec spec;
    private final OrderedRows rows;
    private final Downstream downstream;
    private final Batch copied;
    private final WeighedOutput output;
    private final Closings<Partition> timers = new Closings<>();
    private int[] passing = {};
    private int[] kept = {};
    private long now = Long.MIN_VALUE;

    /// @param input the time, then the row
    /// @param starts whether rows come at their time; else they go
    /// @param saved whether state outlives the epoch
    public record Spec(String stateId, StructType input, boolean starts, boolean saved) {}

    /// @param row the columns of the result
    public Lifetimes(Spec spec, StructType row, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        this.downstream = downstream;
        var parts = new ArrayList<RowBytes.Part>();
        for (int i = 0; i < row.size(); i++) {
            parts.add(RowBytes.Part.natural(i + 1, i));
        }
        rows =
                new OrderedRows(
                        spec.input(), 1, List.copyOf(parts), 0, spec.saved(), worker, workers);
        copied = Batch.create(spec.input(), Batch.ROWS);
        output = new WeighedOutput(row, downstream);
    }

    @Override
    public String name() {
        return spec.starts() ? "arrival" : "departure";
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        now = Math.max(now, evaluation.nowMicros());
    }

    @Override
    public void push(Batch delta) {
        if (passing.length < delta.rows()) {
            passing = new int[delta.rows()];
            kept = new int[delta.rows()];
        }
        var times = delta.longs(0);
        int pass = 0;
        int keep = 0;
        for (int row = 0; row < delta.rows(); row++) {
            boolean timeless = times.isNull(row);
            boolean reached = !timeless && times.getLong(row) <= now;
            if (!timeless && !reached) {
                kept[keep++] = row;
            }
            if (timeless || reached == spec.starts()) {
                passing[pass++] = row;
            }
        }
        if (keep > 0) {
            keep(selected(delta, kept, keep));
        }
        if (pass > 0) {
            pass(selected(delta, passing, pass));
        }
    }

    private Batch selected(Batch delta, int[] chosen, int count) {
        if (count == delta.rows()) {
            return delta;
        }
        copied.clear();
        copied.append(delta, chosen, count);
        return copied;
    }

    private void keep(Batch some) {
        int[] slots = rows.lookup(some);
        for (int row = 0; row < some.rows(); row++) {
            var partition = rows.partition(slots[row]);
            if (rows.isNew(partition)) {
                timers.add(some.longs(0).getLong(row), partition);
            }
            rows.codec().encode(some, row);
            rows.add(partition, some.weight(row));
        }
        rows.compact();
    }

    /// Hands on rows without their time.
    private void pass(Batch from) {
        var columns = new Column[from.columnCount() - 1];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = from.column(i + 1);
        }
        var out = new Batch(output.batch().schema(), columns);
        out.setRows(from.rows());
        out.setWeights(from.weights());
        out.setOrigin(from.origin().orElse(null));
        downstream.push(out);
    }

    @Override
    public void endEpoch(EpochEnd end) {
        if (!end.last()) {
            // a time that is just now has come
            timers.close(now == Long.MAX_VALUE ? now : now + 1, this::give);
        }
        output.flush();
        rows.endEpoch();
    }

    private void give(Partition partition) {
        if (rows.existing(partition.slot()) != partition) {
            return;
        }
        for (int c = 0; c < partition.chunks(); c++) {
            for (int i = 0; i < partition.size(c); i++) {
                long address = partition.row(c, i);
                int count = rows.count(address);
                if (count != 0) {
                    emit(address, spec.starts() ? count : -count);
                }
            }
        }
        rows.clear(partition);
    }

    private void emit(long address, long weight) {
        int row = output.row();
        var batch = output.batch();
        rows.write(address, batch, row);
        output.add(weight);
        output.flushIfFull();
    }

    @Override
    public long nextTimerMicros() {
        return timers.first();
    }

    @Override
    public OrderedRows ordered() {
        return rows;
    }

    @Override
    public String stateId() {
        return spec.stateId();
    }

    @Override
    public void restore(Batch state) {
        rows.state()
                .restore(
                        state,
                        (partition, row) -> {
                            if (rows.isNew(partition)) {
                                timers.add(state.longs(0).getLong(row), partition);
                            }
                        });
    }
}
