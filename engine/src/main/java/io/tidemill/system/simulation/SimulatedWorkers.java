package io.tidemill.system.simulation;

import io.tidemill.system.Agent;
import io.tidemill.system.Signal;
import io.tidemill.system.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Agents that the scheduler steps on the driver's thread, one at a time.
final class SimulatedWorkers implements Workers {
    private final SimulatedProcess process;
    private final Scheduler scheduler;
    private final int size;
    private final Signal ended;
    private final List<Task> tasks = new ArrayList<>();
    private boolean closed;

    SimulatedWorkers(SimulatedProcess process, Scheduler scheduler, int size, Signal ended) {
        this.process = process;
        this.scheduler = scheduler;
        this.size = size;
        this.ended = ended;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Handle start(Agent agent) {
        process.check();
        if (closed) {
            throw new IllegalStateException(
                    "'%s' was started on workers that are closed".formatted(agent.name()));
        }
        var task = new Task(agent);
        tasks.add(task);
        scheduler.add(task);
        return task;
    }

    @Override
    public boolean close(Duration timeout) throws InterruptedException {
        closed = true;
        var done = ended.await(() -> tasks.stream().allMatch(Task::isDone), timeout);
        close();
        return done;
    }

    @Override
    public void close() {
        closed = true;
        for (var task : tasks) {
            if (!task.done) {
                task.finish(new CancellationException(task.name() + " was abandoned"));
            }
        }
        tasks.clear();
    }

    /// An agent and where it is in its life.
    private final class Task implements Handle, Scheduler.Runner {
        private final Agent agent;
        private boolean idle;
        private boolean woken;
        private boolean done;
        private long wakeAt = Long.MAX_VALUE;
        private @Nullable Throwable failure;

        private Task(Agent agent) {
            this.agent = agent;
        }

        @Override
        public SimulatedProcess process() {
            return process;
        }

        @Override
        public String name() {
            return agent.name();
        }

        @Override
        public boolean isReady(long nanos) {
            return !idle || woken || nanos >= wakeAt;
        }

        @Override
        public long deadline() {
            return idle ? wakeAt : Long.MAX_VALUE;
        }

        @Override
        public boolean turn() {
            woken = false;
            try {
                switch (scheduler.inAgent(agent::step)) {
                    case WORK -> idle = false;
                    case IDLE -> {
                        idle = true;
                        wakeAt = agent.wakeAtNanos();
                    }
                    case DONE -> finish(null);
                }
            } catch (Throwable e) { // the agent's end, for whoever holds the handle
                finish(e);
            }
            return true;
        }

        private void finish(@Nullable Throwable how) {
            done = true;
            failure = how;
            ended.raise();
        }

        @Override
        public void wake() {
            woken = true;
        }

        @Override
        public boolean isDone() {
            return done || process.isStopped();
        }

        @Override
        public Optional<Throwable> failure() {
            return Optional.ofNullable(failure);
        }

        @Override
        public boolean await(Duration timeout) throws InterruptedException {
            return ended.await(this::isDone, timeout);
        }
    }
}
