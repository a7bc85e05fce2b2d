package io.tidemill.state;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;
import java.util.List;

/// Keys of one or more columns, each with a record. Looks up a batch of keys at a time.
///
/// A record is a head, the key's words as [KeyWords] lays them out, then what the owner keeps: the
/// bits of the head from [#NULLS] on say which key columns are NULL; those below are the owner's.
/// One thread's own.
public final class KeyTable {
    /// The first bit of the head that is for keys.
    public static final int NULLS = 16;

    /// How many key columns there may be.
    public static final int MOST_KEYS = 48;

    /// Rows that are looked up together: few enough for what they touch to stay near.
    private static final int BLOCK = 512;

    private final KeyWords keys;
    private final Records records;
    private final KeyIndex index = new KeyIndex();
    private BytesHeap heap = new BytesHeap();
    private long[] hashes = {};
    private long[] nulls = {};

    /// @param keys the types of the key columns; see [#supports]
    /// @param words how many longs the owner keeps for each key
    public KeyTable(List<DataType> keys, int words) {
        this.keys = new KeyWords(keys);
        records = new Records(ownWords() + words);
    }

    /// Whether keys of these types can be kept.
    public static boolean supports(List<DataType> keys) {
        return keys.size() <= MOST_KEYS
                && keys.stream()
                        .noneMatch(type ->
                                type instanceof ArrayType
                                        || type instanceof MapType
                                        || type instanceof StructType);
    }

    public Records records() {
        return records;
    }

    /// Where in a record the owner's words begin.
    public int ownWords() {
        return 1 + keys.words();
    }

    /// Strings of the owner's words may be kept here too; see [#compact].
    public BytesHeap heap() {
        return heap;
    }

    public int size() {
        return index.size();
    }

    /// Finds the records of the keys in the first columns of `batch`, making those that are not
    /// there; row r's slot is written to `slots[r]`.
    ///
    /// In passes over a block of rows, so that the reads for one row do not wait for those for
    /// another: the index gives candidates, the records confirm them, and what is left is looked up
    /// properly.
    public void lookup(Batch batch, int[] slots) {
        int rows = batch.rows();
        if (hashes.length < rows) {
            hashes = new long[rows];
            nulls = new long[rows];
        }
        KeyGroups.hashes(batch, keys.columns(), hashes);
        keys.markNulls(batch, nulls);
        for (int from = 0; from < rows; from += BLOCK) {
            int to = Math.min(rows, from + BLOCK);
            propose(from, to, slots);
            keys.confirm(records, heap, batch, nulls, from, to, slots);
            complete(batch, from, to, slots);
        }
    }

    private void complete(Batch batch, int from, int to, int[] slots) {
        for (int row = from; row < to; row++) {
            if (slots[row] < 0) {
                int found = find(batch, row);
                slots[row] = found < 0 ? insert(batch, row) : found;
            }
        }
    }

    private void propose(int from, int to, int[] slots) {
        for (int row = from; row < to; row++) {
            slots[row] = candidate(hashes[row]);
        }
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

    private int find(Batch batch, int row) {
        long hash = hashes[row];
        var table = index.table(hash);
        int mask = table.length - 1;
        int at = KeyIndex.start(hash, table);
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            if (KeyIndex.matches(entry, hash)) {
                int slot = KeyIndex.slot(entry);
                var page = records.page(slot);
                if (keys.isKey(page, records.at(slot), heap, batch, row, nulls[row])) {
                    return slot;
                }
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    private int insert(Batch batch, int row) {
        int slot = records.allocate();
        index.add(hashes[row], slot);
        keys.put(records.page(slot), records.at(slot), heap, batch, row, nulls[row]);
        return slot;
    }

    /// Writes the key of `slot` to row `row` of the first columns of `out`, where there is room.
    public void writeKey(int slot, Batch out, int row) {
        keys.write(records.page(slot), records.at(slot), heap, out, row);
    }

    /// Whether key column `key` of a slot is NULL.
    public boolean isNullKey(int slot, int key) {
        return (records.page(slot)[records.at(slot)] >>> (NULLS + key) & 1) != 0;
    }

    /// A key column that a long holds, of a slot where it is not NULL.
    public long longKey(int slot, int key) {
        return records.page(slot)[records.at(slot) + keys.offset(key)];
    }

    /// Forgets a key, and its record.
    public void remove(int slot) {
        var page = records.page(slot);
        int at = records.at(slot);
        index.remove(keys.hash(page, at, heap), slot);
        keys.drop(page, at, heap);
        records.release(slot);
    }

    /// Copies the strings that are still used into a fresh heap, if most are not.
    ///
    /// @param words where in the owner's words there are strings (address, then length)
    /// @param live which slots are in use
    public void compact(int[] words, SlotFilter live) {
        if (!heap.isMostlyWaste()) {
            return;
        }
        var fresh = new BytesHeap();
        for (int slot = 0; slot < records.slots(); slot++) {
            if (!live.test(slot)) {
                continue;
            }
            var page = records.page(slot);
            int at = records.at(slot);
            keys.move(page, at, heap, fresh);
            for (int word : words) {
                KeyWords.moveText(page, at + word, heap, fresh);
            }
        }
        heap = fresh;
    }

    /// Says whether a slot is in use.
    @FunctionalInterface
    public interface SlotFilter {
        boolean test(int slot);
    }

    /// About how many bytes it takes.
    public long bytes() {
        return records.bytes() + index.bytes() + heap.bytes();
    }
}
