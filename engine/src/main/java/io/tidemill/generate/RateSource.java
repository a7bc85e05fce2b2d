package io.tidemill.generate;

import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.system.WorldClock;

/// Rows `(timestamp, value)`: value v comes into being at a time that the rate alone decides.
///
/// As Spark's `rate`: during `rampUpTime` second s has s times `rowsPerSecond / (rampUpTime + 1)`
/// rows, later ones `rowsPerSecond`. Unlike there, a row is given out as soon as it is due and not
/// at the end of its second, and its timestamp does not depend on how the rows are cut into epochs.
final class RateSource extends NumberedSource {
    private static final long MICROS = 1_000_000;

    private final RateOptions options;
    private final long rampUpSeconds;

    RateSource(WorldClock clock, RateOptions options) {
        super(clock, options.numPartitions());
        this.options = options;
        this.rampUpSeconds = options.rampUpTime().toSeconds();
    }

    @Override
    public String description() {
        return "RateStream[rowsPerSecond=%d, rampUpTimeSeconds=%d, numPartitions=%d]"
                .formatted(options.rowsPerSecond(), rampUpSeconds, options.numPartitions());
    }

    @Override
    long available(long elapsedMicros) {
        long second = elapsedMicros / MICROS;
        long before = valueAtSecond(second);
        long during = valueAtSecond(second + 1) - before;
        return before + during * (elapsedMicros % MICROS) / MICROS;
    }

    /// How many rows come before this second.
    long valueAtSecond(long second) {
        long growth = options.rowsPerSecond() / (rampUpSeconds + 1);
        if (second <= rampUpSeconds) {
            return second % 2 == 1
                    ? (second + 1) / 2 * growth * second
                    : second / 2 * growth * (second + 1);
        }
        return valueAtSecond(rampUpSeconds) + (second - rampUpSeconds) * options.rowsPerSecond();
    }

    @Override
    long bytesPerRow() {
        return 16;
    }

    @Override
    long rowsPerEpoch() {
        return 10_000_000;
    }

    @Override
    public SplitReader open(Split split, ReadRequest request) {
        return new Reader(split, request);
    }

    private final class Reader extends NumberedReader {
        private final int timestampAt;
        private final int valueAt;
        private final long startMicros;
        private long second;
        private long secondBegin; // values [secondBegin, secondEnd) fall into `second`
        private long secondEnd;

        Reader(Split split, ReadRequest request) {
            super("rate", split);
            timestampAt = request.columns().indexOf("timestamp");
            valueAt = request.columns().indexOf("value");
            startMicros = split.number("startMicros");
            second = lastSecondBefore(split.number("from"));
            secondBegin = valueAtSecond(second);
            secondEnd = valueAtSecond(second + 1);
        }

        @Override
        void fill(Batch batch, long[] numbers, int count) {
            if (valueAt >= 0) {
                System.arraycopy(numbers, 0, batch.longs(valueAt).values(), 0, count);
            }
            if (timestampAt >= 0) {
                long[] times = batch.longs(timestampAt).values();
                for (int row = 0; row < count; row++) {
                    times[row] = micros(numbers[row]);
                }
            }
        }

        private long micros(long value) {
            while (value >= secondEnd) {
                second++;
                secondBegin = secondEnd;
                secondEnd = valueAtSecond(second + 1);
            }
            long inSecond = (value - secondBegin) * MICROS / (secondEnd - secondBegin);
            return startMicros + second * MICROS + inSecond;
        }
    }

    /// The greatest second before which at most `value` rows come, by bisection.
    private long lastSecondBefore(long value) {
        long low = 0;
        long high = rampUpSeconds + value / options.rowsPerSecond() + 1;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (valueAtSecond(middle) <= value) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
