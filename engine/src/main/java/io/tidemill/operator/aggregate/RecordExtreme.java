package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.sql.types.DataType;
import io.tidemill.state.BytesHeap;
import io.tidemill.state.KeyTable;
import java.util.Arrays;
import java.util.List;

/// `min` and `max` of values that are never taken away, as [Extreme]. NaN is the greatest number,
/// and `-0.0` comes before `0.0`, so that the answer does not depend on which came first.
///
/// State: whether there is a value, then the value: one word for what a long or a double holds, two
/// for a wide decimal (high, low) and for a string (its address in the table's heap, its length).
final class RecordExtreme extends RecordAggregate {
    static final int MOST_WORDS = 3;

    private final int argument;
    private final DataType type;
    private final boolean least;
    private final boolean text;

    RecordExtreme(int word, int argument, DataType type, boolean least) {
        super(word);
        this.argument = argument;
        this.type = type;
        this.least = least;
        text = Column.create(type, 0) instanceof BytesColumn;
    }

    @Override
    void add(KeyTable table, int[] slots, Batch delta, int[] chosen, int count) {
        var weights = delta.weights();
        for (int i = 0; weights != null && i < count; i++) {
            if (weights[chosen[i]] < 0) {
                throw new IllegalStateException(
                        "a row was taken away from an insert-only min or max");
            }
        }
        var column = delta.column(argument);
        if (column instanceof LongColumn longs) {
            addLongs(table, slots, longs.values(), chosen, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            int slot = slots[chosen[i]];
            put(table, column, chosen[i], table.records().page(slot), table.records().at(slot));
        }
    }

    private void addLongs(KeyTable table, int[] slots, long[] values, int[] chosen, int count) {
        var records = table.records();
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            int slot = slots[row];
            var page = records.page(slot);
            int at = records.at(slot) + word;
            long value = values[row];
            long old = page[at + 1];
            if (page[at] == 0 || (least ? value < old : value > old)) {
                page[at] = 1;
                page[at + 1] = value;
            }
        }
    }

    /// Puts a value in place of the record's, if it is more extreme.
    private void put(KeyTable table, Column column, int row, long[] page, int at) {
        int from = at + word;
        boolean first = page[from] == 0;
        switch (column) {
            case LongColumn longs -> page[from + 1] = longs.getLong(row);
            case DoubleColumn doubles -> {
                double value = doubles.getDouble(row);
                if (first
                        || isBetter(
                                Double.compare(value, Double.longBitsToDouble(page[from + 1])))) {
                    page[from + 1] = Double.doubleToLongBits(value);
                }
            }
            case DecimalColumn decimals -> {
                long high = decimals.high()[row];
                long low = decimals.low()[row];
                int order =
                        high != page[from + 1]
                                ? Long.compare(high, page[from + 1])
                                : Long.compareUnsigned(low, page[from + 2]);
                if (first || isBetter(order)) {
                    page[from + 1] = high;
                    page[from + 2] = low;
                }
            }
            case BytesColumn bytes -> putBytes(table.heap(), bytes, row, page, from, first);
            case ListColumn _, MapColumn _, StructColumn _ ->
                    throw new IllegalStateException("no records of " + type.typeName());
        }
        page[from] = 1;
    }

    private void putBytes(
            BytesHeap heap, BytesColumn bytes, int row, long[] page, int from, boolean first) {
        int start = bytes.starts()[row];
        int end = bytes.ends()[row];
        if (!first) {
            long address = page[from + 1];
            int length = (int) page[from + 2];
            int offset = BytesHeap.offset(address);
            int order =
                    Arrays.compareUnsigned(
                            bytes.data(), start, end, heap.page(address), offset, offset + length);
            if (!isBetter(order)) {
                return;
            }
            heap.drop(length);
        }
        page[from + 1] = heap.append(bytes.data(), start, end);
        page[from + 2] = (long) end - start;
    }

    private boolean isBetter(int order) {
        return least ? order < 0 : order > 0;
    }

    @Override
    void merge(KeyTable table, int[] slots, Batch partials, int first) {
        var column = partials.column(first);
        for (int row = 0; row < partials.rows(); row++) {
            if (column.isNull(row)) {
                continue;
            }
            var page = table.records().page(slots[row]);
            int at = table.records().at(slots[row]);
            boolean better =
                    !(column instanceof LongColumn longs)
                            || page[at + word] == 0
                            || isBetter(Long.compare(longs.getLong(row), page[at + word + 1]));
            if (better) {
                put(table, column, row, page, at);
            }
        }
    }

    @Override
    void result(KeyTable table, long[] page, int at, Column out, int row) {
        int from = at + word;
        if (page[from] == 0) {
            out.setNull(row);
            return;
        }
        out.setPresent(row);
        switch (out) {
            case LongColumn longs -> longs.setLong(row, page[from + 1]);
            case DoubleColumn doubles ->
                    doubles.setDouble(row, Double.longBitsToDouble(page[from + 1]));
            case DecimalColumn decimals -> decimals.setDecimal(row, page[from + 1], page[from + 2]);
            case BytesColumn bytes -> {
                int start = BytesHeap.offset(page[from + 1]);
                int end = start + (int) page[from + 2];
                bytes.append(row, table.heap().page(page[from + 1]), start, end);
            }
            case ListColumn _, MapColumn _, StructColumn _ ->
                    throw new IllegalStateException("no records of " + type.typeName());
        }
    }

    @Override
    List<DataType> stateTypes() {
        return List.of(type);
    }

    @Override
    void save(KeyTable table, long[] page, int at, Batch out, int first, int row) {
        result(table, page, at, out.column(first), row);
    }

    @Override
    void load(KeyTable table, Batch in, int first, int row, long[] page, int at) {
        release(table, page, at);
        page[at + word] = 0;
        if (!in.column(first).isNull(row)) {
            put(table, in.column(first), row, page, at);
        }
    }

    @Override
    void release(KeyTable table, long[] page, int at) {
        if (text && page[at + word] != 0) {
            table.heap().drop((int) page[at + word + 2]);
        }
    }

    /// Whether values are strings, whose bytes lie in the heap.
    boolean isText() {
        return text;
    }

    /// How many words values of `type` need; 0 if they cannot be kept.
    static int words(DataType type) {
        return switch (Column.create(type, 0)) {
            case LongColumn _, DoubleColumn _ -> 2;
            case DecimalColumn _, BytesColumn _ -> MOST_WORDS;
            case ListColumn _, MapColumn _, StructColumn _ -> 0;
        };
    }
}
