package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.expression.AggregateCall;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.state.KeyTable;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sum` and `avg` of whole numbers, decimals and intervals: exact, as [ExactSum].
///
/// State: the sum in 192 bits (three words, low first), how many values it is of.
final class RecordSum extends RecordAggregate {
    static final int WORDS = 4;

    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    private final int argument;
    private final DataType type;
    private final boolean average;
    private final AggregateCall call;

    /// @param argument the column that is summed
    RecordSum(int word, int argument, DataType type, boolean average, AggregateCall call) {
        super(word);
        this.argument = argument;
        this.type = type;
        this.average = average;
        this.call = call;
    }

    @Override
    void add(KeyTable table, int[] slots, Batch delta, int[] chosen, int count) {
        if (delta.column(argument) instanceof LongColumn column) {
            addLongs(table, slots, column.values(), delta.weights(), chosen, count);
            return;
        }
        var column = (DecimalColumn) delta.column(argument);
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            var page = table.records().page(slots[row]);
            int at = table.records().at(slots[row]) + word;
            add(page, at, column.high()[row], column.low()[row], delta.weight(row));
        }
    }

    private void addLongs(
            KeyTable table,
            int[] slots,
            long[] values,
            long @Nullable [] weights,
            int[] chosen,
            int count) {
        var records = table.records();
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            int slot = slots[row];
            var page = records.page(slot);
            int at = records.at(slot) + word;
            long value = values[row];
            if (weights == null) {
                add(page, at, value, value >> 63);
                page[at + 3]++;
            } else {
                long weight = weights[row];
                add(page, at, value * weight, Math.multiplyHigh(value, weight));
                page[at + 3] += weight;
            }
        }
    }

    /// Adds 128 bits to 192.
    private static void add(long[] page, int at, long low, long high) {
        long sum = page[at] + low;
        page[at] = sum;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        long middle = page[at + 1];
        long more = middle + high;
        // The signed overflow of the middle word, with the carry, goes on to the top.
        long total = more + carry;
        page[at + 1] = total;
        page[at + 2] +=
                (high >> 63)
                        + (Long.compareUnsigned(more, middle) < 0 ? 1 : 0)
                        + (carry != 0 && total == 0 ? 1 : 0);
    }

    private static void add(long[] page, int at, long high, long low, long weight) {
        page[at + 3] += weight;
        if (weight == 1) {
            add(page, at, low, high);
            return;
        }
        var sum =
                read(page, at)
                        .add(
                                BigInteger.valueOf(high)
                                        .shiftLeft(64)
                                        .add(unsigned(low))
                                        .multiply(BigInteger.valueOf(weight)));
        page[at] = sum.longValue();
        page[at + 1] = sum.shiftRight(64).longValue();
        page[at + 2] = sum.shiftRight(128).longValue();
    }

    private static BigInteger read(long[] page, int at) {
        return BigInteger.valueOf(page[at + 2])
                .shiftLeft(64)
                .add(unsigned(page[at + 1]))
                .shiftLeft(64)
                .add(unsigned(page[at]));
    }

    private static BigInteger unsigned(long word) {
        var value = BigInteger.valueOf(word);
        return word < 0 ? value.add(WORD) : value;
    }

    @Override
    void result(KeyTable table, long[] page, int at, Column out, int row) {
        long low = page[at + word];
        long count = page[at + word + 3];
        if (count == 0) {
            out.setNull(row);
            return;
        }
        boolean fitsLong = page[at + word + 1] == low >> 63 && page[at + word + 2] == low >> 63;
        out.setPresent(row);
        if (fitsLong && !(type instanceof DecimalType)) {
            if (out instanceof DoubleColumn doubles && average) {
                doubles.setDouble(row, (double) low / count);
                return;
            }
            if (out instanceof LongColumn longs && !average) {
                longs.setLong(row, low);
                return;
            }
        }
        out.set(
                row,
                ExactSum.result(read(page, at + word), count, type, call.type(), average, call));
    }

    @Override
    List<DataType> stateTypes() {
        return Collections.nCopies(WORDS, DataTypes.LongType);
    }

    @Override
    void save(KeyTable table, long[] page, int at, Batch out, int first, int row) {
        for (int i = 0; i < WORDS; i++) {
            out.longs(first + i).setLong(row, page[at + word + i]);
        }
    }

    @Override
    void load(KeyTable table, Batch in, int first, int row, long[] page, int at) {
        for (int i = 0; i < WORDS; i++) {
            page[at + word + i] = in.longs(first + i).getLong(row);
        }
    }
}
