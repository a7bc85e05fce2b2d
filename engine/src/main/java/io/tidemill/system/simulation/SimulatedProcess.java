package io.tidemill.system.simulation;

import io.tidemill.system.Host;
import io.tidemill.system.Randomness;
import io.tidemill.system.World;
import io.tidemill.system.WorldClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A process of a [Simulation]: hand its [#world] to the code under test.
public final class SimulatedProcess {
    private final Simulation simulation;
    private final String host;
    private final String boot;
    private final long id;
    private final Instant started;
    private final Faults faults = new Faults();
    private final World world;
    private final RandomGenerator seeds;
    private final List<DiskNode> locks = new ArrayList<>();
    private final Map<Object, Hook> hooks = new LinkedHashMap<>();
    private volatile @Nullable String stopped;
    private volatile boolean paused;

    private record Hook(String name, Runnable action) {}

    SimulatedProcess(Simulation simulation, String host, String boot, long id) {
        this.simulation = simulation;
        this.host = host;
        this.boot = boot;
        this.id = id;
        this.started = simulation.now();
        this.seeds = simulation.generator();
        this.world =
                new World(
                        new Clock(),
                        new Chance(),
                        new SimulatedFiles(this, simulation.disk(), faults),
                        new SimulatedThreads(this, simulation.scheduler()),
                        simulation.network().of(this),
                        new Machine());
    }

    public World world() {
        return world;
    }

    /// What goes wrong at which call.
    public Faults faults() {
        return faults;
    }

    public boolean isStopped() {
        return stopped != null;
    }

    /// Kills it, as `kill -9` does: its locks go, what it wrote stays. Its threads end at their
    /// next call.
    public void kill(String why) {
        if (stopped == null) {
            stopped = why;
            locks.forEach(this::unlock);
            locks.clear();
            simulation.scheduler().reap(this);
        }
    }

    /// Suspends its threads, as SIGSTOP does; the test must not wait for any of them meanwhile.
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    boolean isPaused() {
        return paused;
    }

    /// Throws if the process has been stopped.
    void check() {
        var why = stopped;
        if (why != null) {
            throw new ProcessStopped("process %d was stopped %s".formatted(id, why));
        }
    }

    /// Stops it from inside; the caller throws the answer.
    ProcessStopped stopped(String why) {
        kill(why);
        return new ProcessStopped("process %d was stopped %s".formatted(id, why));
    }

    void powerFails(Survival survival) {
        simulation.powerFails(survival);
    }

    void delay(Duration duration) {
        simulation.advance(duration);
    }

    /// Hands over from a thread of a process that has been paused; returns when it goes on.
    void standStill() {
        if (Thread.currentThread() instanceof SimulatedThread thread) {
            thread.yieldBaton();
        }
    }

    void yieldPoint() {
        simulation.scheduler().callMade(this);
    }

    long micros() {
        return simulation.scheduler().micros();
    }

    void holds(DiskNode node) {
        locks.add(node);
    }

    /// A handle of a file is closed: POSIX gives the process's lock on it away.
    void closes(DiskNode node) {
        if (locks.contains(node)) {
            releases(node);
        }
    }

    void releases(DiskNode node) {
        locks.remove(node);
        unlock(node);
    }

    private void unlock(DiskNode node) {
        if (node.lockedBy == this) {
            node.lockedBy = null;
        }
    }

    /// The simulation's clock.
    private final class Clock implements WorldClock {
        @Override
        public long micros() {
            check();
            return simulation.scheduler().micros();
        }

        @Override
        public long nanos() {
            check();
            return simulation.scheduler().nanos();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            simulation.scheduler().await(SimulatedProcess.this, null, () -> false, duration);
        }
    }

    /// Seeds from the simulation's seed.
    private final class Chance implements Randomness {
        @Override
        public long seed() {
            check();
            return seeds.nextLong();
        }

        @Override
        public RandomGenerator generator() {
            check();
            return simulation.generator();
        }
    }

    /// The machine that the process runs on.
    private final class Machine implements Host {
        @Override
        public String name() {
            return host;
        }

        @Override
        public String bootId() {
            return boot;
        }

        @Override
        public long processId() {
            return id;
        }

        @Override
        public Instant processStart() {
            return started;
        }

        @Override
        public Optional<Instant> processStart(long processId) {
            return simulation.processes().stream()
                    .filter(other -> other.id == processId && other.host.equals(host))
                    .filter(other -> !other.isStopped())
                    .map(other -> other.started)
                    .findFirst();
        }

        @Override
        public int processors() {
            return 2;
        }

        @Override
        public long maxHeapBytes() {
            return Runtime.getRuntime().maxMemory();
        }

        @Override
        public Registration onShutdown(String name, Runnable action) {
            check();
            var key = new Object();
            hooks.put(key, new Hook(name, action));
            return () -> hooks.remove(key);
        }
    }
}
