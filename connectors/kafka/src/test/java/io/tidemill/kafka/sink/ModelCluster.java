package io.tidemill.kafka.sink;

import module java.base;

import org.apache.kafka.common.TopicPartition;

/// A cluster that outlives its clients, and in which any call can go wrong: it may fail without
/// having done anything, or although it has done everything; a transaction may be given up; the
/// cluster may be down for some calls; and between any two calls another process may have lived.
final class ModelCluster {
    /// What readers of committed records see: the records of each epoch that has any, as text.
    final List<String> log = new ArrayList<>();

    private Optional<Marker> marker = Optional.empty();
    private long session; // of the newest writer
    private long calls;
    private final Map<Long, Mishap> mishaps = new HashMap<>();
    private long downUntil;
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

    void forgetMarker() {
        marker = Optional.empty();
    }

    /// As one process sees it.
    Cluster client() {
        return new Client();
    }

    private void before() throws Trouble {
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
            case Mishap.TimesOut() -> session++;
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

    private final class Client implements Cluster {
        @Override
        public String name() {
            return "model:9092";
        }

        @Override
        public Optional<Marker> marker() throws Trouble {
            before();
            var seen = marker;
            after();
            return seen;
        }

        @Override
        public Writer open() throws Trouble {
            before();
            long mine = ++session;
            after();
            return new Writer() {
                @Override
                public void commit(EpochRecords records, Marker next) throws Trouble {
                    before();
                    if (mine != session) {
                        lost = false;
                        throw new Trouble("fenced", new IOException());
                    }
                    marker = Optional.of(next);
                    for (var buffer : records.buffers()) {
                        for (int i = 0; i < buffer.count(); i++) {
                            log.add(
                                    new String(
                                            buffer.bytes(),
                                            buffer.start(i),
                                            buffer.valueLength(i),
                                            StandardCharsets.UTF_8));
                        }
                    }
                    after();
                }

                @Override
                public void begin(EpochRecords records) throws Trouble {
                    before();
                    if (mine != session) {
                        lost = false;
                        throw new Trouble("fenced", new IOException());
                    }
                    after();
                }

                @Override
                public void close() {}
            };
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
