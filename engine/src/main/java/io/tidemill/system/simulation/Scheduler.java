package io.tidemill.system.simulation;

import io.tidemill.system.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Decides who goes on: one simulated thread or agent at a time, picked by chance from a seed.
///
/// Simulated threads are real ones that hand a baton around: exactly one of them, or the driver
/// (the test's thread), runs at any moment. A simulated thread gives the baton back to the driver
/// when it waits, sleeps, yields or ends; the driver hands it out whenever it waits itself. So
/// nothing here needs a lock.
final class Scheduler {
    private static final long CALL_NANOS = 1_000;
    private static final int DRAIN_TURNS = 100_000;
    private static final long START_MICROS = 1_767_225_600_000_000L; // 2026-01-01T00:00:00Z

    private final RandomGenerator random;
    private final List<Runner> runners = new ArrayList<>();
    private long nanos;
    private long wallMicros = START_MICROS;
    private boolean manual;
    private double yieldProbability;
    private boolean inAgent;

    Scheduler(RandomGenerator random) {
        this.random = random;
    }

    /// Something that can be given a turn.
    interface Runner {
        SimulatedProcess process();

        String name();

        /// Whether a turn could get it further.
        boolean isReady(long nanos);

        /// When it will be ready if nothing else happens; [Long#MAX_VALUE]: never.
        long deadline();

        /// Takes a turn; says whether it got further.
        boolean turn();

        boolean isDone();
    }

    /// What a thread that waits is waiting for.
    static final class Waiting {
        final @Nullable Object signal;
        final BooleanSupplier condition;
        final long deadline;
        boolean raised = true; // look once

        Waiting(@Nullable Object signal, BooleanSupplier condition, long deadline) {
            this.signal = signal;
            this.condition = condition;
            this.deadline = deadline;
        }
    }

    long nanos() {
        return nanos;
    }

    long micros() {
        return wallMicros + nanos / 1_000;
    }

    void advance(long by) {
        nanos += by;
    }

    void stepWallClock(long micros) {
        wallMicros += micros;
    }

    void setManual(boolean manual) {
        this.manual = manual;
    }

    void setYieldProbability(double probability) {
        this.yieldProbability = probability;
    }

    void add(Runner runner) {
        runners.add(runner);
    }

    /// A call of the file system: takes a little time, and may be where another thread goes on.
    void callMade(SimulatedProcess process) {
        if (!manual) {
            nanos += CALL_NANOS;
        }
        if (yieldProbability > 0
                && Thread.currentThread() instanceof SimulatedThread thread
                && random.nextDouble() < yieldProbability) {
            thread.yieldBaton();
            process.check();
        }
    }

    /// Gives everyone a turn who can use one, until nobody can.
    int runUntilIdle() {
        var turns = 0;
        while (turn()) {
            turns++;
        }
        return turns;
    }

    /// Gives one runner a turn that gets it further; false if there is none.
    private boolean turn() {
        runners.removeIf(Runner::isDone);
        var ready = new ArrayList<>(runners);
        ready.removeIf(it -> it.process().isPaused() || !it.isReady(nanos));
        while (!ready.isEmpty()) {
            var picked = ready.remove(random.nextInt(ready.size()));
            if (picked.turn()) {
                return true;
            }
        }
        return false;
    }

    /// Waits for a condition on behalf of the calling thread, simulated or driver.
    boolean await(
            SimulatedProcess process,
            @Nullable Object signal,
            BooleanSupplier condition,
            Duration timeout)
            throws InterruptedException {
        var deadline =
                timeout.compareTo(Signal.FOREVER) >= 0 ? Long.MAX_VALUE : nanos + timeout.toNanos();
        process.check();
        if (inAgent) {
            if (condition.getAsBoolean()) {
                return true;
            }
            throw new IllegalStateException("an agent on shared workers must not wait");
        }
        if (Thread.currentThread() instanceof SimulatedThread thread) {
            return thread.await(new Waiting(signal, condition, deadline));
        }
        return drive(process, condition, deadline);
    }

    /// The driver waits: the others go on meanwhile.
    private boolean drive(SimulatedProcess process, BooleanSupplier condition, long deadline)
            throws InterruptedException {
        while (true) {
            process.check();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (nanos >= deadline) {
                return false;
            }
            if (!turn() && !advanceToNext(deadline)) {
                throw new IllegalStateException(
                        "nothing can go on%s; what waits: %s"
                                .formatted(
                                        manual ? " while the clock stands still" : "",
                                        runners.stream().map(Runner::name).toList()));
            }
        }
    }

    private boolean advanceToNext(long deadline) {
        if (manual) {
            return false;
        }
        var next = deadline;
        for (var runner : runners) {
            if (!runner.process().isPaused()) {
                next = Math.min(next, runner.deadline());
            }
        }
        if (next == Long.MAX_VALUE) {
            return false;
        }
        nanos = Math.max(nanos, next);
        return true;
    }

    void raised(Object signal) {
        for (var runner : runners) {
            if (runner instanceof SimulatedThread.Turns turns) {
                turns.raised(signal);
            }
        }
    }

    /// Runs an agent's step on the driver's thread.
    <T> T inAgent(Callable<T> step) throws Exception {
        inAgent = true;
        try {
            return step.call();
        } finally {
            inAgent = false;
        }
    }

    /// A process has been killed: its waiting threads are unwound at the driver's next turn.
    void reap(SimulatedProcess process) {
        for (var runner : runners) {
            if (runner.process() == process
                    && runner instanceof SimulatedThread.Turns turns
                    && !turns.isDone()) {
                turns.raisedAll();
            }
        }
    }

    /// Unwinds the threads of killed processes. Called by the driver.
    void drain() {
        if (inAgent || Thread.currentThread() instanceof SimulatedThread) {
            return;
        }
        for (var turns = 0; turns < DRAIN_TURNS; turns++) {
            runners.removeIf(Runner::isDone);
            var dead = runners.stream().filter(it -> it.process().isStopped()).findFirst();
            if (dead.isEmpty()) {
                return;
            }
            dead.get().turn();
        }
        throw new IllegalStateException("a thread of a process that was stopped does not end");
    }

    /// Hands the baton to a simulated thread and waits until it comes back.
    static void handOver(Semaphore to, Semaphore back) {
        to.release();
        back.acquireUninterruptibly();
    }
}
