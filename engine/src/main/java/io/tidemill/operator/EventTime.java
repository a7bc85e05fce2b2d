package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.data.LongColumn;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches a column of event time as rows pass, before any filter, split by split; leaves out rows
/// that come too late, where a step behind bounds what it keeps by the watermark.
///
/// A row is late when its time lies before the leading time of the rows in front of it in its
/// source partition, or before the query's watermark at the beginning of the epoch, minus the delay
/// in the first case. Of a retraction and the addition right behind it both are late when one is.
/// Rows without a time are never late and lead nothing.
public final class EventTime implements Operator, Downstream {
    private final int column;
    private final long delayMicros;
    private final boolean dropsLate;
    private final Downstream downstream;
    private final Batch kept;
    private int[] chosen = {};
    private @Nullable SplitStart start;
    private LeadingTimes leading = new LeadingTimes(0);
    private SplitTimes split = new SplitTimes(leading);

    /// Rows before this are late.
    private long bound = Long.MIN_VALUE;

    /// @param column index of a timestamp column of the input
    /// @param delayMicros how far behind the leading time a row may come
    /// @param dropsLate whether late rows are left out
    public EventTime(
            StructType schema,
            int column,
            long delayMicros,
            boolean dropsLate,
            Downstream downstream) {
        this.column = column;
        this.delayMicros = delayMicros;
        this.dropsLate = dropsLate;
        this.downstream = downstream;
        kept = Batch.create(schema, 16);
    }

    /// What holds where a split begins.
    ///
    /// @param leading the times of the rows in front of it in its source partition
    /// @param watermarkMicros the query's at the beginning of the epoch
    /// @param latestMicros times behind this lead nothing: they are from the future
    /// @param late is told of rows that are left out
    public record SplitStart(
            LeadingTimes leading, long watermarkMicros, long latestMicros, LateRows late) {}

    /// Takes rows that came too late.
    @FunctionalInterface
    public interface LateRows {
        /// @param row of `delta`, which is lent
        /// @param boundMicros the time that it should not be older than
        void late(Batch delta, int row, long timeMicros, long boundMicros);
    }

    @Override
    public String name() {
        return "eventTimeWatermark";
    }

    /// Rows of another split come now.
    public void beginSplit(SplitStart newStart) {
        start = newStart;
        leading = newStart.leading().copy();
        split = new SplitTimes(leading.fresh());
        moveBound(newStart);
    }

    /// What was seen since [#beginSplit].
    public SplitTimes endSplit() {
        start = null;
        return split;
    }

    @Override
    public void push(Batch delta) {
        var from = start;
        if (from == null) {
            throw new IllegalStateException("rows came outside of a split");
        }
        if (chosen.length < delta.rows()) {
            chosen = new int[Math.max(delta.rows(), Batch.ROWS)];
        }
        int count = judge(delta, delta.longs(column), from);
        if (count == delta.rows()) {
            downstream.push(delta);
            return;
        }
        kept.clear();
        kept.append(delta, chosen, count);
        kept.setSplit(delta.split());
        int[] rows = Arrays.copyOf(chosen, count);
        kept.setOrigin(row -> delta.describe(rows[row]));
        if (count > 0) {
            downstream.push(kept);
        }
    }

    /// Writes to `chosen` which rows are not late; returns how many.
    private int judge(Batch delta, LongColumn times, SplitStart from) {
        int count = 0;
        for (int row = 0; row < delta.rows(); row++) {
            boolean late = isLate(times, row);
            if (delta.weight(row) < 0 && row + 1 < delta.rows() && delta.weight(row + 1) > 0) {
                late |= isLate(times, row + 1);
                count = keep(delta, times, row++, late, from, count);
            }
            count = keep(delta, times, row, late, from, count);
        }
        return count;
    }

    private boolean isLate(LongColumn times, int row) {
        return dropsLate && !times.isNull(row) && times.getLong(row) < bound;
    }

    private int keep(
            Batch delta, LongColumn times, int row, boolean late, SplitStart from, int count) {
        if (late) {
            split.late++;
            from.late().late(delta, row, times.isNull(row) ? bound : times.getLong(row), bound);
            return count;
        }
        if (!times.isNull(row)) {
            long time = times.getLong(row);
            split.see(time, time <= from.latestMicros());
            if (time > leading.leading() && time <= from.latestMicros()) {
                leading.add(time);
                moveBound(from);
            }
        }
        chosen[count] = row;
        return count + 1;
    }

    private void moveBound(SplitStart from) {
        long first = leading.leading();
        bound =
                first < Long.MIN_VALUE + delayMicros
                        ? from.watermarkMicros()
                        : Math.max(from.watermarkMicros(), first - delayMicros);
    }

    /// The event times of the rows of a split that were not late.
    public static final class SplitTimes {
        private final LeadingTimes leading;
        private long least = Long.MAX_VALUE;
        private long greatest = Long.MIN_VALUE;
        private double sum;
        private long count;
        private long late;

        private SplitTimes(LeadingTimes leading) {
            this.leading = leading;
        }

        private void see(long time, boolean leads) {
            if (leads) {
                leading.add(time);
            }
            least = Math.min(least, time);
            greatest = Math.max(greatest, time);
            sum += time;
            count++;
        }

        /// The leading times of its own rows.
        public LeadingTimes leading() {
            return leading;
        }

        /// The least time, if there is any.
        public Optional<Long> least() {
            return count == 0 ? Optional.empty() : Optional.of(least);
        }

        /// How many rows were left out.
        public long late() {
            return late;
        }

        public Seen seen() {
            return new Seen(least, greatest, count == 0 ? 0 : sum / count, count);
        }
    }

    /// Event times of one epoch in microseconds; `least` and `greatest` mean nothing when `count`
    /// is 0.
    public record Seen(long least, long greatest, double mean, long count) {
        /// Nothing seen.
        public static final Seen NOTHING = new Seen(Long.MAX_VALUE, Long.MIN_VALUE, 0, 0);

        public Seen plus(Seen other) {
            long total = count + other.count;
            return new Seen(
                    Math.min(least, other.least),
                    Math.max(greatest, other.greatest),
                    total == 0 ? 0 : (mean * count + other.mean * other.count) / total,
                    total);
        }
    }
}
