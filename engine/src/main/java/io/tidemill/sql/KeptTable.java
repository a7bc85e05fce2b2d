package io.tidemill.sql;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Sink;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.connect.Table;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of an epoch as a table, for `foreachBatch`: read as often as the program likes, in
/// their order, a batch at a time. Good until the function returns.
final class KeptTable implements Table {
    private final StructType schema;
    private final List<KeptRows> parts;

    KeptTable(StructType schema, List<KeptRows> parts) {
        this.schema = schema;
        this.parts = List.copyOf(parts);
    }

    TableRef ref(String name) {
        return new TableRef(name, "memory", schema, Optional.empty(), this);
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    public Sink sink(StructType columns) {
        throw new AnalysisException(
                Condition.UNSUPPORTED_FEATURE,
                "rows of a Dataset cannot be written to",
                "name a table");
    }

    @Override
    public Source source(boolean streaming) {
        return new KeptSource();
    }

    private final class KeptSource implements Source {
        @Override
        public String description() {
            return "ForeachBatch";
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
            return Long.toString(parts.stream().mapToLong(KeptRows::rows).sum());
        }

        @Override
        public Optional<Slice> plan(String start, String end, ReadLimit limit) {
            return start.equals(end)
                    ? Optional.empty()
                    : Optional.of(
                            new Slice(
                                    start,
                                    end,
                                    List.of(new Split(Map.of())),
                                    Long.parseLong(end),
                                    -1));
        }

        @Override
        public SplitReader open(Split split, ReadRequest request) {
            return new Reader(request.columns());
        }

        @Override
        public void remember(Slice slice) {}

        @Override
        public void close() {}
    }

    private final class Reader implements SplitReader {
        private final int[] columns;
        private int part;
        private int batch;

        private Reader(StructType wanted) {
            columns =
                    wanted.fieldList().stream()
                            .mapToInt(field -> schema.fieldIndex(field.name()))
                            .toArray();
        }

        @Override
        public boolean next(Batch into) throws IOException {
            into.clear();
            while (part < parts.size() && batch == parts.get(part).batches()) {
                part++;
                batch = 0;
            }
            if (part == parts.size()) {
                return false;
            }
            var kept = parts.get(part).batch(batch++);
            var picked = new @Nullable Object[columns.length];
            for (int row = 0; row < kept.rows(); row++) {
                if (kept.weight(row) < 0) {
                    continue;
                }
                for (int i = 0; i < picked.length; i++) {
                    picked[i] = kept.column(columns[i]).get(row);
                }
                into.append(picked);
            }
            return true;
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
