package io.tidemill.system.simulation;

import io.tidemill.system.Agent;
import io.tidemill.system.OwnedThread;
import io.tidemill.system.Signal;
import io.tidemill.system.Threads;
import io.tidemill.system.Workers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One process's threads, agents and signals, all in the hands of the [Scheduler].
final class SimulatedThreads implements Threads {
    private final SimulatedProcess process;
    private final Scheduler scheduler;

    SimulatedThreads(SimulatedProcess process, Scheduler scheduler) {
        this.process = process;
        this.scheduler = scheduler;
    }

    @Override
    public OwnedThread start(String name, Lifetime lifetime, OwnedThread.Body body) {
        process.check();
        return new SimulatedThread(scheduler, process, name, body).turns();
    }

    @Override
    public OwnedThread startVirtual(String name, OwnedThread.Body body) {
        return start(name, Lifetime.BACKGROUND, body);
    }

    @Override
    public Workers.Handle startAgent(Agent agent, Lifetime lifetime) {
        process.check();
        return new AgentOnThread(agent, lifetime);
    }

    @Override
    public Workers workers(String name, int size) {
        process.check();
        return new SimulatedWorkers(process, scheduler, size, new SimulatedSignal());
    }

    @Override
    public Signal signal() {
        return new SimulatedSignal();
    }

    @Override
    public String currentName() {
        return Thread.currentThread().getName();
    }

    /// Waiting that the scheduler decides about.
    private final class SimulatedSignal implements Signal {
        @Override
        public boolean await(BooleanSupplier condition, Duration timeout)
                throws InterruptedException {
            return scheduler.await(process, this, condition, timeout);
        }

        @Override
        public void raise() {
            scheduler.raised(this);
        }
    }

    /// An agent with a thread of its own, in which it may wait.
    private final class AgentOnThread implements Workers.Handle {
        private final Agent agent;
        private final Signal woken = new SimulatedSignal();
        private final OwnedThread thread;
        private boolean wake;

        private AgentOnThread(Agent agent, Lifetime lifetime) {
            this.agent = agent;
            this.thread = SimulatedThreads.this.start(agent.name(), lifetime, this::run);
        }

        private void run() throws Exception {
            for (var step = agent.step(); step != Agent.Step.DONE; step = agent.step()) {
                if (step == Agent.Step.IDLE) {
                    var wakeAt = agent.wakeAtNanos();
                    var unused =
                            woken.await(
                                    this::takeWake,
                                    wakeAt == Long.MAX_VALUE
                                            ? Signal.FOREVER
                                            : Duration.ofNanos(
                                                    Math.max(0, wakeAt - scheduler.nanos())));
                }
            }
        }

        private boolean takeWake() {
            var was = wake;
            wake = false;
            return was;
        }

        @Override
        public String name() {
            return agent.name();
        }

        @Override
        public void wake() {
            wake = true;
            woken.raise();
        }

        @Override
        public boolean isDone() {
            return !thread.isAlive();
        }

        @Override
        public Optional<Throwable> failure() {
            return thread.failure();
        }

        @Override
        public boolean await(Duration timeout) throws InterruptedException {
            return thread.join(timeout);
        }
    }
}
