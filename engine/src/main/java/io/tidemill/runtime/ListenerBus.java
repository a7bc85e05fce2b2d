package io.tidemill.runtime;

import io.tidemill.system.Mailbox;
import io.tidemill.system.OwnedThread;
import io.tidemill.system.Signal;
import io.tidemill.system.Threads;
import io.tidemill.system.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners what happens, on a thread of its own, so that one that blocks or throws holds no
/// query back. When it falls too far behind, the oldest news is dropped and counted.
final class ListenerBus implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerBus.class);
    private static final int QUEUE = 1000;
    private static final Duration LAST_NEWS = Duration.ofSeconds(2);

    private final World world;
    private final List<QueryListener> listeners = new CopyOnWriteArrayList<>();
    private final Mailbox<Consumer<QueryListener>> news;
    private final AtomicLong dropped = new AtomicLong();
    private @Nullable OwnedThread thread; // guarded by this

    ListenerBus(World world) {
        this.world = world;
        news = world.threads().mailbox(QUEUE);
    }

    void add(QueryListener listener) {
        listeners.add(listener);
        startThread();
    }

    void remove(QueryListener listener) {
        listeners.remove(listener);
    }

    List<QueryListener> listeners() {
        return List.copyOf(listeners);
    }

    /// How much news was dropped.
    long dropped() {
        return dropped.get();
    }

    /// Tells every listener, soon.
    void post(Consumer<QueryListener> event) {
        if (listeners.isEmpty()) {
            return;
        }
        while (!news.offer(event) && !news.isClosed()) {
            if (news.poll() != null && dropped.incrementAndGet() == 1) {
                LOG.warn("listeners are too slow: the oldest events are dropped");
            }
        }
    }

    /// Tells every listener at once, on the calling thread.
    void postNow(Consumer<QueryListener> event) {
        listeners.forEach(listener -> tell(listener, event));
    }

    private synchronized void startThread() {
        if (thread == null) {
            thread =
                    world.threads()
                            .start("tidemill-listeners", Threads.Lifetime.BACKGROUND, this::run);
        }
    }

    private void run() throws InterruptedException {
        for (var event = news.take(Signal.FOREVER);
                event.isPresent();
                event = news.take(Signal.FOREVER)) {
            for (var listener : listeners) {
                tell(listener, event.get());
            }
        }
    }

    private static void tell(QueryListener listener, Consumer<QueryListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) { // a user's code; the others hear all the same
            LOG.error("listener failed listener={}", listener.name(), e);
        }
    }

    /// Lets the listeners hear what was posted, for a short while, and ends.
    @Override
    public void close() {
        news.close();
        OwnedThread running;
        synchronized (this) {
            running = thread;
        }
        try {
            if (running != null && !running.join(LAST_NEWS)) {
                running.interrupt();
            }
        } catch (InterruptedException e) {
            running.interrupt();
        }
    }
}
