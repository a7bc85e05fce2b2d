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
/// word says how often it is there. The values of a group are a list, linked both ways, that begins
/// in the group's record.
final class DistinctValues extends GroupValues {
    private final int[] columns;
    private final int[] filters;
    private final int[] countWords;
    private final int headWord;
    private final boolean retracting;
    private int[] chosen = {};

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
        for (int call = 0; call < filters.length; call++) {
            if (retracting) {
                count(delta, slots, values, count, call);
            } else {
                see(delta, slots, values, count, call);
            }
        }
    }

    /// The rows without NULL in the value that any call counts.
    private int choose(Batch delta) {
        int rows = delta.rows();
        if (chosen.length < rows) {
            chosen = new int[rows];
        }
        boolean all = Arrays.stream(filters).anyMatch(filter -> filter < 0);
        int count = 0;
        for (int row = 0; row < rows; row++) {
            chosen[count] = row;
            count += isValue(delta, row) && (all || anyPasses(delta, row)) ? 1 : 0;
        }
        return count;
    }

    private boolean isValue(Batch delta, int row) {
        for (int column : columns) {
            if (delta.column(column).isNull(row)) {
                return false;
            }
        }
        return true;
    }

    private boolean anyPasses(Batch delta, int row) {
        for (int filter : filters) {
            if (passes(delta, filter, row)) {
                return true;
            }
        }
        return false;
    }

    private static boolean passes(Batch delta, int filter, int row) {
        return filter < 0
                || (!delta.column(filter).isNull(row) && delta.longs(filter).getLong(row) != 0);
    }

    private void see(Batch delta, int[] slots, int[] values, int count, int call) {
        int filter = filters[call];
        long bit = 1L << call;
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            if (!passes(delta, filter, row)) {
                continue;
            }
            int value = values[i];
            var page = page(value);
            int at = at(value);
            if ((page[at + own + 1] & bit) == 0) {
                page[at + own + 1] |= bit;
                changed(value, page, at);
                owner.page(slots[row])[owner.at(slots[row]) + countWords[call]]++;
            }
        }
    }

    private void count(Batch delta, int[] slots, int[] values, int count, int call) {
        int filter = filters[call];
        long @Nullable [] weights = delta.weights();
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            if (!passes(delta, filter, row)) {
                continue;
            }
            int value = values[i];
            var page = page(value);
            int at = at(value);
            int word = at + own + 1 + call;
            long before = page[word];
            long now = before + (weights == null ? 1 : weights[row]);
            page[word] = now;
            changed(value, page, at);
            if (before > 0 != now > 0) {
                owner.page(slots[row])[owner.at(slots[row]) + countWords[call]] += now > 0 ? 1 : -1;
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
        if (head >= 0) {
            set(head, value, next(head));
        }
        owner.page(group)[owner.at(group) + headWord] = value + 1L;
    }

    @Override
    boolean unlink(int group, int value) {
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
