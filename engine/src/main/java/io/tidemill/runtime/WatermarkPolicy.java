package io.tidemill.runtime;

import java.time.Duration;

/// How the watermark of a query follows from the event times of its sources.
///
/// @param across whether the slowest or the fastest source leads
/// @param idleTimeout a partition, or a source, without rows for so long does not hold the
///   watermark back until rows come again; zero: it always does
/// @param ignoreTop how many of the greatest times of each partition do not count
/// @param maxFutureSkew times that lie further than this behind the epoch's clock do not count;
///   zero: all do
public record WatermarkPolicy(
        Across across, Duration idleTimeout, int ignoreTop, Duration maxFutureSkew) {

    /// Spark's `multipleWatermarkPolicy`.
    public enum Across {
        MIN,
        MAX
    }

    /// What holds when nobody says otherwise.
    public static final WatermarkPolicy DEFAULT =
            new WatermarkPolicy(Across.MIN, Duration.ZERO, 0, Duration.ZERO);

    public WatermarkPolicy {
        if (idleTimeout.isNegative() || maxFutureSkew.isNegative() || ignoreTop < 0) {
            throw new IllegalArgumentException(
                    "a watermark policy has no negative parts: %s, %d, %s"
                            .formatted(idleTimeout, ignoreTop, maxFutureSkew));
        }
    }

    /// Whether nothing for so long means that nothing is waited for.
    boolean isIdle(long sinceMicros, long nowMicros) {
        return !idleTimeout.isZero() && nowMicros - sinceMicros >= idleTimeout.toNanos() / 1000;
    }

    /// The greatest time that counts in an epoch of this clock.
    long latestMicros(long nowMicros) {
        return maxFutureSkew.isZero() ? Long.MAX_VALUE : nowMicros + maxFutureSkew.toNanos() / 1000;
    }
}
