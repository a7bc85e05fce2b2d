package io.tidemill.system;

import java.time.Duration;
import java.util.Optional;

/// A thread that somebody started and will close.
public interface OwnedThread {

    /// What a thread runs.
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    String name();

    boolean isAlive();

    /// What its body threw, once it has ended.
    Optional<Throwable> failure();

    /// Interrupts what it waits for.
    void interrupt();

    /// Waits for its end; says whether it came.
    boolean join(Duration timeout) throws InterruptedException;

    /// What it is doing now, one line a frame, for a message about a thread that does not end.
    String stackTrace();
}
