package io.tidemill.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.system.Agent;
import io.tidemill.system.Mailbox;
import io.tidemill.system.OwnedThread;
import io.tidemill.system.Signal;
import io.tidemill.system.Threads;
import io.tidemill.system.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads, agents and time in the simulated world.
@Timeout(60)
class SchedulerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theSeedPicksWhoGoesOn() throws Exception {
        var orders = new HashSet<String>();
        for (var seed = 0; seed < 20; seed++) {
            assertThat(order(seed)).isEqualTo(order(seed));
            orders.add(order(seed));
        }
        assertThat(orders).hasSizeGreaterThan(10);
    }

    private static String order(long seed) throws InterruptedException {
        var world = new Simulation(seed).start().world();
        var order = new StringBuilder();
        try (var workers = world.threads().workers("w", 2)) {
            for (var name : List.of("a", "b", "c")) {
                var left = new int[] {5};
                workers.start(
                        agent(
                                name,
                                () -> {
                                    order.append(name);
                                    return --left[0] == 0 ? Agent.Step.DONE : Agent.Step.WORK;
                                }));
            }
            assertThat(workers.close(SECOND)).isTrue();
        }
        return order.toString();
    }

    @Test
    void threadsHandMessagesThroughABoundedMailbox() throws Exception {
        for (var seed = 0; seed < 20; seed++) {
            var world = new Simulation(seed).interleave(0.5).start().world();
            Mailbox<Integer> mailbox = world.threads().mailbox(3);
            var sum = new AtomicInteger();
            var reader =
                    start(
                            world,
                            "reader",
                            () -> {
                                for (var next = mailbox.take(Signal.FOREVER);
                                        next.isPresent();
                                        next = mailbox.take(Signal.FOREVER)) {
                                    sum.addAndGet(next.get());
                                }
                            });
            var writer =
                    start(
                            world,
                            "writer",
                            () -> {
                                for (var i = 1; i <= 100; i++) {
                                    assertThat(mailbox.put(i, Signal.FOREVER)).isTrue();
                                    assertThat(mailbox.size()).isLessThanOrEqualTo(3);
                                    world.files().stat(Path.of("/")); // where others may go on
                                }
                                mailbox.close();
                            });
            assertThat(writer.join(SECOND)).isTrue();
            assertThat(reader.join(SECOND)).isTrue();
            assertThat(reader.failure()).isEmpty();
            assertThat(sum.get()).isEqualTo(5050);
        }
    }

    @Test
    void timeMovesToTheNextWhoWaitsForIt() throws Exception {
        var simulation = new Simulation(1);
        var world = simulation.start().world();
        var log = new ArrayList<String>();
        for (var hours : List.of(3, 1, 2)) {
            start(
                    world,
                    "sleeper " + hours,
                    () -> {
                        world.clock().sleep(Duration.ofHours(hours));
                        log.add(hours + "h");
                    });
        }
        var before = world.clock().nanos();
        world.clock().sleep(Duration.ofHours(4));
        assertThat(log).containsExactly("1h", "2h", "3h");
        assertThat(world.clock().nanos() - before)
                .isGreaterThanOrEqualTo(Duration.ofHours(4).toNanos());
    }

    @Test
    void aManualClockStandsStill() throws Exception {
        var simulation = new Simulation(1).manualClock();
        var world = simulation.start().world();
        var woken = new AtomicBoolean();
        start(
                world,
                "sleeper",
                () -> {
                    world.clock().sleep(SECOND);
                    woken.set(true);
                });
        simulation.run();
        simulation.advance(Duration.ofMillis(999));
        simulation.run();
        assertThat(woken).isFalse();
        simulation.advance(Duration.ofMillis(1));
        simulation.run();
        assertThat(woken).isTrue();
        assertThatThrownBy(() -> world.clock().sleep(SECOND))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the clock stands still");
    }

    @Test
    void wallTimeStepsAndMonotonicTimeDoesNot() {
        var simulation = new Simulation(1);
        var clock = simulation.start().world().clock();
        var nanos = clock.nanos();
        var before = clock.instant();
        simulation.stepWallClock(Duration.ofHours(-1));
        assertThat(clock.instant()).isEqualTo(before.minus(Duration.ofHours(1)));
        assertThat(clock.nanos()).isEqualTo(nanos);
    }

    @Test
    void whereNobodyCanGoOnTheTestIsToldWhoWaits() {
        var world = new Simulation(1).start().world();
        var never = world.threads().signal();
        start(world, "waiting for Godot", () -> never.await(() -> false));
        assertThatThrownBy(() -> never.await(() -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("waiting for Godot");
    }

    @Test
    void anIdleAgentIsSteppedWhenItIsWokenOrItsTimeComes() throws Exception {
        var simulation = new Simulation(1).manualClock();
        var world = simulation.start().world();
        var steps = new AtomicInteger();
        var workers = world.threads().workers("w", 1);
        var handle =
                workers.start(
                        new Agent() {
                            @Override
                            public String name() {
                                return "idler";
                            }

                            @Override
                            public Step step() {
                                steps.incrementAndGet();
                                return Step.IDLE;
                            }

                            @Override
                            public long wakeAtNanos() {
                                return world.clock().nanos() + SECOND.toNanos();
                            }
                        });
        simulation.run();
        assertThat(steps).hasValue(1);
        handle.wake();
        handle.wake();
        simulation.run();
        assertThat(steps).hasValue(2);
        simulation.advance(SECOND);
        simulation.run();
        assertThat(steps).hasValue(3);
        workers.close();
        simulation.run();
        assertThat(handle.isDone()).isTrue();
        assertThat(handle.failure()).get().isInstanceOf(CancellationException.class);
    }

    @Test
    void anAgentOnSharedWorkersMustNotWait() throws Exception {
        var world = new Simulation(1).start().world();
        var signal = world.threads().signal();
        var workers = world.threads().workers("w", 1);
        var handle =
                workers.start(
                        agent(
                                "waits",
                                () -> {
                                    signal.await(() -> false);
                                    return Agent.Step.DONE;
                                }));
        assertThat(handle.await(SECOND)).isTrue();
        assertThat(handle.failure())
                .get()
                .hasToString(
                        "java.lang.IllegalStateException: an agent on shared workers must not"
                                + " wait");
    }

    @Test
    void anAgentOnAThreadOfItsOwnMayWait() throws Exception {
        var world = new Simulation(1).start().world();
        Mailbox<String> mailbox = world.threads().mailbox(1);
        var got = new ArrayList<String>();
        var handle =
                world.threads()
                        .startAgent(
                                agent(
                                        "reader",
                                        () -> {
                                            got.add(mailbox.take(SECOND).orElse("nothing"));
                                            return got.size() == 2
                                                    ? Agent.Step.DONE
                                                    : Agent.Step.WORK;
                                        }),
                                Threads.Lifetime.BACKGROUND);
        mailbox.offer("hello");
        assertThat(handle.await(Duration.ofSeconds(5))).isTrue();
        assertThat(got).containsExactly("hello", "nothing");
    }

    @Test
    void aKilledProcessUnwindsItsThreads() throws Exception {
        var simulation = new Simulation(1);
        var process = simulation.start();
        var world = process.world();
        var unwound = new AtomicBoolean();
        var thread =
                start(
                        world,
                        "victim",
                        () -> {
                            try {
                                world.clock().sleep(Duration.ofDays(1));
                            } finally {
                                unwound.set(true);
                            }
                        });
        simulation.run();
        process.kill("by the test");
        assertThat(unwound).isFalse();
        assertThatThrownBy(() -> thread.join(SECOND)).isInstanceOf(ProcessStopped.class);
        simulation.start();
        assertThat(unwound).isTrue();
        assertThat(thread.failure()).get().isInstanceOf(ProcessStopped.class);
    }

    @Test
    void aPausedProcessStandsStillWhileOthersGoOn() throws Exception {
        var simulation = new Simulation(1);
        var paused = simulation.start();
        var other = simulation.start();
        var ticks = new AtomicInteger();
        start(
                paused.world(),
                "ticker",
                () -> {
                    while (true) {
                        paused.world().clock().sleep(SECOND);
                        ticks.incrementAndGet();
                    }
                });
        other.world().clock().sleep(Duration.ofSeconds(10));
        var before = ticks.get();
        assertThat(before).isGreaterThan(5);
        paused.pause();
        other.world().clock().sleep(Duration.ofMinutes(10));
        assertThat(ticks).hasValue(before);
        paused.resume();
        other.world().clock().sleep(Duration.ofSeconds(10));
        assertThat(ticks.get()).isGreaterThan(before + 5);
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        var world = new Simulation(1).start().world();
        var thread = start(world, "sleeper", () -> world.clock().sleep(Duration.ofDays(365)));
        world.clock().sleep(SECOND);
        thread.interrupt();
        assertThat(thread.join(SECOND)).isTrue();
        assertThat(thread.failure()).get().isInstanceOf(InterruptedException.class);
    }

    @Test
    void aServerThatTheTestPlaysIsRead() throws Exception {
        var simulation = new Simulation(1);
        var world = simulation.start().world();
        assertThatThrownBy(() -> world.network().connect("host", 9, SECOND))
                .hasMessageContaining("host:9");
        var server = simulation.network().serve("host", 9);
        var read = new StringBuilder();
        var thread =
                start(
                        world,
                        "socket",
                        () -> {
                            try (var connection = world.network().connect("host", 9, SECOND)) {
                                read.append(
                                        new String(
                                                connection.input().readAllBytes(),
                                                StandardCharsets.UTF_8));
                            }
                        });
        server.send("hello ".getBytes(StandardCharsets.UTF_8));
        simulation.run();
        server.send("world".getBytes(StandardCharsets.UTF_8));
        server.close();
        assertThat(thread.join(SECOND)).isTrue();
        assertThat(thread.failure()).isEmpty();
        assertThat(read).hasToString("hello world");
    }

    private static OwnedThread start(World world, String name, OwnedThread.Body body) {
        return world.threads().start(name, Threads.Lifetime.BACKGROUND, body);
    }

    private static Agent agent(String name, Callable<Agent.Step> step) {
        return new Agent() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Step step() throws Exception {
                return step.call();
            }
        };
    }
}
