package io.tidemill.state;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Keys of one or more columns, each with a record. Looks up a batch of keys at a time.
///
/// A record is a head, the key's words, then what the owner keeps: the bits of the head from
/// [#NULLS] on say which key columns are NULL; those below are the owner's. A key column takes one
/// word (a long, or a double with one zero and one NaN) or two (a wide decimal; a string as its
/// address in a [BytesHeap], then its length and half its hash). One thread's own.
public final class KeyTable {
    /// The first bit of the head that is for keys.
    public static final int NULLS = 16;

    /// How many key columns there may be.
    public static final int MOST_KEYS = 48;

    private enum Form {
        LONG,
        DOUBLE,
        WIDE,
        BYTES
    }

    private final Form[] forms;
    private final int[] offsets;
    private final int keyWords;
    private final Records records;
    private final KeyIndex index = new KeyIndex();
    private BytesHeap heap = new BytesHeap();
    private long[] hashes = {};
    private long[] nulls = {};
    private int[] open = {};

    /// @param keys the types of the key columns; see [#supports]
    /// @param words how many longs the owner keeps for each key
    public KeyTable(List<DataType> keys, int words) {
        var found = new ArrayList<Form>();
        offsets = new int[keys.size()];
        int next = 1;
        for (int i = 0; i < offsets.length; i++) {
            var form =
                    switch (Column.create(keys.get(i), 0)) {
                        case LongColumn _ -> Form.LONG;
                        case DoubleColumn _ -> Form.DOUBLE;
                        case DecimalColumn _ -> Form.WIDE;
                        case BytesColumn _ -> Form.BYTES;
                        case ListColumn _, MapColumn _, StructColumn _ ->
                                throw new IllegalArgumentException(
                                        "no keys of type " + keys.get(i).typeName());
                    };
            found.add(form);
            offsets[i] = next;
            next += form == Form.WIDE || form == Form.BYTES ? 2 : 1;
        }
        forms = found.toArray(Form[]::new);
        keyWords = next - 1;
        records = new Records(next + words);
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
        return 1 + keyWords;
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
    public void lookup(Batch batch, int[] slots) {
        int rows = batch.rows();
        if (hashes.length < rows) {
            hashes = new long[rows];
            nulls = new long[rows];
            open = new int[rows];
        }
        KeyGroups.hashes(batch, forms.length, hashes);
        if (forms.length == 1
                && batch.column(0) instanceof LongColumn column
                && !column.mayHaveNulls()) {
            lookupLongs(column.values(), rows, slots);
        } else {
            markNulls(batch);
            for (int row = 0; row < rows; row++) {
                slots[row] = lookup(batch, row);
            }
        }
    }

    /// In three passes, so that the reads of one do not wait for those of the other: the index
    /// gives candidates, the records confirm them, and what is left is looked up properly.
    private void lookupLongs(long[] values, int rows, int[] slots) {
        for (int row = 0; row < rows; row++) {
            slots[row] = candidate(hashes[row]);
        }
        int unknown = 0;
        for (int row = 0; row < rows; row++) {
            int slot = slots[row];
            if (slot < 0 || !isLong(slot, values[row])) {
                open[unknown++] = row;
            }
        }
        for (int i = 0; i < unknown; i++) {
            int row = open[i];
            slots[row] = findLong(hashes[row], values[row]);
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

    private boolean isLong(int slot, long value) {
        var page = records.page(slot);
        int record = records.at(slot);
        return page[record + 1] == value && page[record] >>> NULLS == 0;
    }

    private int findLong(long hash, long value) {
        var table = index.table(hash);
        int mask = table.length - 1;
        int at = KeyIndex.start(hash, table);
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            if (KeyIndex.matches(entry, hash) && isLong(KeyIndex.slot(entry), value)) {
                return KeyIndex.slot(entry);
            }
            at = (at + 1) & mask;
        }
        int slot = records.allocate();
        index.add(hash, slot);
        records.page(slot)[records.at(slot) + 1] = value;
        return slot;
    }

    private int lookup(Batch batch, int row) {
        int found = find(batch, row);
        return found >= 0 ? found : insert(batch, row);
    }

    private int find(Batch batch, int row) {
        long hash = hashes[row];
        var table = index.table(hash);
        int mask = table.length - 1;
        int at = KeyIndex.start(hash, table);
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            if (KeyIndex.matches(entry, hash) && isKey(KeyIndex.slot(entry), batch, row)) {
                return KeyIndex.slot(entry);
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    private boolean isKey(int slot, Batch batch, int row) {
        var page = records.page(slot);
        int at = records.at(slot);
        long missing = nulls[row];
        if (page[at] >>> NULLS != missing) {
            return false;
        }
        for (int i = 0; i < forms.length; i++) {
            if ((missing >>> i & 1) != 0) {
                continue;
            }
            int word = at + offsets[i];
            boolean same =
                    switch (forms[i]) {
                        case LONG -> page[word] == batch.longs(i).values()[row];
                        case DOUBLE ->
                                page[word]
                                        == KeyGroups.canonicalBits(batch.doubles(i).values()[row]);
                        case WIDE -> {
                            var column = (DecimalColumn) batch.column(i);
                            yield page[word] == column.high()[row]
                                    && page[word + 1] == column.low()[row];
                        }
                        case BYTES -> {
                            var column = batch.bytes(i);
                            int start = column.starts()[row];
                            int length = column.ends()[row] - start;
                            yield (int) page[word + 1] == length
                                    && heap.equal(page[word], length, column.data(), start);
                        }
                    };
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private int insert(Batch batch, int row) {
        int slot = records.allocate();
        index.add(hashes[row], slot);
        var page = records.page(slot);
        int at = records.at(slot);
        long missing = nulls[row];
        page[at] = missing << NULLS;
        for (int i = 0; i < forms.length; i++) {
            if ((missing >>> i & 1) != 0) {
                continue;
            }
            int word = at + offsets[i];
            switch (forms[i]) {
                case LONG -> page[word] = batch.longs(i).values()[row];
                case DOUBLE -> page[word] = KeyGroups.canonicalBits(batch.doubles(i).values()[row]);
                case WIDE -> {
                    var column = (DecimalColumn) batch.column(i);
                    page[word] = column.high()[row];
                    page[word + 1] = column.low()[row];
                }
                case BYTES -> {
                    var column = batch.bytes(i);
                    int start = column.starts()[row];
                    int end = column.ends()[row];
                    page[word] = heap.append(column.data(), start, end);
                    page[word + 1] = (long) end - start;
                }
            }
        }
        return slot;
    }

    private void markNulls(Batch batch) {
        Arrays.fill(nulls, 0, batch.rows(), 0);
        for (int i = 0; i < forms.length; i++) {
            var column = batch.column(i);
            if (column.mayHaveNulls()) {
                for (int row = 0; row < batch.rows(); row++) {
                    nulls[row] |= column.isNull(row) ? 1L << i : 0;
                }
            }
        }
    }

    /// Writes the key of `slot` to row `row` of the first columns of `out`, where there is room.
    public void writeKey(int slot, Batch out, int row) {
        var page = records.page(slot);
        int at = records.at(slot);
        for (int i = 0; i < forms.length; i++) {
            var column = out.column(i);
            if ((page[at] >>> (NULLS + i) & 1) != 0) {
                column.setNull(row);
                continue;
            }
            column.setPresent(row);
            int word = at + offsets[i];
            switch (forms[i]) {
                case LONG -> out.longs(i).setLong(row, page[word]);
                case DOUBLE -> out.doubles(i).setDouble(row, Double.longBitsToDouble(page[word]));
                case WIDE -> ((DecimalColumn) column).setDecimal(row, page[word], page[word + 1]);
                case BYTES -> {
                    int start = BytesHeap.offset(page[word]);
                    int length = (int) page[word + 1];
                    out.bytes(i).append(row, heap.page(page[word]), start, start + length);
                }
            }
        }
    }

    /// Whether key column `key` of a slot is NULL.
    public boolean isNullKey(int slot, int key) {
        return (records.page(slot)[records.at(slot)] >>> (NULLS + key) & 1) != 0;
    }

    /// A key column that a long holds, of a slot where it is not NULL.
    public long longKey(int slot, int key) {
        return records.page(slot)[records.at(slot) + offsets[key]];
    }

    /// Forgets a key, and its record.
    public void remove(int slot) {
        index.remove(hash(slot), slot);
        var page = records.page(slot);
        int at = records.at(slot);
        for (int i = 0; i < forms.length; i++) {
            if (forms[i] == Form.BYTES) {
                heap.drop((int) page[at + offsets[i] + 1]);
            }
        }
        records.release(slot);
    }

    /// The hash of a key that is there; the same as [KeyGroups#hash].
    private long hash(int slot) {
        var page = records.page(slot);
        int at = records.at(slot);
        long hash = KeyGroups.SEED;
        for (int i = 0; i < forms.length; i++) {
            int word = at + offsets[i];
            long value;
            if ((page[at] >>> (NULLS + i) & 1) != 0) {
                value = KeyGroups.NULL;
            } else {
                value =
                        switch (forms[i]) {
                            case LONG, DOUBLE -> KeyGroups.mix(page[word] + KeyGroups.SEED);
                            case WIDE -> KeyGroups.hash(page[word], page[word + 1]);
                            case BYTES -> {
                                int start = BytesHeap.offset(page[word]);
                                int length = (int) page[word + 1];
                                yield KeyGroups.hash(heap.page(page[word]), start, start + length);
                            }
                        };
            }
            hash = KeyGroups.mix(hash ^ value);
        }
        return hash;
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
            for (int i = 0; i < forms.length; i++) {
                if (forms[i] == Form.BYTES) {
                    move(fresh, page, at + offsets[i]);
                }
            }
            for (int word : words) {
                move(fresh, page, at + word);
            }
        }
        heap = fresh;
    }

    private void move(BytesHeap to, long[] page, int word) {
        int length = (int) page[word + 1];
        if (length > 0) {
            int start = BytesHeap.offset(page[word]);
            page[word] = to.append(heap.page(page[word]), start, start + length);
        }
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
