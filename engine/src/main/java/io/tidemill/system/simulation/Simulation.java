package io.tidemill.system.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A simulated world: processes over one disk, one clock and one network, all decided by a seed.
///
/// The test's own thread drives it. Whenever it waits for something of a simulated process (a
/// [io.tidemill.system.Signal], a thread's end, a sleep), or asks with [#run], the threads and
/// agents of the processes go on, one at a time, in an order that the seed picks. When none can go
/// on, time moves to the next one that waits for it, unless the clock is manual.
public final class Simulation {
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final long seed;
    private final RandomGenerator seeds;
    private final Scheduler scheduler;
    private final SimulatedDisk disk;
    private final SimulatedNetwork network;
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private long nextProcessId = 1000;
    private int boots = 1;

    public Simulation(long seed) {
        this.seed = seed;
        this.seeds = GENERATORS.create(seed);
        this.scheduler = new Scheduler(generator());
        this.disk = new SimulatedDisk(generator());
        this.network = new SimulatedNetwork(scheduler);
    }

    public long seed() {
        return seed;
    }

    /// Starts a process on the machine `host-a`.
    public SimulatedProcess start() {
        return start("host-a");
    }

    /// Starts a process on a machine; all machines share the disk.
    public SimulatedProcess start(String host) {
        scheduler.drain();
        var process = new SimulatedProcess(this, host, "boot-" + boots, nextProcessId++);
        processes.add(process);
        return process;
    }

    public SimulatedDisk disk() {
        return disk;
    }

    public SimulatedNetwork network() {
        return network;
    }

    /// Stops all processes; what was not synced is lost, or survives at random.
    public void powerFails(Survival survival) {
        boots++;
        for (var process : processes) {
            process.kill("power failure");
        }
        disk.powerFails(survival);
    }

    /// With a manual clock, time moves only by [#advance].
    public Simulation manualClock() {
        scheduler.setManual(true);
        return this;
    }

    public Instant now() {
        return Instant.EPOCH.plusNanos(scheduler.micros() * 1_000);
    }

    /// Lets time pass; what waited for it can go on, when the test next waits or [#run]s.
    public void advance(Duration duration) {
        scheduler.advance(duration.toNanos());
    }

    /// Steps wall time, as when somebody sets the clock; monotonic time goes on as before.
    public void stepWallClock(Duration by) {
        scheduler.stepWallClock(by.toNanos() / 1_000);
    }

    /// Lets threads and agents go on until none can without time passing.
    ///
    /// @return how many steps they made
    public int run() {
        return scheduler.runUntilIdle();
    }

    /// Has each call of the file system hand over to another thread with this probability.
    public Simulation interleave(double probability) {
        scheduler.setYieldProbability(probability);
        return this;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    RandomGenerator generator() {
        return GENERATORS.create(seeds.nextLong());
    }

    List<SimulatedProcess> processes() {
        return List.copyOf(processes);
    }
}
