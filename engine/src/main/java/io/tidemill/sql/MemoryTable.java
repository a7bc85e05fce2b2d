package io.tidemill.sql;

import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.operator.BoxOrder;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A table in memory that a query fills (format `memory`) and others read by its name. In mode
/// update it holds the newest row of each key of the result. Thread-safe.
final class MemoryTable implements Table {
    private final String name;
    private final StructType schema;
    private final List<@Nullable Object[]> rows = new ArrayList<>(); // guarded by itself
    private String lastQuery = "";
    private long lastEpoch = -1;
    private @Nullable Comparator<@Nullable Object[]> key;

    MemoryTable(String name, StructType schema) {
        this.name = name;
        this.schema = schema;
    }

    TableRef ref() {
        return new TableRef(name, "memory", schema, Optional.empty(), this);
    }

    @Override
    public StructType schema() {
        return schema;
    }

    /// Reads what there is now; rows that come later do not count.
    @Override
    public Source source(boolean streaming) {
        List<@Nullable Object[]> now;
        synchronized (rows) {
            now = List.copyOf(rows);
        }
        return new RowsSource("MemoryTable " + name, schema, now::size, n -> now.get((int) n), 1);
    }

    @Override
    public Sink sink(StructType columns) {
        return new MemorySink(this);
    }

    /// Forgets what another query wrote.
    void begin(String queryId) {
        synchronized (rows) {
            if (!queryId.equals(lastQuery)) {
                rows.clear();
                lastQuery = queryId;
                lastEpoch = -1;
            }
        }
    }

    /// From now on rows replace those that are equal in these columns.
    void replaceBy(List<Integer> columns) {
        synchronized (rows) {
            key =
                    (left, right) -> {
                        int order = 0;
                        for (int i = 0; i < columns.size() && order == 0; i++) {
                            int column = columns.get(i);
                            order = BoxOrder.compare(left[column], right[column]);
                        }
                        return order;
                    };
        }
    }

    /// Takes the rows of an epoch; those of one that it has already do nothing.
    ///
    /// @param vanished rows whose keys are gone
    void commit(
            String queryId,
            long epoch,
            OutputMode mode,
            List<@Nullable Object[]> added,
            List<@Nullable Object[]> vanished) {
        synchronized (rows) {
            if (!queryId.equals(lastQuery) || epoch <= lastEpoch) {
                return;
            }
            lastEpoch = epoch;
            if (mode == OutputMode.COMPLETE) {
                rows.clear();
            }
            if (mode == OutputMode.UPDATE && key != null) {
                var newest = new TreeSet<>(key);
                newest.addAll(added);
                newest.addAll(vanished);
                rows.removeIf(newest::contains);
            }
            rows.addAll(added);
        }
    }

    String name() {
        return name;
    }
}
