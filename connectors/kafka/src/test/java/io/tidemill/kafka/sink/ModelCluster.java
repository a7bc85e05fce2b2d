package io.tidemill.kafka.sink;

import module java.base;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;

/// A cluster that outlives its clients, and in which any call can go wrong: it may fail without
/// having done anything, or although it has done everything; a transaction may be given up; the
/// cluster may be down for some calls; and between any two calls another process may have lived.
final class ModelCluster {
    private static final int IDS = 2;

    /// What readers of committed records see: the records of each epoch that has any, as text.
    final List<String> log = new ArrayList<>();

    private Optional<Marker> marker = Optional.empty();
    private final long[] sessions = new long[IDS]; // of the newest writer of each id
    private long calls;
    private final Map<Long, Mishap> mishaps = new HashMap<>();
    private long downUntil;
    private int emptyAnswers;
    private boolean stuck;
    private boolean hanging;
    private int deaths;
    private boolean dies;
    private boolean lost; // the answer to the call under way
    Optional<MarkerSearch.Found> found = Optional.empty();
    long keptMillis = 1000;

    /// What can befall a call.
    sealed interface Mishap {
        /// It does nothing and says so, or does not answer.
        record Fails() implements Mishap {}

        /// It does everything, and the answer is lost.
        record AnswerIsLost() implements Mishap {}

        /// The cluster is gone for so many calls.
        record Down(int calls) implements Mishap {}

        /// It is restarted: the answer is lost, and the first answers to who asks for the marker
        /// say that there is none.
        record Restarts(int emptyAnswers) implements Mishap {}

        /// The transaction is given up, and its writer is locked out.
        record TimesOut() implements Mishap {}

        /// This happens before.
        record Meanwhile(Runnable life) implements Mishap {}
    }

    void at(long call, Mishap mishap) {
        mishaps.put(call, mishap);
    }

    long calls() {
        return calls;
    }

    Optional<Marker> marker() {
        return marker;
    }

    /// A broker has died and is back: clients have lost their connections, and the transaction of
    /// the last epoch hangs.
    void dieAndHang() {
        hanging = true;
        deaths++;
    }

    /// The same behind the next commit.
    void dieBehindCommit() {
        dies = true;
    }

    boolean hangs() {
        return hanging;
    }

    /// The next answers to who asks for the marker say that there is none.
    void hideMarker(int answers) {
        emptyAnswers = answers;
    }

    /// The marker's transaction has no end, until there is another one.
    void hang() {
        stuck = true;
    }

    void forgetMarker() {
        marker = Optional.empty();
    }

    /// As one process sees it.
    Cluster client() {
        return new Client();
    }

    /// Runs at every call: where another process may go on.
    private Runnable atCall = () -> {};

    /// Told whether a transaction hangs when another one is begun.
    Consumer<Boolean> atBegin = _ -> {};

    void atCall(Runnable action) {
        atCall = action;
    }

    private void before() throws Trouble {
        atCall.run();
        long call = calls++;
        switch (mishaps.remove(call)) {
            case null -> {
                if (call < downUntil) {
                    throw new Trouble("it is down", new IOException());
                }
            }
            case Mishap.Fails() -> throw new Trouble("it failed", new IOException());
            case Mishap.Down(int count) -> {
                downUntil = call + count;
                throw new Trouble("it went down", new IOException());
            }
            case Mishap.Restarts(int count) -> {
                emptyAnswers = count;
                lost = true;
            }
            case Mishap.TimesOut() -> sessions[(int) (call % IDS)]++;
            case Mishap.Meanwhile(var life) -> life.run();
            case Mishap.AnswerIsLost _ -> lost = true;
        }
    }

    private void after() throws Trouble {
        if (lost) {
            lost = false;
            throw new Trouble("no answer", new IOException());
        }
    }

    private final class ModelWriter implements Cluster.Writer {
        private final long[] mine;
        private int turn;
        private int deathsSeen = deaths;

        private ModelWriter(long[] mine) {
            this.mine = mine;
        }

        private void check() throws Trouble {
            if (mine[turn] != sessions[turn]) {
                lost = false;
                throw new Trouble("locked out", new IOException());
            }
        }

        @Override
        public void claim(Marker next) throws Trouble {
            for (int i = 0; i < IDS; i++) {
                commit(EpochRecords.NONE, next);
            }
        }

        @Override
        public boolean wasCutOff() {
            boolean died = deaths > deathsSeen;
            deathsSeen = deaths;
            return died;
        }

        @Override
        public void begin(EpochRecords records) throws Trouble {
            before();
            check();
            atBegin.accept(hanging);
            after();
        }

        @Override
        public void commit(EpochRecords records, Marker next) throws Trouble {
            before();
            check();
            boolean died = dies;
            dies = false;
            if (died) {
                dieAndHang();
            }
            marker = Optional.of(next);
            stuck = false;
            List<SealedBatch> batches;
            try {
                batches = records.batches();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (var batch : batches) {
                for (var record : batch.copy().withHead(0, (short) 0, 0, true).records()) {
                    log.add(StandardCharsets.UTF_8.decode(record.value()).toString());
                }
            }
            turn = (turn + 1) % IDS;
            after();
        }

        @Override
        public void close() {}
    }

    private final class Client implements Cluster {
        @Override
        public String name() {
            return "model:9092";
        }

        @Override
        public Optional<Marker> peek() throws Trouble {
            before();
            after();
            return marker;
        }

        @Override
        public Optional<Marker> marker() throws Trouble {
            before();
            if (stuck) {
                throw new Trouble("not ended", new UnstableOffsetCommitException("model"));
            }
            var seen = emptyAnswers-- > 0 ? Optional.<Marker>empty() : marker;
            after();
            return seen;
        }

        @Override
        public Writer open() throws Trouble {
            var mine = new long[IDS];
            for (int id = 0; id < IDS; id++) {
                before();
                mine[id] = ++sessions[id];
                after();
            }
            return new ModelWriter(mine);
        }

        @Override
        public boolean hangs() throws Trouble {
            before();
            after();
            return hanging;
        }

        @Override
        public void mend() throws Trouble {
            before();
            hanging = false;
            after();
        }

        @Override
        public int look(String topic) throws Trouble {
            before();
            after();
            return 2;
        }

        @Override
        public int partitions(String topic) {
            return 2;
        }

        @Override
        public Map<TopicPartition, Long> ends() {
            return Map.of();
        }

        @Override
        public MarkerSearch.Found search(String header, Map<TopicPartition, Long> from)
                throws Trouble {
            before();
            after();
            return found.orElseThrow();
        }

        @Override
        public long markerKeptMillis() throws Trouble {
            before();
            after();
            return keptMillis;
        }

        @Override
        public void close() {}
    }
}
