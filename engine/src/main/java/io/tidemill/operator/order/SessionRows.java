package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.WeighedOutput;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// Each row with the session that it belongs to: rows of one key are in one session when the times
/// `[time, time + gap]` of one and the next have an instant in common.
///
/// In: the key, the time, the gap in microseconds, the row; changes in any order. Rows without a
/// time, or whose gap is not positive, are in no session. Out: the row, start and end of its
/// session; where sessions grew, merged or fell apart, their rows at -1 with the old one and at +1
/// with the new one. With [Spec#isFinal] the rows of a session once, when the watermark says that
/// no row can join it any more.
///
/// With a time to live, all sessions of a key that has not changed for so long are forgotten as an
/// epoch begins, and nothing is taken back.
///
/// State: all rows of sessions that may still change. A session is complete when its end is below
/// the watermark minus the lag of the time: a row at its very end would still join it.
public final class SessionRows implements OrderedOperator {
    private final Spec spec;
    private final OrderedRows rows;
    private final WeighedOutput output;
    private final Closings<Partition> closings = new Closings<>();
    private final Sessions before = new Sessions();
    private final Sessions now = new Sessions();

    /// @param input the key, the time, the gap, and what else a row is made of
    /// @param keys how many of the first columns are the key
    /// @param row what a row is ordered by and made of: time and gap first
    /// @param output the row, `window_start`, `window_end`
    /// @param lagMicros how far the time lags behind the watermark; none: sessions stay open
    /// @param isFinal whether sessions are given when they are complete, and only then
    /// @param saved whether state outlives the epoch
    /// @param ttlMicros after what time without a change a key is forgotten, by the clock; 0: never
    public record Spec(
            String stateId,
            StructType input,
            int keys,
            List<RowBytes.Part> row,
            StructType output,
            OptionalLong lagMicros,
            boolean isFinal,
            boolean saved,
            long ttlMicros) {
        public Spec {
            row = List.copyOf(row);
        }
    }

    /// Sessions of one partition, in the order of time.
    private static final class Sessions {
        private long[] starts = new long[16];
        private long[] ends = new long[16];
        private int count;
        private int at;

        void clear() {
            count = 0;
            at = 0;
        }

        /// Takes the next row in time.
        void add(long time, long gap) {
            long end = time + gap < time ? Long.MAX_VALUE : time + gap;
            if (count > 0 && time <= ends[count - 1]) {
                ends[count - 1] = Math.max(ends[count - 1], end);
                return;
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
            }
            starts[count] = time;
            ends[count++] = end;
        }

        /// Goes on to the session of the next row in time.
        void moveTo(long time) {
            while (at < count && ends[at] < time) {
                at++;
            }
        }

        boolean isSameAs(Sessions other) {
            return starts[at] == other.starts[other.at] && ends[at] == other.ends[other.at];
        }
    }

    public SessionRows(Spec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        rows =
                new OrderedRows(
                        spec.input(),
                        spec.keys(),
                        spec.row(),
                        2,
                        spec.saved(),
                        spec.ttlMicros(),
                        worker,
                        workers);
        output = new WeighedOutput(spec.output(), downstream);
    }

    @Override
    public String name() {
        return "sessionWindow";
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        rows.beginEpoch(evaluation.nowMicros());
    }

    @Override
    public void push(Batch delta) {
        int[] slots = rows.lookup(delta);
        var times = delta.longs(spec.keys());
        var gaps = delta.longs(spec.keys() + 1);
        for (int row = 0; row < delta.rows(); row++) {
            if (!times.isNull(row) && !gaps.isNull(row) && gaps.getLong(row) > 0) {
                rows.codec().encode(delta, row);
                rows.add(rows.partition(slots[row]), delta.weight(row));
            }
        }
        rows.compact();
    }

    @Override
    public void endEpoch(EpochEnd end) {
        rows.ignoreForgotten();
        for (int i = 0; i < rows.touchedCount(); i++) {
            var partition = rows.touched(i);
            if (!spec.isFinal()) {
                emitChanges(partition);
            }
            if (spec.lagMicros().isPresent()) {
                watch(partition);
            }
        }
        if (spec.lagMicros().isPresent()) {
            long bound = Closings.bound(end, spec.lagMicros().getAsLong());
            closings.close(bound, partition -> close(partition, bound));
        } else if (spec.isFinal() && end.last()) {
            throw new IllegalStateException("sessions that nothing closes cannot be given once");
        }
        output.flush();
        rows.endEpoch(end.nowMicros());
    }

    /// Sees that the first session of a partition is closed when its time has come.
    private void watch(Partition partition) {
        read(partition);
        if (now.count > 0) {
            watch(partition, now.ends[0]);
        }
    }

    private void watch(Partition partition, long end) {
        if (partition.note != end) {
            partition.note = end; // of several times that a partition waits for, the last
            closings.add(end, partition);
        }
    }

    /// The sessions before and now.
    private void read(Partition partition) {
        before.clear();
        now.clear();
        for (int c = 0; c < partition.chunks(); c++) {
            for (int i = 0; i < partition.size(c); i++) {
                long address = partition.row(c, i);
                long time = rows.longKey(address, 0);
                long gap = rows.longKey(address, 1);
                if (rows.before(address) > 0) {
                    before.add(time, gap);
                }
                if (rows.count(address) > 0) {
                    now.add(time, gap);
                }
            }
        }
    }

    private void emitChanges(Partition partition) {
        read(partition);
        for (int c = 0; c < partition.chunks(); c++) {
            for (int i = 0; i < partition.size(c); i++) {
                long address = partition.row(c, i);
                long time = rows.longKey(address, 0);
                int was = rows.before(address);
                int is = rows.count(address);
                before.moveTo(time);
                now.moveTo(time);
                if (was > 0 && is > 0 && before.isSameAs(now)) {
                    emit(address, now, is - was);
                } else {
                    emit(address, before, -was);
                    emit(address, now, is);
                }
            }
        }
    }

    /// Gives the sessions that are complete, if they are given once, and forgets them.
    private void close(Partition partition, long bound) {
        if (rows.existing(partition.slot()) != partition) {
            return;
        }
        partition.note = Long.MIN_VALUE;
        read(partition);
        for (int c = 0; c < partition.chunks(); c++) {
            for (int i = 0; i < partition.size(c); i++) {
                long address = partition.row(c, i);
                if (rows.count(address) == 0) {
                    continue;
                }
                now.moveTo(rows.longKey(address, 0));
                if (now.ends[now.at] >= bound && bound != Long.MAX_VALUE) {
                    watch(partition, now.ends[now.at]);
                    return;
                }
                if (spec.isFinal()) {
                    emit(address, now, rows.count(address));
                }
                rows.forget(partition, address);
            }
        }
    }

    private void emit(long address, Sessions sessions, long weight) {
        if (weight == 0) {
            return;
        }
        int row = output.row();
        var batch = output.batch();
        rows.write(address, batch, row);
        int columns = batch.columnCount();
        batch.longs(columns - 2).setLong(row, sessions.starts[sessions.at]);
        batch.longs(columns - 1).setLong(row, sessions.ends[sessions.at]);
        output.add(weight);
        output.flushIfFull();
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
                        (partition, _) -> {
                            if (rows.isNew(partition)) {
                                closings.add(
                                        Long.MIN_VALUE,
                                        partition); // looked at with the next watermark
                            }
                        });
    }
}
