package io.tidemill.runtime;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Sink;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.SourceHealth;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.connect.Table;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A table in memory that tests add rows to; an offset is how many rows there are before it. Rows
/// of one epoch come in splits of `splitRows`, an epoch takes at most `epochRows`.
final class ListTable implements Table {
    private final StructType schema;
    private final List<Object[]> rows = new ArrayList<>();
    private final int epochRows;
    private final int splitRows;

    ListTable(String ddl, int epochRows, int splitRows) {
        schema = StructType.fromDDL(ddl);
        this.epochRows = epochRows;
        this.splitRows = splitRows;
    }

    private volatile SourceHealth health = SourceHealth.FINE;

    void says(SourceHealth now) {
        health = now;
    }

    synchronized void add(Object... row) {
        rows.add(row);
    }

    private synchronized int size() {
        return rows.size();
    }

    private synchronized Object[] row(int index) {
        return rows.get(index);
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    public Source source(boolean streaming) {
        return new ListSource();
    }

    @Override
    public Sink sink(StructType columns) {
        throw new TidemillException(Condition.UNSUPPORTED_FEATURE, "a list is not a sink", "");
    }

    private final class ListSource implements Source {
        @Override
        public String description() {
            return "List";
        }

        @Override
        public boolean replayable() {
            return true;
        }

        @Override
        public String initialOffset() {
            return "0";
        }

        @Override
        public String latestOffset() {
            return Integer.toString(size());
        }

        @Override
        public Optional<Slice> plan(String start, String end, ReadLimit limit) {
            int from = Integer.parseInt(start);
            int to = Math.min(Integer.parseInt(end), from + epochRows);
            if (from == to) {
                return Optional.empty();
            }
            var splits = new ArrayList<Split>();
            for (int at = from; at < to; at += splitRows) {
                splits.add(
                        new Split(
                                Map.of(
                                        "from", (long) at,
                                        "to", (long) Math.min(to, at + splitRows))));
            }
            return Optional.of(new Slice(start, Integer.toString(to), splits, to - from, -1));
        }

        @Override
        public SplitReader open(Split split, ReadRequest request) {
            return new Reader(split, request.columns());
        }

        @Override
        public SourceHealth health() {
            return health;
        }

        @Override
        public void remember(Slice slice) {}

        @Override
        public void close() {}
    }

    private final class Reader implements SplitReader {
        private final Split split;
        private final StructType columns;
        private boolean done;

        private Reader(Split split, StructType columns) {
            this.split = split;
            this.columns = columns;
        }

        @Override
        public boolean next(Batch batch) {
            batch.clear();
            for (long i = split.number("from"); i < split.number("to") && !done; i++) {
                var row = row((int) i);
                var picked = new Object[columns.size()];
                for (int c = 0; c < picked.length; c++) {
                    picked[c] = row[schema.fieldIndex(columns.field(c).name())];
                }
                batch.append(picked);
            }
            done = true;
            return false;
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
