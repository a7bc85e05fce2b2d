package io.tidemill.kafka.sink;

import module java.base;

/// Threads of which one runs at a time; who goes on is drawn wherever one calls [#next].
final class Turns {
    private final SplittableRandom random;
    private final List<Thread> alive = new ArrayList<>(); // these are guarded by this
    private Thread turn;

    Turns(SplittableRandom random) {
        this.random = random;
    }

    /// What a thread does.
    interface Life {
        void live() throws Exception;
    }

    /// A thread that begins with [#runAll]; how it ended badly, or null.
    synchronized Future<Throwable> start(Life life) {
        var end = new CompletableFuture<Throwable>();
        var thread =
                Thread.ofPlatform()
                        .unstarted(() -> {
                            Throwable failure = null;
                            try {
                                await();
                                life.live();
                            } catch (Throwable e) { // for the test
                                failure = e;
                            }
                            leave();
                            end.complete(failure);
                        });
        alive.add(thread);
        return end;
    }

    /// Returns when all have ended.
    void runAll() throws InterruptedException {
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(alive);
            draw();
        }
        all.forEach(Thread::start);
        for (var each : all) {
            each.join();
        }
    }

    /// Another one may go on here.
    synchronized void next() {
        draw();
        await();
    }

    private synchronized void await() {
        boolean interrupted = false;
        while (turn != Thread.currentThread()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void leave() {
        alive.remove(Thread.currentThread());
        if (!alive.isEmpty()) {
            draw();
        }
    }

    private void draw() {
        turn = alive.get(random.nextInt(alive.size()));
        notifyAll();
    }
}
