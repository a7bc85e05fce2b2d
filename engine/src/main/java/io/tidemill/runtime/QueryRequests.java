package io.tidemill.runtime;

import io.tidemill.system.Signal;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// What other threads want of a running query: that it takes what is there now, that it looks
/// because something has arrived, that it ends. They leave it here; the query's thread looks here
/// between epochs, and waits here. Thread-safe.
final class QueryRequests {
    private final Signal signal;
    private volatile boolean stopping;
    private volatile boolean cancelled;
    private volatile boolean arrived;
    private volatile long asked; // guarded by this for writing
    private volatile long served; // written by the query's thread

    QueryRequests(Signal signal) {
        this.signal = signal;
    }

    /// The query shall end behind the epoch in flight.
    void stop() {
        stopping = true;
        signal.raise();
    }

    boolean isStopping() {
        return stopping;
    }

    /// The epoch in flight shall be abandoned.
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /// A source may have something new.
    void arrived() {
        arrived = true;
        signal.raise();
    }

    /// Asks for everything that is available now, and waits until it has been committed.
    ///
    /// @param ended whether nothing will come of it any more
    void ask(BooleanSupplier ended) throws InterruptedException {
        long ticket;
        synchronized (this) {
            ticket = asked + 1;
            asked = ticket;
        }
        signal.raise();
        signal.await(() -> served >= ticket || ended.getAsBoolean());
    }

    /// The number of the last request for everything.
    long asked() {
        return asked;
    }

    /// Whether nobody waits for this request, nor for one before it.
    boolean isServed(long number) {
        return number <= served;
    }

    /// Requests up to this one have been served.
    void served(long number) {
        served = Math.max(served, number);
        signal.raise();
    }

    /// The query begins to look for something new: what arrives from here on is news.
    void looking() {
        arrived = false;
    }

    /// Waits for something new, a request, or the end.
    void awaitNews(Duration timeout) throws InterruptedException {
        signal.await(() -> stopping || arrived || !isServed(asked), timeout);
    }

    /// Waits so long for somebody who does not wait for the trigger; says whether there is one.
    boolean awaitTrigger(Duration left) throws InterruptedException {
        return signal.await(() -> stopping || !isServed(asked), left);
    }

    /// Waits whether the query is to end.
    void awaitStop(Duration timeout) throws InterruptedException {
        signal.await(() -> stopping, timeout);
    }
}
