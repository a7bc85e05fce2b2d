package io.tidemill.state;

import io.tidemill.data.Batch;

/// Puts saved rows back into an [Arrangement].
///
/// In: what [ArrangementSaved] gave, in that order: a row may come several times, and counts as
/// said last; at weight -1 it is gone. A row is known by its columns and by its number, which tells
/// equal ones apart. State: an index of the rows by both, for as long as rows are restored. One
/// thread's own.
final class ArrangementRestored {
    private final Arrangement owner;
    private final RowWords words;
    private final Records records;
    private final int keys;
    private final int columns;
    private final int savedWords;
    private final KeyIndex index = new KeyIndex();
    private long[] keyHashes = {};
    private long[] rowHashes = {};

    ArrangementRestored(Arrangement owner, RowWords words, int savedWords) {
        this.owner = owner;
        this.words = words;
        this.records = words.records();
        this.keys = owner.keys();
        this.columns = owner.schema().size();
        this.savedWords = savedWords;
        for (int slot = 0; slot < records.slots(); slot++) {
            if (owner.holds(slot)) {
                long number = records.page(slot)[records.at(slot) + Arrangement.NUMBER];
                index.add(numbered(words.hash(slot, columns), number), slot);
            }
        }
    }

    private static long numbered(long rowHash, long number) {
        return KeyGroups.mix(rowHash ^ number);
    }

    /// Takes the rows whose keys this worker owns.
    void restore(Batch saved, int worker, int workers) {
        int count = saved.rows();
        if (rowHashes.length < count) {
            rowHashes = new long[count];
            keyHashes = new long[count];
        }
        KeyGroups.hashes(saved, keys, keyHashes);
        KeyGroups.hashes(saved, columns, rowHashes);
        for (int row = 0; row < count; row++) {
            boolean owns =
                    keys == 0 ? worker == 0 : KeyGroups.owner(keyHashes[row], workers) == worker;
            if (owns) {
                restore(saved, row);
            }
        }
    }

    private void restore(Batch saved, int row) {
        long number = saved.longs(columns).getLong(row);
        owner.skipNumber(number);
        long hash = numbered(rowHashes[row], number);
        int slot = find(saved, row, number, hash);
        if (saved.weight(row) <= 0) {
            if (slot >= 0) {
                index.remove(hash, slot);
                owner.forget(slot);
            }
            return;
        }
        if (slot < 0) {
            slot = owner.putBack(saved, row, keyHashes[row], number);
            index.add(hash, slot);
        }
        owner.setWeight(slot, saved.longs(columns + 1).getLong(row));
        var page = records.page(slot);
        int at = records.at(slot) + words.end();
        for (int w = 0; w < savedWords; w++) {
            page[at + w] = saved.longs(columns + 2 + w).getLong(row);
        }
    }

    private int find(Batch saved, int row, long number, long hash) {
        var table = index.table(hash);
        int mask = table.length - 1;
        int at = KeyIndex.start(hash, table);
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            int slot = KeyIndex.slot(entry);
            if (KeyIndex.matches(entry, hash)
                    && records.page(slot)[records.at(slot) + Arrangement.NUMBER] == number
                    && words.equal(slot, saved, 0, columns, row)) {
                return slot;
            }
            at = (at + 1) & mask;
        }
        return -1;
    }
}
