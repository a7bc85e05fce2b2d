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
/// State: how many values it is of, then the sum, low word first: two words where the values are
/// held as longs, three for wide decimals. That is enough for 2^63 values of any size.
final class RecordSum extends RecordAggregate {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    private final int argument;
    private final DataType type;
    private final boolean average;
    private final AggregateCall call;
    private final int words;

    /// @param argument the column that is summed
    RecordSum(int word, int argument, DataType type, boolean average, AggregateCall call) {
        super(word);
        this.argument = argument;
        this.type = type;
        this.average = average;
        this.call = call;
        words = words(type);
    }

    /// How many words a sum of values of `type` takes.
    static int words(DataType type) {
        return type instanceof DecimalType decimal && !decimal.fitsLong() ? 4 : 3;
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
                page[at]++;
                add(page, at, value, value >> 63);
            } else {
                long weight = weights[row];
                page[at] += weight;
                add(page, at, value * weight, Math.multiplyHigh(value, weight));
            }
        }
    }

    /// Adds 128 bits to a sum of 128.
    private static void add(long[] page, int at, long low, long high) {
        long sum = page[at + 1] + low;
        page[at + 1] = sum;
        page[at + 2] += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    }

    /// Adds 128 bits to a sum of 192.
    private static void addWide(long[] page, int at, long low, long high) {
        long sum = page[at + 1] + low;
        page[at + 1] = sum;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        long middle = page[at + 2];
        long more = middle + high;
        long total = more + carry;
        page[at + 2] = total;
        page[at + 3] +=
                (high >> 63)
                        + (Long.compareUnsigned(more, middle) < 0 ? 1 : 0)
                        + (carry != 0 && total == 0 ? 1 : 0);
    }

    private void add(long[] page, int at, long high, long low, long weight) {
        page[at] += weight;
        if (weight == 1) {
            addWide(page, at, low, high);
            return;
        }
        var value = BigInteger.valueOf(high).shiftLeft(64).add(unsigned(low));
        var sum = read(page, at).add(value.multiply(BigInteger.valueOf(weight)));
        page[at + 1] = sum.longValue();
        page[at + 2] = sum.shiftRight(64).longValue();
        page[at + 3] = sum.shiftRight(128).longValue();
    }

    private BigInteger read(long[] page, int at) {
        var sum = BigInteger.valueOf(page[at + words - 1]);
        for (int i = words - 2; i > 0; i--) {
            sum = sum.shiftLeft(64).add(unsigned(page[at + i]));
        }
        return sum;
    }

    private static BigInteger unsigned(long word) {
        var value = BigInteger.valueOf(word);
        return word < 0 ? value.add(WORD) : value;
    }

    @Override
    void merge(KeyTable table, int[] slots, Batch partials, int first) {
        var records = table.records();
        for (int row = 0; row < partials.rows(); row++) {
            var page = records.page(slots[row]);
            int at = records.at(slots[row]) + word;
            page[at] += partials.longs(first).values()[row];
            long carry = 0;
            for (int i = 1; i < words; i++) {
                long more = partials.longs(first + i).values()[row];
                long sum = page[at + i] + more;
                long total = sum + carry;
                carry = Long.compareUnsigned(sum, more) < 0 || (carry != 0 && total == 0) ? 1 : 0;
                page[at + i] = total;
            }
        }
    }

    @Override
    void result(KeyTable table, long[] page, int at, Column out, int row) {
        int from = at + word;
        long count = page[from];
        if (count == 0) {
            out.setNull(row);
            return;
        }
        long low = page[from + 1];
        boolean fitsLong = page[from + 2] == low >> 63;
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
        out.set(row, ExactSum.result(read(page, from), count, type, call.type(), average, call));
    }

    @Override
    List<DataType> stateTypes() {
        return Collections.nCopies(words, DataTypes.LongType);
    }

    @Override
    void save(KeyTable table, long[] page, int at, Batch out, int first, int row) {
        for (int i = 0; i < words; i++) {
            out.longs(first + i).setLong(row, page[at + word + i]);
        }
    }

    @Override
    void load(KeyTable table, Batch in, int first, int row, long[] page, int at) {
        for (int i = 0; i < words; i++) {
            page[at + word + i] = in.longs(first + i).getLong(row);
        }
    }
}
