package io.tidemill.sql;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Reads numbered rows that are in memory or computed from their number. The offset is the number
/// of the next row; any range can be read again.
final class RowsSource implements Source {
    /// Gives a row by its number, boxed as `io.tidemill.data` says. Called by several threads.
    @FunctionalInterface
    interface Rows {
        @Nullable Object[] get(long number);
    }

    private static final String FROM = "from";
    private static final String TO = "to";

    private final String description;
    private final StructType schema;
    private final LongSupplier count;
    private final Rows rows;
    private final int splitsMax;

    /// @param count how many rows there are now; may grow
    /// @param splitsMax into how many pieces a slice is cut at most; 1 keeps the order
    RowsSource(
            String description, StructType schema, LongSupplier count, Rows rows, int splitsMax) {
        this.description = description;
        this.schema = schema;
        this.count = count;
        this.rows = rows;
        this.splitsMax = splitsMax;
    }

    @Override
    public String description() {
        return description;
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
        return Long.toString(count.getAsLong());
    }

    @Override
    public Optional<Slice> plan(String start, String end, ReadLimit limit) {
        long from = Long.parseLong(start);
        long last = Long.parseLong(end);
        if (from > last) {
            throw new TidemillException(
                    Condition.SOURCE_DATA_LOST,
                    "%s has %d rows, and the checkpoint goes on at row %d"
                            .formatted(description, last, from),
                    "rows in memory end with the process; start with a new checkpoint");
        }
        if (from == last) {
            return Optional.empty();
        }
        long rowsTaken = Math.max(1, Math.min(last - from, limit.rows()));
        long to = from + rowsTaken;
        int pieces = (int) Math.max(1, Math.min(splitsMax, rowsTaken / Batch.ROWS));
        var splits = new ArrayList<Split>();
        for (int i = 0; i < pieces; i++) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put(FROM, from + rowsTaken * i / pieces);
            fields.put(TO, from + rowsTaken * (i + 1) / pieces);
            splits.add(new Split(fields));
        }
        return Optional.of(new Slice(start, Long.toString(to), List.copyOf(splits), rowsTaken, -1));
    }

    @Override
    public SplitReader open(Split split, ReadRequest request) {
        var wanted = request.columns().fieldList();
        int[] indexes =
                wanted.stream().mapToInt(field -> schema.fieldIndex(field.name())).toArray();
        return new Reader(split.number(FROM), split.number(TO), indexes);
    }

    @Override
    public void remember(Slice slice) {}

    @Override
    public void close() {}

    private final class Reader implements SplitReader {
        private final long to;
        private final int[] indexes;
        private long next;

        Reader(long from, long to, int[] indexes) {
            this.next = from;
            this.to = to;
            this.indexes = indexes;
        }

        @Override
        public boolean next(Batch batch) {
            batch.clear();
            long first = next;
            var values = new @Nullable Object[indexes.length];
            while (next < to && batch.rows() < Batch.ROWS) {
                var row = rows.get(next++);
                for (int i = 0; i < indexes.length; i++) {
                    values[i] = row[indexes[i]];
                }
                batch.append(values);
            }
            batch.setOrigin(row -> description + "@" + (first + row));
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
