package io.tidemill.app.progress;

import java.time.Duration;

/// Wakes a [ProgressView] now and then, so that it shows what it held back although nothing new
/// comes. Its thread keeps no process alive.
public final class Ticks implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Thread thread;

    public Ticks(ProgressView view) {
        thread = Thread.ofPlatform().daemon().name("tidemill-progress").start(() -> run(view));
    }

    private static void run(ProgressView view) {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                view.tick();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
