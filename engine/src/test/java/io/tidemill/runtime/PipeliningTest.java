package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.system.RealWorld;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An epoch is computed while the one before is committed, and commits keep their order.
@Timeout(60)
class PipeliningTest {
    private static final int EPOCHS = 6;

    @TempDir Path directory;
    private Engine engine;
    private final ListTable rides = new ListTable("city STRING, fare BIGINT", 10, 10);
    private final ListSink.Disk disk = new ListSink.Disk();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final Set<Long> written = ConcurrentHashMap.newKeySet();
    private final CountDownLatch released = new CountDownLatch(1);
    private long commitWaitsForWriterOf = Long.MAX_VALUE; // from this epoch on
    private long failingCommit = -1;
    private long heldCommit = -1;
    private volatile boolean failingTend;
    private volatile Optional<String> waitingFor = Optional.empty();

    @BeforeEach
    void open() {
        engine = new Engine(RealWorld.create(), 2, directory.resolve("temporary"));
        for (int i = 0; i < EPOCHS * 10; i++) {
            rides.add("Oslo", (long) i);
        }
    }

    @AfterEach
    void close() {
        released.countDown();
        engine.close();
    }

    @Test
    void theNextEpochIsWrittenWhileTheLastOneIsCommitted() throws Exception {
        commitWaitsForWriterOf = 1;
        run(true, new TriggerSpec.AvailableNow()).completion().get();
        assertThat(disk.rows()).hasSize(EPOCHS * 10).doesNotHaveDuplicates();
        for (int epoch = 0; epoch < EPOCHS - 1; epoch++) {
            assertThat(events.indexOf("written " + (epoch + 1)))
                    .isLessThan(events.indexOf("committed " + epoch));
        }
    }

    @Test
    void commitsComeOneAfterTheOther() throws Exception {
        run(true, new TriggerSpec.AvailableNow()).completion().get();
        var commits = events.stream().filter(e -> e.startsWith("commit")).toList();
        var expected = new ArrayList<String>();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            expected.addAll(List.of("committing " + epoch, "committed " + epoch));
        }
        assertThat(commits).isEqualTo(expected);
    }

    @Test
    void aSinkThatWritesOneEpochAtATimeSeesOneAtATime() throws Exception {
        run(false, new TriggerSpec.AvailableNow()).completion().get();
        assertThat(disk.rows()).hasSize(EPOCHS * 10);
        for (int epoch = 0; epoch < EPOCHS - 1; epoch++) {
            assertThat(events.indexOf("written " + (epoch + 1)))
                    .isGreaterThan(events.indexOf("committed " + epoch));
        }
    }

    @Test
    void whatWasComputedBehindACommitThatFailsIsComputedAgain() throws Exception {
        failingCommit = 2;
        commitWaitsForWriterOf = 3;
        var failed = run(true, new TriggerSpec.AvailableNow());
        assertThat(failed.completion()).failsWithin(Duration.ofSeconds(20));
        assertThat(failed.failure().orElseThrow()).hasMessage("commit 2 was made to fail");
        assertThat(disk.rows()).hasSize(20);
        assertThat(failed.recentProgress()).hasSize(2);
        run(true, new TriggerSpec.AvailableNow()).completion().get();
        assertThat(disk.rows()).hasSize(EPOCHS * 10).doesNotHaveDuplicates();
    }

    @Test
    void stoppingWaitsForTheCommitInFlight() throws Exception {
        heldCommit = 1;
        var query = run(true, new TriggerSpec.LowestLatency());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> events.contains("committing 1"));
        query.requestStop();
        assertThat(query.await(Duration.ofMillis(200))).isFalse();
        released.countDown();
        query.stop();
        assertThat(query.failure()).isEmpty();
        assertThat(disk.rows().size()).isGreaterThanOrEqualTo(20);
        var last = query.lastProgress().orElseThrow();
        assertThat(disk.rows()).hasSize((int) (last.epoch() + 1) * 10);
    }

    @Test
    void stoppingDoesNotWaitForACommitThatWaitsForSomethingOutside() throws Exception {
        heldCommit = 1;
        var query = run(true, new TriggerSpec.LowestLatency());
        await(() -> events.contains("committing 1"));
        waitingFor = Optional.of("a broker");
        long begin = System.nanoTime();
        query.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        assertThat(query.failure()).isEmpty();
        waitingFor = Optional.empty();
        heldCommit = -1;
        run(true, new TriggerSpec.AvailableNow()).completion().get();
        assertThat(disk.rows()).hasSize(EPOCHS * 10).doesNotHaveDuplicates();
    }

    @Test
    void progressComesForEachCommittedEpochAndAddsUp() throws Exception {
        var query = run(true, new TriggerSpec.AvailableNow());
        query.completion().get();
        assertThat(query.recentProgress().stream().map(QueryProgress::epoch))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        for (var progress : query.recentProgress()) {
            var took = new HashMap<>(progress.durationMillis());
            assertThat(took)
                    .containsKeys("latestOffset", "addBatch", "awaitCommit", "walCommit")
                    .containsKeys("commitOffsets");
            long whole = took.remove("triggerExecution");
            assertThat(whole).isEqualTo(progress.batchDurationMillis());
            assertThat(took.values().stream().mapToLong(Long::longValue).sum())
                    .isBetween(whole - took.size(), whole);
        }
    }

    @Test
    void aSinkMayLookAfterWhatItWroteWhileNothingIsToBeCommitted() throws Exception {
        for (var ahead : List.of(true, false)) {
            var query = run(ahead, new TriggerSpec.LowestLatency());
            await(() -> events.stream().filter("tended"::equals).count() > 3);
            query.stop();
            assertThat(query.failure()).isEmpty();
            events.clear();
        }
        rides.add("Oslo", 1L);
        var waiting = run(true, new TriggerSpec.ProcessingTime(Duration.ofHours(1)));
        await(() -> events.contains("committed " + EPOCHS));
        events.clear();
        await(() -> events.contains("tended"));
        waiting.stop();
    }

    @Test
    void whatASinkFindsWhileItLooksAfterItsOutputMayEndTheQuery() throws Exception {
        for (var ahead : List.of(true, false)) {
            failingTend = true;
            var query = run(ahead, new TriggerSpec.LowestLatency());
            assertThat(query.await(Duration.ofSeconds(20))).isTrue();
            assertThat(query.failure().orElseThrow()).hasMessage("tending was made to fail");
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }

    private RunningQuery run(boolean ahead, TriggerSpec trigger) {
        var ref = new TableRef("rides", "list", rides.schema(), Optional.empty(), rides);
        return engine.start(
                new QuerySpec(
                        Optional.of("rides"),
                        new PlanNode.Scan(ref, rides.schema(), true),
                        schema -> new WatchedSink(new ListSink(disk), ahead),
                        OutputMode.APPEND,
                        trigger,
                        Optional.of(directory.resolve("checkpoint")),
                        engine.settings().withWorkers(1)));
    }

    /// Notes what happens when, and holds commits up.
    private final class WatchedSink implements Sink {
        private final Sink sink;
        private final boolean ahead;

        WatchedSink(Sink sink, boolean ahead) {
            this.sink = sink;
            this.ahead = ahead;
        }

        @Override
        public Kind kind() {
            return sink.kind();
        }

        @Override
        public String description() {
            return "watched";
        }

        @Override
        public Set<OutputMode> modes() {
            return sink.modes();
        }

        @Override
        public boolean writesAhead() {
            return ahead;
        }

        @Override
        public Optional<String> waitingFor() {
            return waitingFor;
        }

        @Override
        public Duration tendEvery() {
            return Duration.ofMillis(5);
        }

        @Override
        public void tend() {
            assertThat(events.stream().filter(e -> e.startsWith("committing")).count())
                    .isEqualTo(events.stream().filter(e -> e.startsWith("committed")).count());
            events.add("tended");
            if (failingTend) {
                throw new IllegalStateException("tending was made to fail");
            }
        }

        @Override
        public void fence(String queryId, long generation) throws IOException {
            sink.fence(queryId, generation);
        }

        @Override
        public OptionalLong lastCommitted(String queryId) throws IOException {
            return sink.lastCommitted(queryId);
        }

        @Override
        public SinkWriter writer(EpochContext epoch, int partition) throws IOException {
            events.add("written " + epoch.epoch());
            written.add(epoch.epoch());
            return sink.writer(epoch, partition);
        }

        @Override
        public void commit(EpochContext epoch, List<Token> tokens) throws IOException {
            events.add("committing " + epoch.epoch());
            long next = epoch.epoch() + 1;
            try {
                if (epoch.epoch() == heldCommit) {
                    released.await();
                }
                for (int i = 0; next >= commitWaitsForWriterOf && next < EPOCHS && i < 5000; i++) {
                    if (written.contains(next)) {
                        break;
                    }
                    Thread.sleep(1);
                }
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            if (epoch.epoch() == failingCommit) {
                failingCommit = -1;
                throw new IllegalStateException("commit " + (next - 1) + " was made to fail");
            }
            sink.commit(epoch, tokens);
            events.add("committed " + epoch.epoch());
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
