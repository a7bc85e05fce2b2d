package io.tidemill.system.simulation;

import io.tidemill.system.OwnedThread;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A real thread that runs only while it has the baton of its [Scheduler].
final class SimulatedThread extends Thread {
    private final Scheduler scheduler;
    private final SimulatedProcess process;
    private final OwnedThread.Body body;
    private final Semaphore mine = new Semaphore(0);
    private final Semaphore driver = new Semaphore(0);
    private final Turns turns;
    private Scheduler.@Nullable Waiting waiting;
    private boolean began;
    private volatile boolean done;
    private volatile boolean interrupted;
    private volatile @Nullable Throwable failure;

    SimulatedThread(
            Scheduler scheduler, SimulatedProcess process, String name, OwnedThread.Body body) {
        super(name);
        this.scheduler = scheduler;
        this.process = process;
        this.body = body;
        this.turns = new Turns(this);
        setDaemon(true);
        scheduler.add(turns);
    }

    OwnedThread turns() {
        return turns;
    }

    @Override
    public void run() {
        mine.acquireUninterruptibly();
        try {
            process.check();
            body.run();
        } catch (Throwable e) { // top of a thread: whoever owns it asks for the failure
            failure = e;
        } finally {
            done = true;
            scheduler.raised(this);
            driver.release();
        }
    }

    /// Called by the thread itself: waits for a condition.
    boolean await(Scheduler.Waiting what) throws InterruptedException {
        while (true) {
            process.check();
            if (interrupted) {
                interrupted = false;
                throw new InterruptedException();
            }
            if (what.condition.getAsBoolean()) {
                return true;
            }
            if (scheduler.nanos() >= what.deadline) {
                return false;
            }
            what.raised = false;
            waiting = what;
            giveBack();
            waiting = null;
        }
    }

    void yieldBaton() {
        giveBack();
    }

    private void giveBack() {
        driver.release();
        mine.acquireUninterruptibly();
    }

    /// How the scheduler sees the thread.
    static final class Turns implements Scheduler.Runner, OwnedThread {
        private final SimulatedThread thread;

        private Turns(SimulatedThread thread) {
            this.thread = thread;
        }

        @Override
        public SimulatedProcess process() {
            return thread.process;
        }

        @Override
        public String name() {
            return thread.getName();
        }

        @Override
        public boolean isReady(long nanos) {
            var what = thread.waiting;
            return what == null
                    || what.raised
                    || nanos >= what.deadline
                    || thread.interrupted
                    || thread.process.isStopped();
        }

        @Override
        public long deadline() {
            var what = thread.waiting;
            return what == null ? Long.MAX_VALUE : what.deadline;
        }

        @Override
        public boolean turn() {
            if (!thread.began) {
                thread.began = true;
                thread.start();
            }
            Scheduler.handOver(thread.mine, thread.driver);
            return true;
        }

        void raised(Object signal) {
            var what = thread.waiting;
            if (what != null && what.signal == signal) {
                what.raised = true;
            }
        }

        void raisedAll() {
            var what = thread.waiting;
            if (what != null) {
                what.raised = true;
            }
        }

        @Override
        public boolean isDone() {
            return thread.done;
        }

        @Override
        public boolean isAlive() {
            return !thread.done;
        }

        @Override
        public Optional<Throwable> failure() {
            return Optional.ofNullable(thread.failure);
        }

        @Override
        public void interrupt() {
            thread.interrupted = true;
        }

        @Override
        public boolean join(Duration timeout) throws InterruptedException {
            return thread.scheduler.await(thread.process, thread, () -> thread.done, timeout);
        }

        @Override
        public String stackTrace() {
            return Arrays.stream(thread.getStackTrace())
                    .map(frame -> "    at " + frame)
                    .collect(Collectors.joining("\n"));
        }
    }
}
