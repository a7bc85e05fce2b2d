package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.data.LongColumn;

/// Watches a column of event time as rows pass, before any filter: what is greatest leads the
/// watermark. Changes no row. Rows without a time count for nothing.
public final class EventTime implements Operator, Downstream {
    private final int column;
    private final Downstream downstream;
    private long greatest = Long.MIN_VALUE;
    private long least = Long.MAX_VALUE;
    private double sum;
    private long count;

    /// @param column index of a timestamp column of the input
    public EventTime(int column, Downstream downstream) {
        this.column = column;
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return "eventTimeWatermark";
    }

    @Override
    public void push(Batch delta) {
        LongColumn times = delta.longs(column);
        long[] values = times.values();
        for (int row = 0; row < delta.rows(); row++) {
            if (!times.isNull(row)) {
                greatest = Math.max(greatest, values[row]);
                least = Math.min(least, values[row]);
                sum += values[row];
                count++;
            }
        }
        downstream.push(delta);
    }

    /// What was seen since the last call, and starts anew.
    public Seen take() {
        var seen = new Seen(least, greatest, count == 0 ? 0 : sum / count, count);
        greatest = Long.MIN_VALUE;
        least = Long.MAX_VALUE;
        sum = 0;
        count = 0;
        return seen;
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
