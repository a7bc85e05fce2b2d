package io.tidemill.kafka.sink;

import static io.tidemill.kafka.sink.TestSink.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.LastLogged;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.sink.ModelCluster.Mishap;
import io.tidemill.kafka.sink.TestSink.Setup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every epoch is seen once, whatever a cluster does: a model of one goes wrong at every call, in
/// every way, and at many calls at random.
@Timeout(60)
class CommitsTest {
    private static final int EPOCHS = 6;

    private final Setup setup = Setup.of("model:9092", "out", "value STRING");
    private final ModelCluster cluster = new ModelCluster();

    @Test
    void everyCallGoesWrongOnceInEveryWayAndEachEpochIsSeenOnce() throws IOException {
        live(1);
        long calls = cluster.calls();
        assertThat(cluster.log).isEqualTo(expected());
        for (long call = 0; call < calls; call++) {
            for (var mishap :
                    List.of(
                            new Mishap.Fails(),
                            new Mishap.AnswerIsLost(),
                            new Mishap.Down(5),
                            new Mishap.Restarts(3),
                            new Mishap.TimesOut())) {
                var tried = new CommitsTest();
                tried.cluster.at(call, mishap);
                tried.live(1);
                assertThat(tried.cluster.log).as("%s at %d", mishap, call).isEqualTo(expected());
            }
        }
    }

    @Test
    void aProcessThatWakesUpAtAnyCallBehindANewerOneCommitsNothingMoreAndNamesIt()
            throws IOException {
        live(1);
        long calls = cluster.calls();
        for (long call = 0; call < calls; call++) {
            var tried = new CommitsTest();
            tried.cluster.at(
                    call,
                    new Mishap.Meanwhile(() -> {
                        try {
                            tried.live(2);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }));
            assertThatThrownBy(() -> tried.live(1))
                    .isInstanceOfSatisfying(
                            TidemillException.class,
                            e -> assertThat(e.condition()).isEqualTo(Condition.CONCURRENT_QUERY))
                    .hasMessageContaining(
                            "a newer process, process " + ProcessHandle.current().pid())
                    .hasMessageContaining("(generation 2; this one is 1)");
            assertThat(tried.cluster.log).as("woken at %d", call).isEqualTo(expected());
        }
    }

    @Test
    void manyMishapsAtRandomChangeNothing() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            var tried = new CommitsTest();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                tried.cluster.at(
                        random.nextInt(40),
                        switch (random.nextInt(5)) {
                            case 0 -> new Mishap.Fails();
                            case 1 -> new Mishap.AnswerIsLost();
                            case 2 -> new Mishap.Down(random.nextInt(1, 6));
                            case 3 -> new Mishap.Restarts(random.nextInt(1, 6));
                            default -> new Mishap.TimesOut();
                        });
            }
            tried.live(1);
            assertThat(tried.cluster.log).as("seed %d", seed).isEqualTo(expected());
        }
    }

    @Test
    void twoProcessesThatRunAtOnceCommitEachEpochOnce() throws Exception {
        for (int seed = 0; seed < 500; seed++) {
            var tried = new CommitsTest();
            var turns = new Turns(new SplittableRandom(seed));
            tried.cluster.atCall(turns::next);
            var older = turns.start(() -> tried.live(1));
            var newer = turns.start(() -> tried.live(2));
            turns.runAll();
            assertThat(tried.cluster.log).as("seed %d", seed).isEqualTo(expected());
            assertThat(newer.get()).as("seed %d", seed).isNull();
            var end = older.get();
            assertThat(end == null || end instanceof TidemillException).isTrue();
        }
    }

    @Test
    void aMarkerThatDoesNotFollowStopsTheQuery() throws IOException {
        try (var sink = open(1)) {
            sink.epoch(0, row("0"));
            try (var copy = open(1)) { // of the checkpoint, and used at the same time
                copy.epoch(1, row("1"));
                copy.epoch(2, row("2"));
            }
            assertThatThrownBy(() -> sink.epoch(1, row("1")))
                    .isInstanceOfSatisfying(
                            TidemillException.class,
                            e -> assertThat(e.condition()).isEqualTo(Condition.CHECKPOINT_DAMAGED))
                    .hasMessageContaining("has epoch 2 of query " + setup.query());
        }
        assertThat(cluster.log).containsExactly("0", "1", "2");
    }

    @Test
    void aMarkerThatHasExpiredIsMadeUpForByTheLog() throws IOException {
        try (var sink = open(1)) {
            sink.epoch(0, row("0"));
            sink.epoch(1, row("1"));
        }
        cluster.forgetMarker();
        try (var sink = open(2)) {
            assertThat(ask(sink, true, 10_000)).hasValue(1);
            assertThat(sink.sink().committedDigest("")).hasValue("digest1");
        }
    }

    @Test
    void aMarkerThatIsGoneTooEarlyIsMissed() throws IOException {
        cluster.found = Optional.of(MarkerSearch.Found.NOT_COMMITTED);
        try (var sink = open(1)) {
            assertThat(ask(sink, true, 100)).isEmpty();
            assertThatThrownBy(() -> sink.epoch(2, row("2")))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(cluster.marker()).as("nothing takes its place").isEmpty();
    }

    @Test
    void aMarkerThatABrokerDoesNotKnowYetIsNeverReplaced() throws IOException {
        try (var sink = open(1)) {
            sink.epoch(0, row("0"));
            sink.epoch(1, row("1"));
        }
        for (int emptyAnswers = 1; emptyAnswers < 6; emptyAnswers++) {
            cluster.hideMarker(emptyAnswers);
            try (var sink = open(2)) {
                assertThat(ask(sink, emptyAnswers % 2 == 0, 100)).hasValue(1);
                assertThat(cluster.marker().map(Marker::epoch)).hasValue(1L);
            }
        }
        cluster.hideMarker(1000);
        cluster.found = Optional.of(MarkerSearch.Found.NOT_COMMITTED);
        try (var sink = open(3)) {
            assertThat(ask(sink, true, 100)).isEmpty();
        }
        cluster.hideMarker(1000);
        try (var sink = open(4)) {
            assertThat(ask(sink, false, 100)).isEmpty();
        }
        assertThat(cluster.marker().map(Marker::generation)).as("untouched").hasValue(2L);
        cluster.hideMarker(1000);
        cluster.found = Optional.of(MarkerSearch.Found.COMMITTED);
        try (var sink = open(5)) {
            assertThat(ask(sink, true, 100)).hasValue(1);
            sink.epoch(2, row("2"));
        }
        assertThat(cluster.log).containsExactly("0", "1", "2");
    }

    @Test
    void whatADeadBrokerLeftOpenIsEndedBeforeAnythingIsBegunOnTopOfIt() throws IOException {
        var begun = new ArrayList<Boolean>();
        cluster.atBegin = begun::add;
        try (var sink = open(1)) {
            sink.epoch(0, row("0"));
            cluster.dieAndHang();
            sink.epoch(1, row("1"));
            assertThat(cluster.hangs()).isFalse();
            cluster.dieBehindCommit();
            sink.epoch(2, row("2"));
            assertThat(cluster.hangs()).as("without another epoch").isFalse();
            sink.epoch(3, row("3"));
        }
        assertThat(begun).isNotEmpty().containsOnly(false);
        assertThat(cluster.log).containsExactly("0", "1", "2", "3");
    }

    @Test
    void whatADeadBrokerLeftOpenIsEndedWhileNothingIsToBeCommitted() throws IOException {
        tended(0);
        long calls = cluster.calls();
        for (long call = 0; call < calls; call++) {
            for (var mishap :
                    List.of(
                            new Mishap.Fails(),
                            new Mishap.AnswerIsLost(),
                            new Mishap.Down(5),
                            new Mishap.Restarts(3),
                            new Mishap.TimesOut())) {
                var tried = new CommitsTest();
                tried.cluster.at(call, mishap);
                tried.tended(20);
            }
        }
    }

    /// @param again how often at most it may have to be tried again
    private void tended(int again) throws IOException {
        try (var sink = open(1)) {
            sink.epoch(0, row("0"));
            sink.sink().tend();
            cluster.dieAndHang();
            sink.sink().tend();
            for (int i = 0; cluster.hangs() && i < again; i++) {
                sink.sink().tend();
            }
            assertThat(cluster.hangs()).isFalse();
            sink.epoch(1, row("1"));
            sink.epoch(2, row("2"));
        }
        assertThat(cluster.log).containsExactly("0", "1", "2");
    }

    @Test
    void anEpochThatWasBegunIsLeftAloneByTendingAndCommittedFirst() throws IOException {
        try (var sink = open(1)) {
            sink.epoch(0, row("0"));
            var epoch = sink.epoch(1);
            var tokens = sink.write(epoch, sink.batch(row("1")));
            cluster.dieAndHang();
            sink.sink().tend();
            assertThat(cluster.hangs()).isTrue();
            sink.sink().prepare(epoch, tokens);
            sink.sink().commit(epoch, tokens);
            assertThat(cluster.hangs()).isFalse();
        }
        assertThat(cluster.log).containsExactly("0", "1");
    }

    @Test
    void aProcessThatIsBehindANewerOneHearsOfItWhileItTends() throws IOException {
        try (var sink = open(1)) {
            sink.epoch(0, row("0"));
            try (var newer = open(2)) {
                newer.epoch(1, row("1"));
            }
            cluster.dieAndHang();
            assertThatThrownBy(() -> sink.sink().tend())
                    .isInstanceOfSatisfying(
                            TidemillException.class,
                            e -> assertThat(e.condition()).isEqualTo(Condition.CONCURRENT_QUERY));
        }
    }

    @Test
    void anEpochThatWasBegunWhenABrokerDiedIsCommittedAndNotBegunAnew() throws IOException {
        try (var sink = open(1)) {
            sink.epoch(0, row("0"));
            var epoch = sink.epoch(1);
            var tokens = sink.write(epoch, sink.batch(row("1")));
            sink.sink().prepare(epoch, tokens);
            cluster.dieAndHang();
            cluster.atBegin = hanging -> assertThat(hanging).isFalse();
            sink.sink().commit(epoch, tokens);
            assertThat(cluster.hangs()).isFalse();
        }
        assertThat(cluster.log).containsExactly("0", "1");
    }

    @Test
    void aMarkerWhoseTransactionNeverEndsIsMadeUpForByTheLogOrTheTopics() throws IOException {
        for (boolean acknowledged : List.of(true, false)) {
            cluster.hang();
            cluster.found = Optional.of(MarkerSearch.Found.COMMITTED);
            try (var sink = open(acknowledged ? 1 : 2)) {
                assertThat(ask(sink, acknowledged, 100)).hasValue(1);
                assertThat(cluster.marker().map(Marker::epoch)).hasValue(1L);
            }
        }
        cluster.hang();
        cluster.found = Optional.of(MarkerSearch.Found.NOT_COMMITTED);
        try (var sink = open(3)) {
            assertThat(ask(sink, false, 100)).as("its records may be hidden, too").isEmpty();
        }
        try (var sink = open(4)) {
            long micros = System.currentTimeMillis() * 1000;
            var none = sink.write(sink.epoch(1), sink.batch());
            var logged = new LastLogged(1, false, micros, "digest1", none);
            assertThat(sink.sink().lastCommitted(setup.query(), Optional.of(logged))).hasValue(0);
        }
    }

    @Test
    void anEpochWhoseMarkerIsLostWhileItIsCommittedIsLookedFor() throws IOException {
        for (boolean committed : List.of(true, false)) {
            var tried = new CommitsTest();
            tried.cluster.found =
                    Optional.of(
                            committed
                                    ? MarkerSearch.Found.COMMITTED
                                    : MarkerSearch.Found.NOT_COMMITTED);
            try (var sink = tried.open(1)) {
                sink.epoch(0, row("0"));
                var epoch = sink.epoch(1);
                var tokens = sink.write(epoch, sink.batch(row("1")));
                tried.cluster.at(
                        tried.cluster.calls(),
                        committed ? new Mishap.AnswerIsLost() : new Mishap.Fails());
                tried.cluster.hideMarker(1000);
                sink.sink().commit(epoch, tokens);
                tried.cluster.hideMarker(0);
                sink.epoch(2, row("2"));
            }
            assertThat(tried.cluster.log).containsExactly("0", "1", "2");
        }
    }

    @Test
    void anEpochInDoubtWhoseMarkerHasExpiredIsLookedFor() throws IOException {
        for (var found : MarkerSearch.Found.values()) {
            cluster.forgetMarker();
            cluster.found = Optional.of(found);
            try (var sink = open(1)) {
                switch (found) {
                    case COMMITTED -> assertThat(ask(sink, false, 10_000)).hasValue(1);
                    case NOT_COMMITTED -> assertThat(ask(sink, false, 10_000)).hasValue(0);
                    case UNKNOWN ->
                            assertThatThrownBy(() -> ask(sink, false, 10_000))
                                    .hasMessageContaining(Condition.KAFKA_COMMIT_UNKNOWN.name())
                                    .hasMessageContaining("it ended while it committed epoch 1")
                                    .hasMessageContaining("tidemill-" + setup.query() + "-output");
                }
            }
        }
    }

    /// What recovery is told.
    private OptionalLong ask(TestSink sink, boolean acknowledged, long ageMillis)
            throws IOException {
        long micros = (System.currentTimeMillis() - ageMillis) * 1000;
        var tokens = sink.write(sink.epoch(1), sink.batch(row("1")));
        var logged = new LastLogged(1, acknowledged, micros, "digest1", tokens);
        return sink.sink().lastCommitted(setup.query(), Optional.of(logged));
    }

    private TestSink open(long generation) throws IOException {
        return setup.open(generation, Optional.of(_ -> cluster.client()));
    }

    /// One process, from its opening to its last epoch.
    private void live(long generation) throws IOException {
        try (var sink = open(generation)) {
            int next = (int) sink.lastCommitted().orElse(-1) + 1;
            for (int epoch = next; epoch < EPOCHS; epoch++) {
                sink.epoch(epoch, row(Integer.toString(epoch)));
            }
        }
    }

    private static List<String> expected() {
        return IntStream.range(0, EPOCHS).mapToObj(Integer::toString).toList();
    }
}
