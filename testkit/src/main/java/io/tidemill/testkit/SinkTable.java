package io.tidemill.testkit;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A table outside of the query's process that the query under test fills: what it holds survives
/// crashes, as files do.
///
/// A staged sink: an epoch's output is put aside under a number, and becomes visible when the epoch
/// is committed. Keeps every committed epoch, and notices one that is committed with other rows
/// than before.
final class SinkTable implements Table {
    private static final String OP_COLUMN = "_op";

    /// Stands behind the values of a row that is gone.
    private static final Object GONE = "gone";

    private final StructType schema;
    private final Consumer<CrashPoint> reached;
    private final AtomicLong stagedNumbers = new AtomicLong();
    private final Map<Long, List<@Nullable Object[]>> staged = new ConcurrentHashMap<>();
    private final TreeMap<Long, List<@Nullable Object[]>> committed = new TreeMap<>(); // by this
    private volatile boolean complete;
    private volatile boolean changelog;
    private volatile @Nullable List<Integer> key; // of rows that replace each other
    private long generation; // by this

    /// @param reached is told of each point that an epoch comes to; may kill the process and throw
    SinkTable(StructType schema, Consumer<CrashPoint> reached) {
        this.schema = schema;
        this.reached = reached;
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    public Source source(boolean streaming) {
        throw new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                "the sink of a test cannot be read by a query",
                "look at it with sinkHolds");
    }

    @Override
    public Sink sink(StructType columns) {
        changelog = columns.size() > 0 && columns.field(0).name().equals(OP_COLUMN);
        return new TestSink();
    }

    /// The rows of the last epoch, as they came.
    synchronized List<@Nullable Object[]> lastEpoch() {
        return committed.isEmpty() ? List.of() : committed.lastEntry().getValue();
    }

    /// How many epochs are visible.
    synchronized int epochs() {
        return committed.size();
    }

    /// What the table holds: in mode complete the last epoch's rows, in mode changelog what all
    /// changes come to, in mode update the newest row of each key, else all rows.
    synchronized List<@Nullable Object[]> rows() {
        if (complete) {
            return lastEpoch();
        }
        List<@Nullable Object[]> all = new ArrayList<>();
        for (var epoch : committed.values()) {
            for (var row : epoch) {
                if (changelog) {
                    apply(all, row);
                } else {
                    replace(all, row);
                }
            }
        }
        return all;
    }

    /// A staged row that is gone is its key's values behind [#GONE].
    private void replace(List<@Nullable Object[]> table, @Nullable Object[] row) {
        var columns = key;
        boolean gone = row.length > 0 && row[row.length - 1] == GONE;
        if (columns != null) {
            table.removeIf(
                    other -> columns.stream().allMatch(i -> Objects.deepEquals(other[i], row[i])));
        }
        if (!gone) {
            table.add(row);
        }
    }

    private static void apply(List<@Nullable Object[]> table, @Nullable Object[] change) {
        var row = Arrays.copyOfRange(change, 1, change.length);
        if (String.valueOf(change[0]).startsWith("+")) {
            table.add(row);
            return;
        }
        for (int i = 0; i < table.size(); i++) {
            if (Arrays.deepEquals(table.get(i), row)) {
                table.remove(i);
                return;
            }
        }
        throw new AssertionError(
                "a row was taken away that is not there: %s; there are %s"
                        .formatted(
                                Arrays.deepToString(row),
                                table.stream().map(Arrays::deepToString).toList()));
    }

    private synchronized void commit(EpochContext epoch, List<@Nullable Object[]> rows) {
        if (epoch.generation() < generation) {
            throw new AssertionError(
                    "generation %d committed epoch %d, and generation %d owns the query"
                            .formatted(epoch.generation(), epoch.epoch(), generation));
        }
        complete = epoch.mode() == OutputMode.COMPLETE;
        var before = committed.putIfAbsent(epoch.epoch(), rows);
        if (before != null && !same(before, rows)) {
            throw new AssertionError(
                    "epoch %d was committed twice with different rows: %s and %s"
                            .formatted(epoch.epoch(), shown(before), shown(rows)));
        }
    }

    private static boolean same(List<@Nullable Object[]> left, List<@Nullable Object[]> right) {
        return shown(left).equals(shown(right));
    }

    private static List<String> shown(List<@Nullable Object[]> rows) {
        return rows.stream().map(Arrays::deepToString).sorted().toList();
    }

    /// One process's hold on the table.
    private final class TestSink implements Sink {
        @Override
        public Kind kind() {
            return Kind.STAGED;
        }

        @Override
        public String description() {
            return "TestSink";
        }

        @Override
        public Set<OutputMode> modes() {
            return EnumSet.allOf(OutputMode.class);
        }

        @Override
        public boolean takesDeletes() {
            return true;
        }

        @Override
        public void expectUpdates(List<Integer> columns, boolean deletes) {
            key = List.copyOf(columns);
        }

        @Override
        public void fence(String queryId, long newGeneration) {
            synchronized (SinkTable.this) {
                generation = Math.max(generation, newGeneration);
            }
        }

        @Override
        public OptionalLong lastCommitted(String queryId) {
            synchronized (SinkTable.this) {
                return committed.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(committed.lastKey());
            }
        }

        @Override
        public SinkWriter writer(EpochContext epoch, int partition) {
            return new StagingWriter();
        }

        @Override
        public void commit(EpochContext epoch, List<Token> tokens) {
            reached.accept(CrashPoint.AFTER_RECORD);
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (var token : tokens) {
                long number = ByteBuffer.wrap(token.bytes()).getLong();
                var part = staged.get(number);
                if (part == null) {
                    throw new AssertionError(
                            "epoch %d is committed with output %d, which nobody staged"
                                    .formatted(epoch.epoch(), number));
                }
                rows.addAll(part);
            }
            SinkTable.this.commit(epoch, rows);
            reached.accept(CrashPoint.AFTER_COMMIT);
        }

        @Override
        public void close() {}
    }

    /// Puts the rows of one partition aside.
    private final class StagingWriter implements SinkWriter {
        private final List<@Nullable Object[]> rows = new ArrayList<>();

        @Override
        public void write(Batch batch) {
            for (int row = 0; row < batch.rows(); row++) {
                var values = batch.row(row);
                if (batch.weight(row) < 0) {
                    values = Arrays.copyOf(values, values.length + 1);
                    values[values.length - 1] = GONE;
                }
                rows.add(values);
            }
        }

        @Override
        public Token finish() {
            long number = stagedNumbers.incrementAndGet();
            staged.put(number, List.copyOf(rows));
            reached.accept(CrashPoint.BEFORE_RECORD);
            return new Token(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        }

        @Override
        public void abort() {
            rows.clear();
        }
    }
}
