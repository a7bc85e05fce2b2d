package io.tidemill.system;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A bounded queue of messages to one owner, first in, first out.
///
/// Agents on shared workers use [#offer] and [#poll], which never wait; threads that may wait use
/// [#put] and [#take]. A listener (the owner's wake-up) runs after each message that came. After
/// [#close] nothing is accepted, and what is in it can still be taken. Thread-safe.
public final class Mailbox<M> {
    private final int capacity;
    private final Signal changed;
    private final Queue<M> messages = new ArrayDeque<>(); // guarded by itself
    private volatile Runnable onMessage = () -> {};
    private boolean closed; // guarded by messages

    /// @param capacity the most messages it holds
    /// @param changed raised whenever a message came or went
    public Mailbox(int capacity, Signal changed) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a mailbox of capacity " + capacity);
        }
        this.capacity = capacity;
        this.changed = changed;
    }

    /// What runs, on the sender's thread, after each message that came: wakes the owner.
    public void onMessage(Runnable listener) {
        this.onMessage = listener;
    }

    /// Leaves a message if there is room; says whether.
    public boolean offer(M message) {
        if (!add(message)) {
            return false;
        }
        changed.raise();
        onMessage.run();
        return true;
    }

    /// Leaves a message, waiting for room.
    ///
    /// @return false if the mailbox was closed or the time passed; the message is not in it then
    public boolean put(M message, Duration timeout) throws InterruptedException {
        var added = new boolean[1];
        changed.await(() -> (added[0] = add(message)) || isClosed(), timeout);
        if (added[0]) {
            changed.raise();
            onMessage.run();
        }
        return added[0];
    }

    /// The next message, or null if there is none now.
    public @Nullable M poll() {
        M message;
        synchronized (messages) {
            message = messages.poll();
        }
        if (message != null) {
            changed.raise();
        }
        return message;
    }

    /// The next message, waiting for one; empty if the time passed, or if the mailbox is closed and
    /// has no more.
    public Optional<M> take(Duration timeout) throws InterruptedException {
        var taken = new Taken<M>();
        changed.await(
                () -> {
                    synchronized (messages) {
                        taken.message = messages.poll();
                        return taken.message != null || closed;
                    }
                },
                timeout);
        if (taken.message != null) {
            changed.raise();
        }
        return Optional.ofNullable(taken.message);
    }

    public int size() {
        synchronized (messages) {
            return messages.size();
        }
    }

    public boolean isFull() {
        return size() >= capacity;
    }

    public boolean isClosed() {
        synchronized (messages) {
            return closed;
        }
    }

    /// Accepts no more messages and lets everyone who waits go on.
    public void close() {
        synchronized (messages) {
            closed = true;
        }
        changed.raise();
        onMessage.run();
    }

    private boolean add(M message) {
        synchronized (messages) {
            return !closed && messages.size() < capacity && messages.add(message);
        }
    }

    private static final class Taken<M> {
        private @Nullable M message;
    }
}
