package io.tidemill.state;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.LongColumn;
import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Rows of any columns, each with a weight, found by a key: their first columns. No object a row.
///
/// In: batches of additions and retractions, in any order; a weight may be below 0 for a while. A
/// row that is there already changes its weight; one whose weight is 0 stays until [#endEpoch], so
/// that what comes back in the same epoch is the same row. As long as nothing was retracted equal
/// rows are kept beside each other, and only the first retraction makes an index of whole rows.
///
/// A row is a slot. The owner walks the rows of a key from [#find] by [#next], copies columns out
/// with [#read], and may keep further words with each row (see [#ownWords]), and bits of its own of
/// the first word ([#OWN_BITS]). After changing a word that the checkpoint needs it says
/// [#changed].
///
/// Saved rows are the columns, a number that tells equal rows apart, how often the row is there,
/// and the owner's words that are saved; at weight 1 when that is so now, at -1 when the row is
/// gone.
///
/// Memory: 24 bytes a row, 8 a column (wide decimals 16) and a word, the bytes of strings and
/// nested values, 13 to 26 bytes for each key and, with retractions, as much for each row.
/// Everything lies in pages; nothing large is ever copied. One thread's own.
public final class Arrangement {
    /// The bits of a row's first word that are the owner's; 0 in a fresh row.
    public static final long OWN_BITS = 0xC0;

    private static final long USED = 1;
    private static final long LINKED = 2;
    private static final long UNSAVED = 4;
    private static final long EMPTY = 8;
    private static final long FRESH = 16;
    private static final long INDEXED = 32;
    private static final int WEIGHT = 32;
    private static final int LINKS = 1;
    private static final int NUMBER = 2;
    private static final int PIECE = 16 * 1024;

    private final StructType schema;
    private final int keys;
    private final int columns;
    private final int savedWords;
    private final int moreWords;
    private final StructType stateSchema;
    private final boolean tracked;
    private final RowWords words;
    private final Records records;
    private final KeyIndex keyIndex = new KeyIndex();
    private int onlyKey = -1;
    private @Nullable KeyIndex rowIndex;
    private long nextNumber;

    /// While rows are restored: by their columns and numbers.
    private @Nullable KeyIndex restoreIndex;

    private long rows;
    private long plain;
    private long changes;

    /// Slots whose rows changed since the last save, and whether they have been saved before.
    private final Records unsaved = new Records(2);

    /// Slots whose weight has been 0 in this epoch.
    private final Records empty = new Records(1);

    /// Slots of rows that took the weights of equal ones.
    private final Records together = new Records(1);

    private long[] keyHashes = {};
    private long[] rowHashes = {};
    private int[] open = {};
    private int[] heads = {};

    /// @param keys how many of the first columns are the key; with none all rows have one
    /// @param savedWords how many words of the owner's are saved with a row; at the end of an epoch
    ///   equal rows have the same ones
    /// @param moreWords how many further words the owner keeps with a row; of equal rows that are
    ///   put together they are added up
    /// @param tracked whether changes are to be saved
    public Arrangement(
            StructType schema, int keys, int savedWords, int moreWords, boolean tracked) {
        this.schema = schema;
        this.keys = keys;
        this.columns = schema.size();
        this.savedWords = savedWords;
        this.moreWords = moreWords;
        this.tracked = tracked;
        words = new RowWords(schema, keys, tracked ? NUMBER + 1 : NUMBER, savedWords + moreWords);
        records = words.records();
        var saved = schema.add("row", "bigint").add("count", "bigint");
        for (int i = 0; i < savedWords; i++) {
            saved = saved.add("word" + i, "bigint");
        }
        stateSchema = saved;
    }

    public StructType schema() {
        return schema;
    }

    public int keys() {
        return keys;
    }

    /// Where the rows lie; the record of a row is its slot.
    public Records records() {
        return records;
    }

    /// Where in a record the owner's words begin: those that are saved first.
    public int ownWords() {
        return words.end();
    }

    /// Where in a record the number of a column of longs lies.
    public int wordOf(int column) {
        return words.offset(column);
    }

    public boolean isNull(int slot, int column) {
        return words.isNull(records.page(slot), records.at(slot), column);
    }

    /// How many rows are there, equal ones that came as one counted once.
    public long rows() {
        return rows;
    }

    /// Whether every row counts once.
    public boolean isPlain() {
        return plain == rows;
    }

    /// How often a row is there.
    public long weight(int slot) {
        return records.page(slot)[records.at(slot)] >> WEIGHT;
    }

    /// Whether the slot holds a row.
    public boolean holds(int slot) {
        return slot < records.slots() && (records.page(slot)[records.at(slot)] & LINKED) != 0;
    }

    /// Whether the row came since this was asked last; rows that were restored did not.
    public boolean takeFresh(int slot) {
        var page = records.page(slot);
        int at = records.at(slot);
        boolean fresh = (page[at] & FRESH) != 0;
        page[at] &= ~FRESH;
        return fresh;
    }

    /// The next row of the same key, or -1.
    public int next(int slot) {
        return (int) records.page(slot)[records.at(slot) + LINKS] - 1;
    }

    private int previous(int slot) {
        return (int) (records.page(slot)[records.at(slot) + LINKS] >>> 32) - 1;
    }

    private void link(int slot, int previous, int next) {
        records.page(slot)[records.at(slot) + LINKS] =
                (long) (previous + 1) << 32 | (next + 1) & 0xFFFFFFFFL;
    }

    /// Writes a column of the rows `slots[0]` to `slots[count - 1]` to the rows `at` on of `out`,
    /// for which there is room; a slot below 0 gives NULL.
    public void read(int column, int[] slots, int count, Column out, int at) {
        words.read(column, slots, count, out, at);
    }

    /// Finds a row of each key in the first columns of `batch`; -1 where there is none.
    ///
    /// @param hashes those of [KeyGroups#hashes]
    public void find(Batch batch, long[] hashes, int[] found) {
        int count = batch.rows();
        if (keys == 0) {
            Arrays.fill(found, 0, count, onlyKey);
            return;
        }
        if (open.length < count) {
            open = new int[count];
        }
        // In three passes, so that reads of different rows do not wait for each other.
        for (int row = 0; row < count; row++) {
            found[row] = candidate(hashes[row]);
        }
        int unknown = 0;
        if (keys == 1 && batch.column(0) instanceof LongColumn longs && !longs.mayHaveNulls()) {
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
                unknown += slot >= 0 && !words.equal(slot, batch, 0, keys, row) ? 1 : 0;
            }
        }
        for (int i = 0; i < unknown; i++) {
            found[open[i]] = find(keyIndex, batch, keys, open[i], hashes[open[i]]);
        }
    }

    private boolean isLong(int slot, int word, long value) {
        var page = records.page(slot);
        int at = records.at(slot);
        return page[at + word] == value && !words.isNull(page, at, 0);
    }

    /// The first slot whose hash may be this one; -1 if there is none.
    private int candidate(long hash) {
        var table = keyIndex.table(hash);
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

    private int find(KeyIndex index, Batch batch, int compared, int row, long hash) {
        var table = index.table(hash);
        int mask = table.length - 1;
        int at = KeyIndex.start(hash, table);
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            if (KeyIndex.matches(entry, hash)
                    && words.equal(KeyIndex.slot(entry), batch, 0, compared, row)) {
                return KeyIndex.slot(entry);
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    /// Adds what a batch says; `slots[r]` is then row r's slot.
    ///
    /// @param hashes those of [KeyGroups#hashes]
    public void add(Batch batch, long[] hashes, int[] slots) {
        restoreIndex = null;
        if (batch.weights() != null && rowIndex == null && !isKeyed() && retracts(batch)) {
            indexRows();
        }
        if (rowIndex == null && !isKeyed()) {
            append(batch, hashes, slots);
        } else {
            merge(batch, hashes, slots);
        }
    }

    /// Whether rows are their keys, so that those of a key are one.
    private boolean isKeyed() {
        return columns == keys && keys > 0;
    }

    private static boolean retracts(Batch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            if (batch.weight(row) < 0) {
                return true;
            }
        }
        return false;
    }

    private void append(Batch batch, long[] hashes, int[] slots) {
        int count = batch.rows();
        if (heads.length < count) {
            heads = new int[count];
        }
        find(batch, hashes, heads);
        for (int row = 0; row < count; row++) {
            slots[row] = fresh(batch.weight(row));
        }
        words.write(batch, 0, count, slots);
        for (int row = 0; row < count; row++) {
            int head = heads[row];
            if (head < 0) {
                // An earlier row of the batch may be the first of this key.
                head = keys == 0 ? onlyKey : find(keyIndex, batch, keys, row, hashes[row]);
            }
            chain(slots[row], head, hashes[row]);
        }
    }

    private void merge(Batch batch, long[] hashes, int[] slots) {
        int count = batch.rows();
        if (rowHashes.length < count) {
            rowHashes = new long[count];
        }
        KeyGroups.hashes(batch, columns, rowHashes);
        var index = rowIndex == null ? keyIndex : rowIndex;
        var one = new int[1];
        for (int row = 0; row < count; row++) {
            long weight = batch.weight(row);
            int slot = find(index, batch, columns, row, rowHashes[row]);
            if (slot >= 0) {
                if (weight != 0) {
                    reweigh(slot, weight(slot) + weight);
                }
            } else {
                slot = fresh(weight);
                one[0] = slot;
                words.write(batch, row, 1, one);
                int head = keys == 0 ? onlyKey : find(keyIndex, batch, keys, row, hashes[row]);
                chain(slot, head, hashes[row]);
                if (rowIndex != null) {
                    index(rowIndex, rowHashes[row], slot);
                }
            }
            slots[row] = slot;
        }
    }

    /// A record for a new row.
    private int fresh(long weight) {
        int slot = records.allocateUnset();
        var page = records.page(slot);
        int at = records.at(slot);
        page[at] = check(weight) << WEIGHT | USED | LINKED | FRESH;
        Arrays.fill(page, at + words.end(), at + records.width(), 0);
        rows++;
        plain += weight == 1 ? 1 : 0;
        if (tracked) {
            page[at + NUMBER] = nextNumber++;
            note(slot, page, at, false);
        }
        if (weight == 0) {
            noteEmpty(slot, page, at);
        }
        return slot;
    }

    private static long check(long weight) {
        if ((int) weight != weight) {
            throw new IllegalStateException("a row is there %d times".formatted(weight));
        }
        return weight;
    }

    /// Puts a row behind the first one of its key, or makes it that.
    private void chain(int slot, int head, long hash) {
        if (head < 0) {
            link(slot, -1, -1);
            if (keys == 0) {
                onlyKey = slot;
            } else {
                keyIndex.add(hash, slot);
            }
            return;
        }
        int next = next(head);
        link(slot, head, next);
        link(head, previous(head), slot);
        if (next >= 0) {
            link(next, slot, next(next));
        }
    }

    private void unchain(int slot) {
        int previous = previous(slot);
        int next = next(slot);
        if (previous >= 0) {
            link(previous, previous(previous), next);
        } else if (keys == 0) {
            onlyKey = next;
        } else if (next >= 0) {
            keyIndex.replace(words.hash(slot, keys), slot, next);
        } else {
            keyIndex.remove(words.hash(slot, keys), slot);
        }
        if (next >= 0) {
            link(next, previous, next(next));
        }
    }

    private void reweigh(int slot, long weight) {
        var page = records.page(slot);
        int at = records.at(slot);
        changed(slot);
        long before = page[at] >> WEIGHT;
        plain += (weight == 1 ? 1 : 0) - (before == 1 ? 1 : 0);
        page[at] = page[at] & 0xFFFFFFFFL | check(weight) << WEIGHT;
        if (weight == 0) {
            noteEmpty(slot, page, at);
        }
    }

    /// Says that a word of this row that is saved is about to change.
    public void changed(int slot) {
        var page = records.page(slot);
        int at = records.at(slot);
        if (tracked && (page[at] & UNSAVED) == 0) {
            note(slot, page, at, true);
        }
    }

    private void note(int slot, long[] page, int at, boolean saved) {
        page[at] |= UNSAVED;
        changes++;
        int entry = unsaved.allocateUnset();
        unsaved.page(entry)[unsaved.at(entry)] = slot;
        unsaved.page(entry)[unsaved.at(entry) + 1] = saved ? 1 : 0;
    }

    private void noteEmpty(int slot, long[] page, int at) {
        if ((page[at] & EMPTY) == 0) {
            page[at] |= EMPTY;
            int entry = empty.allocateUnset();
            empty.page(entry)[empty.at(entry)] = slot;
        }
    }

    /// Takes a row away at once, whatever its weight.
    public void remove(int slot) {
        changed(slot);
        unlink(slot);
        if ((records.page(slot)[records.at(slot)] & (UNSAVED | EMPTY)) == 0) {
            release(slot);
        }
    }

    private void unlink(int slot) {
        var page = records.page(slot);
        int at = records.at(slot);
        rows--;
        plain -= page[at] >> WEIGHT == 1 ? 1 : 0;
        unchain(slot);
        if (rowIndex != null && (page[at] & INDEXED) != 0) {
            rowIndex.remove(words.hash(slot, columns), slot);
        }
        page[at] &= ~LINKED;
    }

    private void release(int slot) {
        words.drop(slot);
        records.page(slot)[records.at(slot)] = 0;
        records.release(slot);
    }

    /// Takes away the rows whose weight is 0, and copies strings together when most are not needed
    /// any more.
    public void endEpoch() {
        for (int i = 0; i < empty.slots(); i++) {
            int slot = (int) empty.page(i)[empty.at(i)];
            var page = records.page(slot);
            int at = records.at(slot);
            page[at] &= ~EMPTY;
            if ((page[at] & LINKED) == 0) {
                if ((page[at] & UNSAVED) == 0) {
                    release(slot);
                }
            } else if (page[at] >> WEIGHT == 0) {
                remove(slot);
            }
        }
        empty.clear();
        words.compact(USED);
    }

    /// Makes the index of whole rows. Of equal rows one takes the weights and the words that add up
    /// of all; the others stay, at weight 0, until [#endEpoch].
    private void indexRows() {
        var index = new KeyIndex();
        for (int slot = 0; slot < records.slots(); slot++) {
            if (!holds(slot)) {
                continue;
            }
            long hash = words.hash(slot, columns);
            int first = equalRow(index, hash, slot);
            if (first < 0) {
                index(index, hash, slot);
            } else {
                records.page(slot)[records.at(slot)] &= ~INDEXED;
                reweigh(first, weight(first) + weight(slot));
                reweigh(slot, 0);
                moveWords(first, slot);
                int entry = together.allocateUnset();
                together.page(entry)[together.at(entry)] = first;
            }
        }
        rowIndex = index;
    }

    /// Gives the rows that have taken the weights of equal ones since the last call, in [#add]:
    /// they have changed without being in the batch.
    public void takeTogether(IntConsumer to) {
        for (int i = 0; i < together.slots(); i++) {
            to.accept((int) together.page(i)[together.at(i)]);
        }
        together.clear();
    }

    private void index(KeyIndex index, long hash, int slot) {
        index.add(hash, slot);
        records.page(slot)[records.at(slot)] |= INDEXED;
    }

    private int equalRow(KeyIndex index, long hash, int row) {
        var table = index.table(hash);
        int mask = table.length - 1;
        int at = KeyIndex.start(hash, table);
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            if (KeyIndex.matches(entry, hash) && words.equal(KeyIndex.slot(entry), row)) {
                return KeyIndex.slot(entry);
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    private void moveWords(int to, int from) {
        int first = words.end() + savedWords;
        for (int w = first; w < first + moreWords; w++) {
            records.page(to)[records.at(to) + w] += records.page(from)[records.at(from) + w];
            records.page(from)[records.at(from) + w] = 0;
        }
    }

    /// The columns of saved rows.
    public StructType stateSchema() {
        return stateSchema;
    }

    /// How many rows changed since this was asked last.
    public long takeChanges() {
        long count = changes;
        changes = 0;
        return count;
    }

    /// Gives what changed since the last call, as the type says.
    public void writeChanges(Consumer<Batch> to) {
        var writer = new Writer(to);
        for (int i = 0; i < unsaved.slots(); i++) {
            int slot = (int) unsaved.page(i)[unsaved.at(i)];
            boolean saved = unsaved.page(i)[unsaved.at(i) + 1] != 0;
            var page = records.page(slot);
            int at = records.at(slot);
            page[at] &= ~UNSAVED;
            boolean there = (page[at] & LINKED) != 0;
            if (there || saved) {
                writer.add(slot, there);
            }
            if (!there && (page[at] & EMPTY) == 0) {
                writer.releaseLater(slot);
            }
        }
        writer.end();
        unsaved.clear();
    }

    /// Gives everything.
    public void writeAll(Consumer<Batch> to) {
        for (long from = 0; from >= 0; ) {
            from = writePiece(from, to);
        }
    }

    /// Gives a piece of everything: as [Stateful#writePiece].
    public long writePiece(long from, Consumer<Batch> to) {
        var writer = new Writer(to);
        int end = (int) Math.min(records.slots(), from + PIECE);
        for (int slot = (int) from; slot < end; slot++) {
            if (holds(slot)) {
                writer.add(slot, true);
            }
        }
        writer.end();
        return end == records.slots() ? -1 : end;
    }

    /// Fills batches with saved rows.
    private final class Writer {
        private final Consumer<Batch> to;
        private final Batch batch = Batch.create(stateSchema, Batch.ROWS);
        private final long[] weights = new long[Batch.ROWS];
        private final int[] slots = new int[Batch.ROWS];
        private final int[] gone = new int[Batch.ROWS];
        private int count;
        private int goneCount;

        Writer(Consumer<Batch> to) {
            this.to = to;
        }

        void add(int slot, boolean there) {
            slots[count] = slot;
            weights[count++] = there ? 1 : -1;
            if (count == Batch.ROWS) {
                end();
            }
        }

        /// Lets go of a record when what was said of it is written.
        void releaseLater(int slot) {
            gone[goneCount++] = slot;
            if (goneCount == Batch.ROWS) {
                end();
            }
        }

        /// Writes a word of the records to a column.
        private void write(int column, int word) {
            long[] values = batch.longs(column).values();
            for (int i = 0; i < count; i++) {
                values[i] = records.page(slots[i])[records.at(slots[i]) + word];
            }
        }

        void end() {
            if (count > 0) {
                for (int c = 0; c < columns; c++) {
                    words.read(c, slots, count, batch.column(c), 0);
                }
                write(columns, NUMBER);
                for (int i = 0; i < count; i++) {
                    batch.longs(columns + 1).setLong(i, weight(slots[i]));
                }
                for (int w = 0; w < savedWords; w++) {
                    write(columns + 2 + w, words.end() + w);
                }
                batch.setRows(count);
                batch.setWeights(weights);
                to.accept(batch);
                batch.clear();
                count = 0;
            }
            for (int i = 0; i < goneCount; i++) {
                release(gone[i]);
            }
            goneCount = 0;
        }
    }

    /// Takes back what [#writeAll] or [#writeChanges] gave, as [Stateful] says, as far as this
    /// worker owns the keys.
    public void restore(Batch saved, int worker, int workers) {
        int count = saved.rows();
        if (rowHashes.length < count) {
            rowHashes = new long[count];
        }
        if (keyHashes.length < count) {
            keyHashes = new long[count];
        }
        KeyGroups.hashes(saved, keys, keyHashes);
        KeyGroups.hashes(saved, columns, rowHashes);
        var index = restoreIndex == null ? indexToRestore() : restoreIndex;
        restoreIndex = index;
        var one = new int[1];
        for (int row = 0; row < count; row++) {
            boolean owns =
                    keys == 0 ? worker == 0 : KeyGroups.owner(keyHashes[row], workers) == worker;
            if (owns) {
                restore(saved, row, index, one);
            }
        }
    }

    private KeyIndex indexToRestore() {
        var index = new KeyIndex();
        for (int slot = 0; slot < records.slots(); slot++) {
            if (holds(slot)) {
                long number = records.page(slot)[records.at(slot) + NUMBER];
                index.add(numbered(words.hash(slot, columns), number), slot);
            }
        }
        return index;
    }

    private static long numbered(long rowHash, long number) {
        return KeyGroups.mix(rowHash ^ number);
    }

    private void restore(Batch saved, int row, KeyIndex index, int[] one) {
        long number = saved.longs(columns).getLong(row);
        nextNumber = Math.max(nextNumber, number + 1);
        long hash = numbered(rowHashes[row], number);
        int slot = numberedRow(index, hash, saved, row, number);
        if (saved.weight(row) <= 0) {
            if (slot >= 0) {
                index.remove(hash, slot);
                unlink(slot);
                release(slot);
            }
            return;
        }
        long weight = saved.longs(columns + 1).getLong(row);
        if (slot < 0) {
            slot = records.allocateUnset();
            var page = records.page(slot);
            int at = records.at(slot);
            page[at] = USED | LINKED;
            page[at + NUMBER] = number;
            Arrays.fill(page, at + words.end(), at + records.width(), 0);
            one[0] = slot;
            words.write(saved, row, 1, one);
            chain(
                    slot,
                    keys == 0 ? onlyKey : find(keyIndex, saved, keys, row, keyHashes[row]),
                    keyHashes[row]);
            index.add(hash, slot);
            rows++;
        }
        var page = records.page(slot);
        int at = records.at(slot);
        plain += (weight == 1 ? 1 : 0) - (page[at] >> WEIGHT == 1 ? 1 : 0);
        page[at] = page[at] & 0xFFFFFFFFL | check(weight) << WEIGHT;
        for (int w = 0; w < savedWords; w++) {
            page[at + words.end() + w] = saved.longs(columns + 2 + w).getLong(row);
        }
    }

    private int numberedRow(KeyIndex index, long hash, Batch saved, int row, long number) {
        var table = index.table(hash);
        int mask = table.length - 1;
        int at = KeyIndex.start(hash, table);
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            int slot = KeyIndex.slot(entry);
            if (KeyIndex.matches(entry, hash)
                    && records.page(slot)[records.at(slot) + NUMBER] == number
                    && words.equal(slot, saved, 0, columns, row)) {
                return slot;
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    /// About how many bytes it takes.
    public long bytes() {
        return words.bytes()
                + keyIndex.bytes()
                + (rowIndex == null ? 0 : rowIndex.bytes())
                + unsaved.bytes()
                + empty.bytes();
    }
}
