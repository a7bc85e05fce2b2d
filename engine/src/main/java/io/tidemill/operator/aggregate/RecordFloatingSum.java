package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.DoubleColumn;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.state.KeyTable;
import java.util.List;

/// `sum` and `avg` of floating numbers: compensated, as [FloatingSum], which says how.
///
/// State, six words: the sum and its compensation as the bits of doubles, how many values, how many
/// of them are NaN, positive and negative infinity.
final class RecordFloatingSum extends RecordAggregate {
    static final int WORDS = 6;

    private final int argument;
    private final boolean average;

    RecordFloatingSum(int word, int argument, boolean average) {
        super(word);
        this.argument = argument;
        this.average = average;
    }

    @Override
    void add(KeyTable table, int[] slots, Batch delta, int[] chosen, int count) {
        var records = table.records();
        var values = delta.doubles(argument).values();
        var weights = delta.weights();
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            int slot = slots[row];
            var page = records.page(slot);
            int at = records.at(slot) + word;
            double value = values[row];
            long weight = weights == null ? 1 : weights[row];
            page[at + 2] += weight;
            if (Double.isFinite(value)) {
                for (long left = Math.abs(weight); left > 0; left--) {
                    addFinite(page, at, weight < 0 ? -value : value);
                }
            } else {
                page[at + (Double.isNaN(value) ? 3 : value > 0 ? 4 : 5)] += weight;
            }
        }
    }

    /// Starts anew when nothing is left; until the end of an epoch a count may be 0 by mere chance.
    @Override
    void settle(KeyTable table, int slot) {
        var page = table.records().page(slot);
        int at = table.records().at(slot);
        if (page[at + word + 2] == 0) {
            page[at + word] = 0;
            page[at + word + 1] = 0;
        }
    }

    @Override
    boolean settles() {
        return true;
    }

    private static void addFinite(long[] page, int at, double value) {
        double sum = Double.longBitsToDouble(page[at]);
        double total = sum + value;
        double lost =
                Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
        page[at] = Double.doubleToRawLongBits(total);
        page[at + 1] = Double.doubleToRawLongBits(Double.longBitsToDouble(page[at + 1]) + lost);
    }

    @Override
    void result(KeyTable table, long[] page, int at, Column out, int row) {
        int from = at + word;
        long count = page[from + 2];
        if (count == 0) {
            out.setNull(row);
            return;
        }
        double total =
                FloatingSum.total(
                        Double.longBitsToDouble(page[from]),
                        Double.longBitsToDouble(page[from + 1]),
                        page[from + 3],
                        page[from + 4],
                        page[from + 5]);
        out.setPresent(row);
        ((DoubleColumn) out).setDouble(row, average ? total / count : total);
    }

    @Override
    List<DataType> stateTypes() {
        return List.of(
                DataTypes.DoubleType,
                DataTypes.DoubleType,
                DataTypes.LongType,
                DataTypes.LongType,
                DataTypes.LongType,
                DataTypes.LongType);
    }

    @Override
    void save(KeyTable table, long[] page, int at, Batch out, int first, int row) {
        for (int i = 0; i < WORDS; i++) {
            long value = page[at + word + i];
            if (i < 2) {
                out.doubles(first + i).setDouble(row, Double.longBitsToDouble(value));
            } else {
                out.longs(first + i).setLong(row, value);
            }
        }
    }

    @Override
    void load(KeyTable table, Batch in, int first, int row, long[] page, int at) {
        for (int i = 0; i < WORDS; i++) {
            page[at + word + i] =
                    i < 2
                            ? Double.doubleToRawLongBits(in.doubles(first + i).getDouble(row))
                            : in.longs(first + i).getLong(row);
        }
    }
}
