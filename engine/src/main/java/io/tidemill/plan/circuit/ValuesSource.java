package io.tidemill.plan.circuit;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.plan.node.PlanNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows that stand in a query, as a source that ends: offset 0 before them, 1 behind them.
public final class ValuesSource implements Source {
    private static final String START = "0";
    private static final String END = "1";

    private final PlanNode.Values values;

    public ValuesSource(PlanNode.Values values) {
        this.values = values;
    }

    @Override
    public String description() {
        return "Values[" + values.rows().size() + " rows]";
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public String initialOffset() {
        return START;
    }

    @Override
    public String latestOffset() {
        return END;
    }

    @Override
    public Optional<Slice> plan(String start, String end, ReadLimit limit) {
        int rows = values.rows().size();
        return start.equals(START) && end.equals(END)
                ? Optional.of(
                        new Slice(
                                START,
                                END,
                                List.of(new Split(Map.of("rows", (long) rows))),
                                rows,
                                0))
                : Optional.empty();
    }

    @Override
    public SplitReader open(Split split, ReadRequest request) {
        return new Reader();
    }

    @Override
    public void remember(Slice slice) {}

    @Override
    public void close() {}

    private final class Reader implements SplitReader {
        private int next;

        @Override
        public boolean next(Batch batch) {
            batch.clear();
            while (next < values.rows().size() && batch.rows() < Batch.ROWS) {
                batch.append(values.rows().get(next++).toArray());
            }
            return batch.rows() > 0;
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
