package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.DataType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values that `count(DISTINCT …)` counts, for all calls of one aggregation that count the same
/// values and differ in their FILTER at most: a value is looked up once for all of them.
///
/// Where rows are never taken away a bit says for each call whether the value has been seen; else a
/// word says how often it is there. The values of a group are a list that begins in the group's
/// record; it is linked both ways where a value can go alone.
final class DistinctValues extends GroupValues {
    private final int[] columns;
    private final int[] filters;
    private final int[] countWords;
    private final int headWord;
    private final boolean retracting;
    private int[] chosen = {};
    private long[] passing = {};

    /// @param filters of each call; -1: none
    /// @param countWords where in a group's record the calls' counts are
    /// @param headWord where in a group's record its list begins: a slot plus one
    DistinctValues(
            RecordGroups owner,
            String stateId,
            int[] columns,
            List<DataType> types,
            int[] filters,
            int[] countWords,
            int headWord,
            boolean retracting) {
        super(owner, stateId, columns, types, retracting ? filters.length : 1);
        this.columns = columns;
        this.filters = filters;
        this.countWords = countWords;
        this.headWord = headWord;
        this.retracting = retracting;
    }

    @Override
    void add(Batch delta, int[] slots) {
        int count = choose(delta);
        var values = find(delta, slots, chosen, count);
        if (retracting) {
            count(delta, slots, values, count);
        } else {
            see(slots, values, count);
        }
    }

    /// The rows without NULL in the value that any call counts; their `passing` says which.
    private int choose(Batch delta) {
        int rows = delta.rows();
        if (chosen.length < rows) {
            chosen = new int[rows];
            passing = new long[rows];
        }
        Arrays.fill(passing, 0, rows, 0);
        for (int call = 0; call < filters.length; call++) {
            mark(delta, filters[call], 1L << call);
        }
        for (int column : columns) {
            if (delta.column(column).mayHaveNulls()) {
                for (int row = 0; row < rows; row++) {
                    passing[row] = delta.column(column).isNull(row) ? 0 : passing[row];
                }
            }
        }
        int count = 0;
        for (int row = 0; row < rows; row++) {
            chosen[count] = row;
            count += passing[row] != 0 ? 1 : 0;
        }
        return count;
    }

    /// Marks the rows that pass a call's filter.
    private void mark(Batch delta, int filter, long bit) {
        int rows = delta.rows();
        if (filter < 0) {
            for (int row = 0; row < rows; row++) {
                passing[row] |= bit;
            }
            return;
        }
        var column = delta.longs(filter);
        var truths = column.values();
        boolean nulls = column.mayHaveNulls();
        for (int row = 0; row < rows; row++) {
            passing[row] |= truths[row] != 0 && !(nulls && column.isNull(row)) ? bit : 0;
        }
    }

    private void see(int[] slots, int[] values, int count) {
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            var page = page(values[i]);
            int at = at(values[i]);
            long fresh = passing[row] & ~page[at + own + 1];
            if (fresh == 0) {
                continue;
            }
            page[at + own + 1] |= fresh;
            changed(values[i], page, at);
            var group = owner.page(slots[row]);
            int groupAt = owner.at(slots[row]);
            for (long calls = fresh; calls != 0; calls &= calls - 1) {
                group[groupAt + countWords[Long.numberOfTrailingZeros(calls)]]++;
            }
        }
    }

    private void count(Batch delta, int[] slots, int[] values, int count) {
        long @Nullable [] weights = delta.weights();
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            var page = page(values[i]);
            int at = at(values[i]);
            changed(values[i], page, at);
            for (long calls = passing[row]; calls != 0; calls &= calls - 1) {
                int call = Long.numberOfTrailingZeros(calls);
                int word = at + own + 1 + call;
                long before = page[word];
                long now = before + (weights == null ? 1 : weights[row]);
                page[word] = now;
                if (before > 0 != now > 0) {
                    owner.page(slots[row])[owner.at(slots[row]) + countWords[call]] +=
                            now > 0 ? 1 : -1;
                }
            }
        }
    }

    private int head(int group) {
        return (int) owner.page(group)[owner.at(group) + headWord] - 1;
    }

    private int next(int value) {
        return (int) page(value)[at(value) + own + LINK] - 1;
    }

    private int previous(int value) {
        return (int) (page(value)[at(value) + own + LINK] >>> 32) - 1;
    }

    private void set(int value, int previous, int next) {
        page(value)[at(value) + own + LINK] =
                (long) (previous + 1) << 32 | (next + 1) & 0xFFFFFFFFL;
    }

    @Override
    void link(int group, int value) {
        int head = head(group);
        set(value, -1, head);
        if (retracting && head >= 0) {
            set(head, value, next(head));
        }
        owner.page(group)[owner.at(group) + headWord] = value + 1L;
    }

    @Override
    boolean unlink(int group, int value) {
        if (!retracting) {
            return false;
        }
        int previous = previous(value);
        int next = next(value);
        if (previous >= 0) {
            set(previous, previous(previous), next);
        } else {
            owner.page(group)[owner.at(group) + headWord] = next + 1L;
        }
        if (next >= 0) {
            set(next, previous, next(next));
        }
        return true;
    }

    @Override
    void drop(int group, boolean forGood) {
        for (int value = head(group); value >= 0; ) {
            int next = next(value);
            drop(value, forGood, page(value), at(value));
            value = next;
        }
        owner.page(group)[owner.at(group) + headWord] = 0;
    }
}
