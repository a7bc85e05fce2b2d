package io.tidemill.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real clock, files, threads and host.
@Timeout(60)
class RealWorldTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final World world = RealWorld.create();
    @TempDir Path directory;

    @Test
    void eachAgentIsSteppedByOneThreadAtATimeUntilItIsDone() throws Exception {
        var steps = new int[8]; // plain: what one step wrote, the next one sees
        try (var workers = world.threads().workers("test", 2)) {
            for (var i = 0; i < steps.length; i++) {
                var index = i;
                workers.start(
                        agent(
                                "agent " + i,
                                () ->
                                        ++steps[index] == 10_000
                                                ? Agent.Step.DONE
                                                : Agent.Step.WORK));
            }
            assertThat(workers.close(LONG)).isTrue();
        }
        assertThat(steps).containsOnly(10_000);
    }

    @Test
    void noWakeUpIsLost() throws Exception {
        Mailbox<Integer> mailbox = world.threads().mailbox(4);
        var sum = new AtomicLong();
        try (var workers = world.threads().workers("test", 2)) {
            var handle =
                    workers.start(
                            agent(
                                    "adder",
                                    () -> {
                                        var next = mailbox.poll();
                                        if (next != null) {
                                            sum.addAndGet(next);
                                            return Agent.Step.WORK;
                                        }
                                        return mailbox.isClosed() && mailbox.size() == 0
                                                ? Agent.Step.DONE
                                                : Agent.Step.IDLE;
                                    }));
            mailbox.onMessage(handle::wake);
            for (var i = 1; i <= 20_000; i++) {
                assertThat(mailbox.put(i, LONG)).isTrue();
            }
            mailbox.close();
            assertThat(handle.await(LONG)).isTrue();
            assertThat(handle.failure()).isEmpty();
        }
        assertThat(sum).hasValue(200_010_000L);
    }

    @Test
    void anIdleAgentIsSteppedWhenItsTimeComes() throws Exception {
        var times = new ArrayList<Long>();
        var handle =
                world.threads()
                        .startAgent(
                                new Agent() {
                                    @Override
                                    public String name() {
                                        return "timer";
                                    }

                                    @Override
                                    public Step step() {
                                        times.add(world.clock().nanos());
                                        return times.size() == 3 ? Step.DONE : Step.IDLE;
                                    }

                                    @Override
                                    public long wakeAtNanos() {
                                        return times.getLast() + 20_000_000L;
                                    }
                                },
                                Threads.Lifetime.BACKGROUND);
        assertThat(handle.await(LONG)).isTrue();
        assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(20_000_000L);
        assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(20_000_000L);
    }

    @Test
    void whatAnAgentThrowsEndsItAndNoOther() throws Exception {
        try (var workers = world.threads().workers("test", 1)) {
            var bad =
                    workers.start(
                            agent(
                                    "bad",
                                    () -> {
                                        throw new IOException("no");
                                    }));
            var good = workers.start(agent("good", () -> Agent.Step.DONE));
            assertThat(bad.await(LONG)).isTrue();
            assertThat(good.await(LONG)).isTrue();
            assertThat(bad.failure()).get().hasToString("java.io.IOException: no");
            assertThat(good.failure()).isEmpty();
        }
    }

    @Test
    void workersThatAreClosedAbandonWhatIsNotDone() throws Exception {
        var workers = world.threads().workers("test", 1);
        var idle = workers.start(agent("idle", () -> Agent.Step.IDLE));
        assertThat(workers.close(Duration.ofMillis(50))).isFalse();
        assertThat(idle.isDone()).isTrue();
        assertThat(idle.failure()).get().isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> workers.start(agent("late", () -> Agent.Step.DONE)))
                .hasMessageContaining("late");
    }

    @Test
    void anInterruptNeitherClosesAFileNorGetsLost() throws Exception {
        var path = directory.resolve("file");
        try (var file = world.files().create(path);
                var reading = world.files().open(path)) {
            Thread.currentThread().interrupt();
            file.writeFully(0, new byte[] {1, 2, 3}, 0, 3);
            file.sync();
            assertThat(reading.size()).isEqualTo(3);
            assertThat(reading.read(1, new byte[2], 0, 2)).isEqualTo(2);
            assertThat(Thread.interrupted()).isTrue();
            file.writeFully(3, new byte[] {4}, 0, 1);
        }
        assertThat(world.files().readAll(path, 10)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aLockIsRefusedToASecondHolderInThisProcessAndSurvivesTheAttempt() throws Exception {
        var path = directory.resolve("lock");
        try (var lock = world.files().tryLock(path).orElseThrow()) {
            assertThat(world.files().tryLock(path)).isEmpty();
            assertThat(RealWorld.create().files().tryLock(path)).isEmpty();
            assertThat(lock.isHeld()).isTrue();
            assertThat(lockedByAnother(path)).isFalse();
        }
        assertThat(lockedByAnother(path)).isTrue();
        world.files().tryLock(path).orElseThrow().close();
    }

    /// Whether a process of its own gets the lock.
    private static boolean lockedByAnother(Path path) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Locker.class.getName(),
                                path.toString())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip().equals("locked");
    }

    /// A process that tries to lock a file.
    static final class Locker {
        private Locker() {}

        public static void main(String[] arguments) throws IOException {
            var lock = RealWorld.create().files().tryLock(Path.of(arguments[0]));
            System.out.println(lock.isPresent() ? "locked" : "refused");
        }
    }

    @Test
    void theHostKnowsThisProcess() {
        var host = world.host();
        assertThat(host.processId()).isEqualTo(ProcessHandle.current().pid());
        assertThat(host.processStart(host.processId())).contains(host.processStart());
        assertThat(host.processStart(Integer.MAX_VALUE)).isEmpty();
        assertThat(host.name()).isNotBlank();
        assertThat(host.processors()).isPositive();
        assertThat(host.maxHeapBytes()).isPositive();
    }

    @Test
    void wallTimeHasMicrosecondsAndMonotonicTimeNeverGoesBack() throws Exception {
        var clock = world.clock();
        assertThat(clock.instant())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        var before = clock.nanos();
        clock.sleepUntil(before + 5_000_000L);
        assertThat(clock.nanos() - before).isGreaterThanOrEqualTo(5_000_000L);
    }

    @Test
    void uuidsAreRandomOnesOfVersionFour() {
        var seen = new HashSet<UUID>();
        for (var i = 0; i < 1000; i++) {
            var uuid = world.randomness().uuid();
            assertThat(uuid.version()).isEqualTo(4);
            assertThat(uuid.variant()).isEqualTo(2);
            assertThat(seen.add(uuid)).isTrue();
        }
    }

    @Test
    void aThreadKeepsItsFailureForItsOwner() throws Exception {
        var thread =
                world.threads()
                        .start(
                                "failing",
                                Threads.Lifetime.BACKGROUND,
                                () -> {
                                    throw new IOException("why");
                                });
        assertThat(thread.join(LONG)).isTrue();
        assertThat(thread.name()).isEqualTo("failing");
        assertThat(thread.failure()).get().hasToString("java.io.IOException: why");
    }

    @Test
    void nobodyAnswersAtAPortThatIsClosed() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            try (var connection = world.network().connect("127.0.0.1", port, LONG);
                    var accepted = socket.accept()) {
                accepted.getOutputStream().write(42);
                assertThat(connection.input().read()).isEqualTo(42);
            }
        }
        assertThatThrownBy(() -> world.network().connect("127.0.0.1", port, LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port);
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
