package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.state.BytesHeap;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of `min` or `max` where rows may be taken away: of each group a pairing heap in its
/// values' links, whose root is the extreme.
///
/// A value that is not there any more stays in the heap until it is its root, or until half of the
/// heap is such values; so taking one away costs nothing at once, and the next extreme is found in
/// about log n steps.
///
/// Source: Fredman, Sedgewick, Sleator, Tarjan, *The Pairing Heap*, Algorithmica 1986.
final class OrderedValues extends GroupValues {
    /// How many words of a group's record a heap takes.
    static final int WORDS = 3;

    private static final int FEW = 32; // values that are not there, and do no harm
    private static final int VALUE = 2; // the first of a record's words that holds the value

    private enum Form {
        LONG,
        DOUBLE,
        WIDE,
        BYTES
    }

    private final int column;
    private final Form form;
    private final int filter;
    private final int rootWord;
    private final boolean least;
    private final LongColumn orderedBits = new LongColumn(DataTypes.LongType, Batch.ROWS);
    private int[] chosen = {};
    private int[] all = {};

    /// @param filter which rows count; -1: all
    /// @param rootWord where in a group's record its heap is: the root's slot plus one, how many
    ///   values are in it, how many of these are not there any more
    OrderedValues(
            RecordGroups owner,
            String stateId,
            int column,
            DataType type,
            int filter,
            int rootWord,
            boolean least) {
        super(owner, stateId, new int[] {column}, List.of(keptAs(type)), 1);
        this.column = column;
        form =
                switch (Column.create(type, 0)) {
                    case DoubleColumn _ -> Form.DOUBLE;
                    case DecimalColumn _ -> Form.WIDE;
                    case BytesColumn _ -> Form.BYTES;
                    default -> Form.LONG;
                };
        this.filter = filter;
        this.rootWord = rootWord;
        this.least = least;
    }

    /// Floating numbers are kept as longs in the same order, in which `-0.0` is below `0.0`.
    private static DataType keptAs(DataType type) {
        return Column.create(type, 0) instanceof DoubleColumn ? DataTypes.LongType : type;
    }

    @Override
    Column kept(Column values, int rows) {
        if (!(values instanceof DoubleColumn doubles)) {
            return values;
        }
        orderedBits.reserve(rows);
        var bits = orderedBits.values();
        for (int row = 0; row < rows; row++) {
            bits[row] = ordered(doubles.getDouble(row));
        }
        return orderedBits;
    }

    private static long ordered(double number) {
        long bits = Double.doubleToLongBits(number);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    private static long numberBits(long ordered) {
        return ordered ^ ordered >> 63 & Long.MAX_VALUE;
    }

    @Override
    void add(Batch delta, int[] slots) {
        int count = choose(delta);
        var values = find(delta, slots, chosen, count);
        long @Nullable [] weights = delta.weights();
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            int value = values[i];
            var page = page(value);
            int at = at(value);
            long before = page[at + own + 1];
            long now = before + (weights == null ? 1 : weights[row]);
            page[at + own + 1] = now;
            changed(value, page, at);
            if (before > 0 != now > 0) {
                owner.page(slots[row])[owner.at(slots[row]) + rootWord + 2] += now > 0 ? -1 : 1;
            }
        }
    }

    private int choose(Batch delta) {
        int rows = delta.rows();
        if (chosen.length < rows) {
            chosen = new int[rows];
        }
        int count = 0;
        for (int row = 0; row < rows; row++) {
            chosen[count] = row;
            boolean passes =
                    filter < 0
                            || (!delta.column(filter).isNull(row)
                                    && delta.longs(filter).getLong(row) != 0);
            count += passes && !delta.column(column).isNull(row) ? 1 : 0;
        }
        return count;
    }

    private long count(int value) {
        return page(value)[at(value) + own + 1];
    }

    private int child(int value) {
        return (int) (page(value)[at(value) + own + LINK] >>> 32) - 1;
    }

    private int sibling(int value) {
        return (int) page(value)[at(value) + own + LINK] - 1;
    }

    private void set(int value, int child, int sibling) {
        page(value)[at(value) + own + LINK] =
                (long) (child + 1) << 32 | (sibling + 1) & 0xFFFFFFFFL;
    }

    private int root(int group) {
        return (int) owner.page(group)[owner.at(group) + rootWord] - 1;
    }

    private void setRoot(int group, int value) {
        owner.page(group)[owner.at(group) + rootWord] = value + 1L;
    }

    @Override
    void link(int group, int value) {
        set(value, -1, -1);
        setRoot(group, meld(root(group), value));
        var page = owner.page(group);
        int at = owner.at(group) + rootWord;
        page[at + 1]++;
        page[at + 2]++; // until it is counted
    }

    /// What is in the heap leaves it by [#settle] only.
    @Override
    boolean unlink(int group, int value) {
        return false;
    }

    @Override
    void restored(int group, boolean wasThere, boolean isThere) {
        if (wasThere != isThere) {
            owner.page(group)[owner.at(group) + rootWord + 2] += isThere ? -1 : 1;
        }
    }

    /// Makes the root of a group's heap a value that is there, and writes it to the group's record.
    ///
    /// @param word where: whether there is one, then its words
    void settle(int group, int word) {
        for (int root = root(group); root >= 0 && count(root) <= 0; root = root(group)) {
            setRoot(group, merged(child(root)));
            leave(group, root);
            freeIfSaved(root);
        }
        var page = owner.page(group);
        int at = owner.at(group);
        long dead = page[at + rootWord + 2];
        if (dead > FEW && dead * 2 > page[at + rootWord + 1]) {
            rebuild(group);
        }
        show(group, word);
    }

    private void leave(int group, int value) {
        unlinked(value);
        var page = owner.page(group);
        int at = owner.at(group) + rootWord;
        page[at + 1]--;
        page[at + 2]--;
    }

    private void show(int group, int word) {
        var page = owner.page(group);
        int at = owner.at(group) + word;
        int root = root(group);
        if (root < 0) {
            page[at] = 0;
            return;
        }
        var from = page(root);
        int fromAt = at(root) + VALUE;
        page[at] = 1;
        page[at + 1] = form == Form.DOUBLE ? numberBits(from[fromAt]) : from[fromAt];
        if (form == Form.WIDE) {
            page[at + 2] = from[fromAt + 1];
        } else if (form == Form.BYTES) {
            page[at + 2] = (int) from[fromAt + 1];
        }
    }

    /// One heap of a list of siblings, by pairs.
    private int merged(int first) {
        int pairs = -1;
        for (int value = first; value >= 0; ) {
            int one = value;
            int other = sibling(one);
            value = other < 0 ? -1 : sibling(other);
            set(one, child(one), -1);
            if (other >= 0) {
                set(other, child(other), -1);
            }
            int winner = meld(one, other);
            set(winner, child(winner), pairs);
            pairs = winner;
        }
        int root = -1;
        while (pairs >= 0) {
            int next = sibling(pairs);
            set(pairs, child(pairs), -1);
            root = meld(root, pairs);
            pairs = next;
        }
        return root;
    }

    private void rebuild(int group) {
        int count = collect(group);
        setRoot(group, -1);
        for (int i = 0; i < count; i++) {
            int value = all[i];
            if (count(value) > 0) {
                set(value, -1, -1);
                setRoot(group, meld(root(group), value));
            } else {
                leave(group, value);
                freeIfSaved(value);
            }
        }
    }

    /// Writes the values in a group's heap to `all`.
    private int collect(int group) {
        int size = (int) owner.page(group)[owner.at(group) + rootWord + 1];
        if (all.length < size) {
            all = new int[size];
        }
        int count = 0;
        int root = root(group);
        if (root >= 0) {
            all[count++] = root;
        }
        // What is behind `done` has not shown its children yet.
        for (int done = 0; done < count; done++) {
            for (int child = child(all[done]); child >= 0; child = sibling(child)) {
                all[count++] = child;
            }
        }
        return count;
    }

    @Override
    void drop(int group, boolean forGood) {
        int count = collect(group);
        for (int i = 0; i < count; i++) {
            drop(all[i], forGood, page(all[i]), at(all[i]));
        }
        Arrays.fill(
                owner.page(group),
                owner.at(group) + rootWord,
                owner.at(group) + rootWord + WORDS,
                0);
    }

    private int meld(int one, int other) {
        if (one < 0 || other < 0) {
            return Math.max(one, other);
        }
        boolean first = isBefore(one, other);
        int winner = first ? one : other;
        int loser = first ? other : one;
        set(loser, child(loser), child(winner));
        set(winner, loser, -1);
        return winner;
    }

    private boolean isBefore(int one, int other) {
        int compared = compare(one, other);
        return least ? compared < 0 : compared > 0;
    }

    private int compare(int one, int other) {
        var left = page(one);
        var right = page(other);
        int leftAt = at(one) + VALUE;
        int rightAt = at(other) + VALUE;
        return switch (form) {
            case LONG, DOUBLE -> Long.compare(left[leftAt], right[rightAt]);
            case WIDE -> {
                int high = Long.compare(left[leftAt], right[rightAt]);
                yield high != 0 ? high : Long.compareUnsigned(left[leftAt + 1], right[rightAt + 1]);
            }
            case BYTES -> {
                int from = BytesHeap.offset(left[leftAt]);
                int otherFrom = BytesHeap.offset(right[rightAt]);
                yield Arrays.compareUnsigned(
                        table.heap().page(left[leftAt]),
                        from,
                        from + (int) left[leftAt + 1],
                        table.heap().page(right[rightAt]),
                        otherFrom,
                        otherFrom + (int) right[rightAt + 1]);
            }
        };
    }
}
