package io.tidemill.system;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// How one thread waits for what another one does. All blocking outside `system` goes through here
/// or through [WorldClock#sleep], so that the simulated world can decide who goes on.
///
///     // waiting                                  // elsewhere
///     signal.await(() -> committed >= n, limit);  committed = n; signal.raise();
///
/// A condition is evaluated under the signal's lock, again after each [#raise]; it may have an
/// effect when it holds (take a message), since it is not evaluated again after it held. It must
/// not block, raise or wait itself. What was written before `raise` is seen by a condition
/// evaluated after it. Thread-safe; any number may wait.
public interface Signal {

    /// A time-out that never passes.
    Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    /// Waits until the condition holds.
    ///
    /// @return true as soon as it holds; false if it did not within `timeout`
    boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException;

    /// Waits until the condition holds, however long it takes.
    default void await(BooleanSupplier condition) throws InterruptedException {
        await(condition, FOREVER);
    }

    /// Has those who wait look again.
    void raise();
}
