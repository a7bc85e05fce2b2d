package io.tidemill.faults;

import module java.base;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import io.tidemill.system.World;

/// A system outside that a query writes to and that outlives it: a model of a broker or database
/// with transactions, of a table with upserts, or of users' code. Whatever a process had not
/// committed is gone with the process.
final class Remote {
    private final Sink.Kind kind;
    private final Map<Long, List<List<Object>>> committed = new TreeMap<>();
    private final Map<Long, String> digests = new HashMap<>();
    private final Map<Object, List<Object>> table = new HashMap<>();
    private final Map<Long, Set<List<List<Object>>>> calls = new TreeMap<>();
    private long fenced;
    private int repeats;

    Remote(Sink.Kind kind) {
        this.kind = kind;
    }

    /// All rows, each as often as it is there.
    List<List<Object>> rows() {
        return switch (kind) {
            case VOLATILE_ATOMIC -> committed.values().stream().flatMap(List::stream).toList();
            case UPSERT -> List.copyOf(table.values());
            case USER_CODE ->
                    calls.values().stream()
                            .flatMap(seen -> seen.iterator().next().stream())
                            .toList();
            case STAGED -> throw new IllegalStateException("files are staged, this is not");
        };
    }

    /// Epochs that were handed to users' code with different rows.
    List<Long> contradictions() {
        return calls.entrySet().stream()
                .filter(call -> call.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// How often users' code saw an epoch again.
    int repeats() {
        return repeats;
    }

    Sink sink(World world) {
        return new RemoteSink(world);
    }

    /// A connection of one process.
    private final class RemoteSink implements Sink {
        private final World world;
        private final Map<Long, List<List<Object>>> pending = new HashMap<>();

        private RemoteSink(World world) {
            this.world = world;
        }

        @Override
        public Kind kind() {
            return kind;
        }

        @Override
        public String description() {
            return "Remote[" + kind + "]";
        }

        @Override
        public Set<OutputMode> modes() {
            return EnumSet.allOf(OutputMode.class);
        }

        /// The table of upserts stands for sinks that write one epoch at a time.
        @Override
        public boolean writesAhead() {
            return kind == Kind.VOLATILE_ATOMIC;
        }

        @Override
        public void fence(String queryId, long generation) throws IOException {
            call("fence");
            if (generation < fenced) {
                throw new IOException("fenced by generation " + fenced);
            }
            fenced = generation;
        }

        @Override
        public OptionalLong lastCommitted(String queryId) throws IOException {
            call("last");
            return committed.keySet().stream().mapToLong(Long::longValue).max();
        }

        @Override
        public Optional<String> committedDigest(String queryId) {
            return Optional.ofNullable(digests.get(lastCommittedEpoch()));
        }

        private long lastCommittedEpoch() {
            return committed.keySet().stream().mapToLong(Long::longValue).max().orElse(-1);
        }

        @Override
        public SinkWriter writer(EpochContext epoch, int partition) {
            var rows = pending.computeIfAbsent(epoch.epoch(), _ -> new ArrayList<>());
            return new SinkWriter() {
                @Override
                public void write(Batch batch) {
                    for (var row = 0; row < batch.rows(); row++) {
                        rows.add(Arrays.asList(batch.row(row)));
                    }
                }

                @Override
                public Token finish() {
                    return new Token(new byte[0]);
                }

                @Override
                public void abort() {
                    pending.remove(epoch.epoch());
                }
            };
        }

        /// A transaction is begun and its rows are sent; nobody sees them.
        @Override
        public void prepare(EpochContext epoch, List<Token> tokens) throws IOException {
            if (kind == Sink.Kind.VOLATILE_ATOMIC) {
                call("prepare");
            }
        }

        @Override
        public void commit(EpochContext epoch, List<Token> tokens) throws IOException {
            call("before-commit");
            if (epoch.generation() < fenced) {
                throw new IOException("fenced by generation " + fenced);
            }
            var rows = pending.remove(epoch.epoch());
            switch (kind) {
                case VOLATILE_ATOMIC -> {
                    if (committed.containsKey(epoch.epoch())) {
                        break; // doing it again does nothing
                    }
                    if (rows == null) {
                        throw new IllegalStateException("the transaction died with its process");
                    }
                    committed.put(epoch.epoch(), rows);
                    digests.put(epoch.epoch(), epoch.planDigest());
                }
                case UPSERT ->
                        Objects.requireNonNull(rows).forEach(row -> table.put(row.getFirst(), row));
                case USER_CODE -> {
                    var sorted = new ArrayList<>(Objects.requireNonNull(rows));
                    sorted.sort(Comparator.comparing(Object::toString));
                    var seen = calls.computeIfAbsent(epoch.epoch(), _ -> new LinkedHashSet<>());
                    repeats += seen.isEmpty() ? 0 : 1;
                    seen.add(sorted);
                }
                case STAGED -> throw new IllegalStateException("files are staged, this is not");
            }
            call("after-commit");
        }

        /// A call over the network: counted with those of the disk, so that it can go wrong.
        private void call(String what) throws IOException {
            var unused = world.files().stat(Path.of("/remote", what));
        }

        @Override
        public void close() {}
    }
}
