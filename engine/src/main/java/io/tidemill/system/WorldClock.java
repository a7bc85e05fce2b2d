package io.tidemill.system;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The time. Wall time may step back or forward; intervals, triggers and time-outs are measured on
/// the monotonic clock only.
public interface WorldClock extends InstantSource {

    /// Wall time in microseconds since 1970-01-01T00:00:00Z.
    long micros();

    /// Monotonic time in nanoseconds from an arbitrary origin; never goes back.
    long nanos();

    /// Blocks the calling thread for this long.
    ///
    /// @throws InterruptedException if the thread is interrupted before or while it sleeps
    void sleep(Duration duration) throws InterruptedException;

    /// Blocks the calling thread until [#nanos] has reached `deadlineNanos`.
    ///
    /// @throws InterruptedException if the thread is interrupted before or while it sleeps
    default void sleepUntil(long deadlineNanos) throws InterruptedException {
        for (var left = deadlineNanos - nanos(); left > 0; left = deadlineNanos - nanos()) {
            sleep(Duration.ofNanos(left));
        }
    }

    /// Wall time as an instant of microsecond resolution.
    @Override
    default Instant instant() {
        var micros = micros();
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    @Override
    default long millis() {
        return Math.floorDiv(micros(), 1_000L);
    }
}
