package io.tidemill.system;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Platform threads that share one queue of agents.
///
/// An agent is in the queue once, or being stepped, or idle, or done. A wake-up while it is being
/// stepped is remembered, so none is lost. Idle agents with a wake-up time stand in a heap whose
/// outdated entries are skipped when they come up.
final class RealWorkers implements Workers {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final Queue<Task> runnable = new ArrayDeque<>(); // these are guarded by lock
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final Set<Task> alive = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean ending; // threads end when no agent is alive
    private boolean abandoned; // threads end after the present step

    RealWorkers(String name, int size, Threads.Lifetime lifetime) {
        for (var i = 0; i < size; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .name(size == 1 ? name : name + "-" + i)
                            .daemon(lifetime == Threads.Lifetime.BACKGROUND)
                            .unstarted(this::work));
        }
        threads.forEach(Thread::start);
    }

    @Override
    public int size() {
        return threads.size();
    }

    @Override
    public Handle start(Agent agent) {
        var task = new Task(agent);
        lock.lock();
        try {
            if (ending || abandoned) {
                throw new IllegalStateException(
                        "'%s' was started on workers that are closed".formatted(agent.name()));
            }
            alive.add(task);
            enqueue(task);
        } finally {
            lock.unlock();
        }
        return task;
    }

    /// Lets the threads end once the agents are done, without waiting for it.
    void endWhenDone() {
        lock.lock();
        try {
            ending = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean close(Duration timeout) throws InterruptedException {
        endWhenDone();
        var deadline = System.nanoTime() + timeout.toNanos();
        lock.lock();
        try {
            var left = timeout.toNanos();
            while (!alive.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
            if (alive.isEmpty()) {
                return true;
            }
        } finally {
            lock.unlock();
            close();
        }
        for (var thread : threads) { // a step that was under way may still end in time
            var millis = Math.max(1, (deadline - System.nanoTime()) / 1_000_000L);
            if (thread != Thread.currentThread()) {
                thread.join(millis);
            }
        }
        return false;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            abandoned = true;
            ending = true;
            for (var task : List.copyOf(alive)) {
                if (task.state != State.STEPPING && task.state != State.STEPPING_AND_WOKEN) {
                    finish(task, new CancellationException(task.name() + " was abandoned"));
                }
            }
            runnable.clear();
            alarms.clear();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (var task = next(); task != null; task = next()) {
            Agent.Step step = Agent.Step.DONE;
            var wakeAt = Long.MAX_VALUE;
            Throwable failure = null;
            try {
                step = task.agent.step();
                wakeAt = step == Agent.Step.IDLE ? task.agent.wakeAtNanos() : Long.MAX_VALUE;
            } catch (Throwable e) { // the agent's end, for whoever holds the handle
                step = Agent.Step.DONE;
                failure = e;
            }
            after(task, step, wakeAt, failure);
        }
    }

    /// The next agent to step, or null when this thread shall end.
    private @Nullable Task next() {
        lock.lock();
        try {
            while (true) {
                if (abandoned || (ending && alive.isEmpty())) {
                    return null;
                }
                var nanosToAlarm = ring();
                var task = runnable.poll();
                if (task != null) {
                    task.state = State.STEPPING;
                    return task;
                }
                if (nanosToAlarm == Long.MAX_VALUE) {
                    work.awaitUninterruptibly();
                } else {
                    awaitQuietly(nanosToAlarm);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // its caller loops
    private void awaitQuietly(long nanos) {
        try {
            var unused = work.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // Nobody but these threads' owner may end them, and it does so by closing the pool.
        }
    }

    /// Queues the agents whose time has come; returns how long until the next one's.
    private long ring() {
        for (var alarm = alarms.peek(); alarm != null; alarm = alarms.peek()) {
            var outdated =
                    alarm.task.state != State.IDLE || alarm.task.wakeAtNanos != alarm.atNanos;
            var left = alarm.atNanos - System.nanoTime();
            if (!outdated && left > 0) {
                return left;
            }
            alarms.remove();
            if (!outdated) {
                enqueue(alarm.task);
            }
        }
        return Long.MAX_VALUE;
    }

    private void enqueue(Task task) {
        task.state = State.QUEUED;
        runnable.add(task);
        work.signal();
    }

    private void after(Task task, Agent.Step step, long wakeAt, @Nullable Throwable failure) {
        lock.lock();
        try {
            switch (step) {
                case DONE -> finish(task, failure);
                case WORK -> again(task);
                case IDLE -> {
                    if (task.state == State.STEPPING_AND_WOKEN) {
                        again(task);
                    } else if (abandoned) {
                        again(task);
                    } else {
                        task.state = State.IDLE;
                        task.wakeAtNanos = wakeAt;
                        if (wakeAt != Long.MAX_VALUE) {
                            alarms.add(new Alarm(wakeAt, task));
                            work.signal();
                        }
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void again(Task task) {
        if (abandoned) {
            finish(task, new CancellationException(task.name() + " was abandoned"));
        } else {
            enqueue(task);
        }
    }

    private void finish(Task task, @Nullable Throwable failure) {
        task.state = State.DONE;
        task.failure = failure;
        alive.remove(task);
        ended.signalAll();
        work.signalAll();
    }

    private enum State {
        QUEUED,
        STEPPING,
        STEPPING_AND_WOKEN,
        IDLE,
        DONE
    }

    private record Alarm(long atNanos, Task task) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            return Long.compare(atNanos - other.atNanos, 0);
        }
    }

    private final class Task implements Handle {
        private final Agent agent;
        private State state = State.QUEUED; // these are guarded by lock
        private long wakeAtNanos = Long.MAX_VALUE;
        private @Nullable Throwable failure;

        private Task(Agent agent) {
            this.agent = agent;
        }

        @Override
        public String name() {
            return agent.name();
        }

        @Override
        public void wake() {
            lock.lock();
            try {
                switch (state) {
                    case IDLE -> enqueue(this);
                    case STEPPING -> state = State.STEPPING_AND_WOKEN;
                    case QUEUED, STEPPING_AND_WOKEN, DONE -> {}
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean isDone() {
            lock.lock();
            try {
                return state == State.DONE;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Optional<Throwable> failure() {
            lock.lock();
            try {
                return Optional.ofNullable(failure);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean await(Duration timeout) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                var left = timeout.toNanos();
                while (state != State.DONE && left > 0) {
                    left = ended.awaitNanos(left);
                }
                return state == State.DONE;
            } finally {
                lock.unlock();
            }
        }
    }
}
