package io.tidemill.runtime;

import io.tidemill.connect.ReadLimit;
import java.time.Duration;

/// Cuts what an epoch reads so that it takes about a target duration: in proportion after an epoch
/// that took too long, opening up again, at most twofold each time, after short ones. The limits of
/// the source's own options hold besides.
final class RateControl {
    private final long targetNanos;
    private long rows = Long.MAX_VALUE;
    private long bytes = Long.MAX_VALUE;

    /// @param target zero: no limit
    RateControl(Duration target) {
        targetNanos = target.toNanos();
    }

    ReadLimit limit() {
        return new ReadLimit(rows, bytes);
    }

    /// Learns from an epoch.
    void observe(long readRows, long readBytes, long nanos) {
        if (targetNanos == 0 || nanos == 0) {
            return;
        }
        double factor = Math.min(2.0, (double) targetNanos / nanos);
        rows = adjusted(rows, readRows, factor);
        bytes = adjusted(bytes, readBytes, factor);
    }

    private static long adjusted(long limit, long read, double factor) {
        if (factor < 1) {
            return Math.max(1, (long) (read * factor));
        }
        return limit > Long.MAX_VALUE / 2
                ? Long.MAX_VALUE
                : Math.max(limit, (long) (limit * factor));
    }
}
