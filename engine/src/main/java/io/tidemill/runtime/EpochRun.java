package io.tidemill.runtime;

import io.tidemill.operator.EpochEnd;
import io.tidemill.plan.circuit.CircuitPart;
import io.tidemill.system.Workers;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What the agents of one epoch have in common: whether it is abandoned, and how they wake each
/// other.
final class EpochRun {
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicReferenceArray<Workers.Handle> handles;
    private volatile boolean cancelled;
    private volatile boolean enough;
    private final AtomicInteger reading;
    private final Ends ends;
    private volatile @Nullable EpochEnd end;

    /// How an epoch ends; called by workers.
    @FunctionalInterface
    interface Ends {
        /// Nobody reads any more: what holds at the end of the epoch. Called once.
        EpochEnd allRead();

        /// A worker's part has done the epoch; the worker is the only one in it.
        default void ended(CircuitPart part, int worker) {}
    }

    EpochRun(int workers, Ends ends) {
        handles = new AtomicReferenceArray<>(workers);
        reading = new AtomicInteger(workers);
        this.ends = ends;
    }

    /// A part has done the epoch.
    void ended(CircuitPart part, int worker) {
        ends.ended(part, worker);
    }

    /// One worker has read all there is for it. The last one to say so finds out how the epoch
    /// ends.
    void hasRead() {
        if (reading.decrementAndGet() == 0) {
            end = ends.allRead();
            wakeAll();
        }
    }

    /// How the epoch ends; null while somebody still reads.
    @Nullable EpochEnd end() {
        return end;
    }

    /// Makes the agents known to each other; wakes them, since one may have missed a message
    /// before.
    void started(List<Workers.Handle> agents) {
        for (int i = 0; i < agents.size(); i++) {
            handles.set(i, agents.get(i));
        }
        wakeAll();
    }

    void wake(int worker) {
        var handle = handles.get(worker);
        if (handle != null) {
            handle.wake();
        }
    }

    void wakeAll() {
        for (int i = 0; i < handles.length(); i++) {
            wake(i);
        }
    }

    void cancel() {
        cancelled = true;
        wakeAll();
    }

    /// Ends the epoch for all; the first failure is the one that is told.
    void fail(Throwable cause) {
        if (!failure.compareAndSet(null, cause)) {
            return;
        }
        cancel();
    }

    /// Nobody needs to read on: the result has all the rows it can have.
    void readNoMore() {
        enough = true;
    }

    boolean isEnoughRead() {
        return enough;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void throwFailure() {
        switch (failure.get()) {
            case null -> {
                if (cancelled) {
                    throw new CancellationException("the epoch was abandoned");
                }
            }
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }
}
