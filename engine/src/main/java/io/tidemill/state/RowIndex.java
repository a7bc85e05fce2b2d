package io.tidemill.state;

import io.tidemill.data.Batch;
import io.tidemill.data.LongColumn;

/// Rows of [RowWords] by their first columns: all of them, or those that are the key.
///
/// In: the hashes that [KeyGroups#hashes] gives of these columns, and slots; of equal rows at most
/// one is here. Out: the slot of a row that is equal in these columns, or -1. What a [KeyIndex]
/// takes: 13 to 26 bytes a row. One thread's own.
final class RowIndex {
    private final RowWords words;
    private final Records records;
    private final int columns;
    private final KeyIndex index = new KeyIndex();
    private int[] open = {};

    /// @param columns how many of the first columns are compared
    RowIndex(RowWords words, int columns) {
        this.words = words;
        this.records = words.records();
        this.columns = columns;
    }

    /// Finds a row for each of `batch`.
    void find(Batch batch, long[] hashes, int[] found) {
        int count = batch.rows();
        if (open.length < count) {
            open = new int[count];
        }
        // In three passes, so that reads of different rows do not wait for each other.
        for (int row = 0; row < count; row++) {
            found[row] = candidate(hashes[row]);
        }
        int unknown = 0;
        if (columns == 1 && batch.column(0) instanceof LongColumn longs && !longs.mayHaveNulls()) {
            long[] values = longs.values();
            int word = words.offset(0);
            for (int row = 0; row < count; row++) {
                int slot = found[row];
                open[unknown] = row;
                unknown += slot >= 0 && !isLong(slot, word, values[row]) ? 1 : 0;
            }
        } else {
            for (int row = 0; row < count; row++) {
                open[unknown] = row;
                int slot = found[row];
                unknown += slot >= 0 && !words.equal(slot, batch, 0, columns, row) ? 1 : 0;
            }
        }
        for (int i = 0; i < unknown; i++) {
            found[open[i]] = find(batch, open[i], hashes[open[i]]);
        }
    }

    private boolean isLong(int slot, int word, long value) {
        var page = records.page(slot);
        int at = records.at(slot);
        return page[at + word] == value && !words.isNull(page, at, 0);
    }

    /// The first slot whose hash may be this one; -1 if there is none.
    private int candidate(long hash) {
        var table = index.table(hash);
        int mask = table.length - 1;
        int at = KeyIndex.start(hash, table);
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            if (KeyIndex.matches(entry, hash)) {
                return KeyIndex.slot(entry);
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    /// Finds a row for row `row` of `batch`.
    int find(Batch batch, int row, long hash) {
        var table = index.table(hash);
        int mask = table.length - 1;
        int at = KeyIndex.start(hash, table);
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            if (KeyIndex.matches(entry, hash)
                    && words.equal(KeyIndex.slot(entry), batch, 0, columns, row)) {
                return KeyIndex.slot(entry);
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    /// Finds a row that is equal, in all columns, to the one of `slot`.
    int findEqual(int slot, long hash) {
        var table = index.table(hash);
        int mask = table.length - 1;
        int at = KeyIndex.start(hash, table);
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            if (KeyIndex.matches(entry, hash) && words.equal(KeyIndex.slot(entry), slot)) {
                return KeyIndex.slot(entry);
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    /// The hash of the row of `slot` here.
    long hash(int slot) {
        return words.hash(slot, columns);
    }

    void add(long hash, int slot) {
        index.add(hash, slot);
    }

    /// Lets slot `to`, whose row is equal in these columns, stand for slot `from`.
    void replace(int from, int to) {
        index.replace(hash(from), from, to);
    }

    void remove(int slot) {
        index.remove(hash(slot), slot);
    }

    /// About how many bytes it takes.
    long bytes() {
        return index.bytes();
    }
}
