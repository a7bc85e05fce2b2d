package io.tidemill.system;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The machine's threads.
final class RealThreads implements Threads {

    @Override
    public OwnedThread start(String name, Lifetime lifetime, OwnedThread.Body body) {
        var thread = new RealThread(body);
        thread.thread =
                Thread.ofPlatform()
                        .name(name)
                        .daemon(lifetime == Lifetime.BACKGROUND)
                        .unstarted(thread);
        thread.thread.start();
        return thread;
    }

    @Override
    public OwnedThread startVirtual(String name, OwnedThread.Body body) {
        var thread = new RealThread(body);
        thread.thread = Thread.ofVirtual().name(name).unstarted(thread);
        thread.thread.start();
        return thread;
    }

    @Override
    public Workers.Handle startAgent(Agent agent, Lifetime lifetime) {
        var workers = new RealWorkers(agent.name(), 1, lifetime);
        var handle = workers.start(agent);
        workers.endWhenDone();
        return handle;
    }

    @Override
    public Workers workers(String name, int size) {
        return new RealWorkers(name, size, Lifetime.BACKGROUND);
    }

    @Override
    public Signal signal() {
        return new RealSignal();
    }

    @Override
    public String currentName() {
        return Thread.currentThread().getName();
    }

    /// A condition variable.
    static final class RealSignal implements Signal {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition raised = lock.newCondition();

        @Override
        public boolean await(BooleanSupplier condition, Duration timeout)
                throws InterruptedException {
            var left = timeout.compareTo(FOREVER) >= 0 ? Long.MAX_VALUE : timeout.toNanos();
            lock.lockInterruptibly();
            try {
                while (!condition.getAsBoolean()) {
                    if (left <= 0) {
                        return false;
                    }
                    if (left == Long.MAX_VALUE) {
                        raised.await();
                    } else {
                        left = raised.awaitNanos(left);
                    }
                }
                return true;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void raise() {
            lock.lock();
            try {
                raised.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// A thread with its body and how it ended.
    private static final class RealThread implements OwnedThread, Runnable {
        private final Body body;
        private @Nullable Thread thread;
        private volatile @Nullable Throwable failure;

        private RealThread(Body body) {
            this.body = body;
        }

        private Thread thread() {
            var started = thread;
            if (started == null) {
                throw new IllegalStateException("not started");
            }
            return started;
        }

        @Override
        public void run() {
            try {
                body.run();
            } catch (Throwable e) { // top of a thread: whoever owns it asks for the failure
                failure = e;
            }
        }

        @Override
        public String name() {
            return thread().getName();
        }

        @Override
        public boolean isAlive() {
            return thread().isAlive();
        }

        @Override
        public Optional<Throwable> failure() {
            return Optional.ofNullable(failure);
        }

        @Override
        public void interrupt() {
            thread().interrupt();
        }

        @Override
        public boolean join(Duration timeout) throws InterruptedException {
            var started = thread();
            if (timeout.compareTo(Signal.FOREVER) >= 0) {
                started.join();
                return true;
            }
            TimeUnit.NANOSECONDS.timedJoin(started, timeout.toNanos());
            return !started.isAlive();
        }

        @Override
        public String stackTrace() {
            return Arrays.stream(thread().getStackTrace())
                    .map(frame -> "    at " + frame)
                    .collect(Collectors.joining("\n"));
        }
    }
}
