package io.tidemill.state;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
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
    static final long LINKED = 2;
    static final long UNSAVED = 4;
    static final long EMPTY = 8;
    private static final long FRESH = 16;
    private static final int WEIGHT = 32;

    /// The word of a record, when changes are tracked, that tells equal rows apart.
    static final int NUMBER = KeyChains.LINKS + 1;

    private final StructType schema;
    private final int keys;
    private final int columns;
    private final int savedWords;
    private final int moreWords;
    private final boolean tracked;
    private final RowWords words;
    private final Records records;
    private final KeyChains chains;
    private final ArrangementSaved saved;
    private @Nullable WholeRows wholeRows;
    private long nextNumber;

    /// While rows are restored.
    private @Nullable ArrangementRestored restored;

    private long rows;
    private long plain;

    /// Slots whose weight has been 0 in this epoch.
    private final Records empty = new Records(1);

    private long[] rowHashes = {};
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
        chains = new KeyChains(words, keys);
        saved = new ArrangementSaved(this, words, schema, savedWords);
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
        return KeyChains.next(records, slot);
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
        chains.find(batch, hashes, found);
    }

    /// Adds what a batch says; `slots[r]` is then row r's slot.
    ///
    /// @param hashes those of [KeyGroups#hashes]
    public void add(Batch batch, long[] hashes, int[] slots) {
        restored = null;
        if (batch.weights() != null && wholeRows == null && !isKeyed() && retracts(batch)) {
            wholeRows = new WholeRows(this, words, columns, words.end() + savedWords, moreWords);
        }
        if (wholeRows == null && !isKeyed()) {
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
                head = chains.find(batch, row, hashes[row]);
            }
            chains.add(slots[row], head, hashes[row]);
        }
    }

    private void merge(Batch batch, long[] hashes, int[] slots) {
        int count = batch.rows();
        if (rowHashes.length < count) {
            rowHashes = new long[count];
        }
        KeyGroups.hashes(batch, columns, rowHashes);
        var whole = wholeRows;
        var one = new int[1];
        for (int row = 0; row < count; row++) {
            long weight = batch.weight(row);
            int slot =
                    whole == null
                            ? chains.find(batch, row, rowHashes[row])
                            : whole.find(batch, row, rowHashes[row]);
            if (slot >= 0) {
                if (weight != 0) {
                    reweigh(slot, weight(slot) + weight);
                }
            } else {
                slot = fresh(weight);
                one[0] = slot;
                words.write(batch, row, 1, one);
                int head = chains.find(batch, row, hashes[row]);
                chains.add(slot, head, hashes[row]);
                if (whole != null) {
                    whole.add(slot, rowHashes[row]);
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
            saved.note(slot, false);
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

    /// Sets how often a row is there.
    void reweigh(int slot, long weight) {
        changed(slot);
        setWeight(slot, weight);
        if (weight == 0) {
            noteEmpty(slot, records.page(slot), records.at(slot));
        }
    }

    /// As [#reweigh], without a word about it to anybody.
    void setWeight(int slot, long weight) {
        var page = records.page(slot);
        int at = records.at(slot);
        plain += (weight == 1 ? 1 : 0) - (page[at] >> WEIGHT == 1 ? 1 : 0);
        page[at] = page[at] & 0xFFFFFFFFL | check(weight) << WEIGHT;
    }

    /// Says that a word of this row that is saved is about to change.
    public void changed(int slot) {
        var page = records.page(slot);
        int at = records.at(slot);
        if (tracked && (page[at] & UNSAVED) == 0) {
            saved.note(slot, true);
        }
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
        chains.remove(slot);
        if (wholeRows != null) {
            wholeRows.remove(slot);
        }
        page[at] &= ~LINKED;
    }

    /// Lets go of the record of a row that is in no list any more.
    void release(int slot) {
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

    /// Gives the rows that have taken the weights of equal ones since the last call, in [#add]:
    /// they have changed without being in the batch.
    public void takeTogether(IntConsumer to) {
        if (wholeRows != null) {
            wholeRows.takeTogether(to);
        }
    }

    /// The columns of saved rows.
    public StructType stateSchema() {
        return saved.schema();
    }

    /// How many rows changed since this was asked last.
    public long takeChanges() {
        return saved.takeChanges();
    }

    /// Gives what changed since the last call, as the type says.
    public void writeChanges(Consumer<Batch> to) {
        saved.writeChanges(to);
    }

    /// Gives everything.
    public void writeAll(Consumer<Batch> to) {
        for (long from = 0; from >= 0; ) {
            from = writePiece(from, to);
        }
    }

    /// Gives a piece of everything: as [Stateful#writePiece].
    public long writePiece(long from, Consumer<Batch> to) {
        return saved.writePiece(from, to);
    }

    /// Takes back what [#writeAll] or [#writeChanges] gave, as [Stateful] says, as far as this
    /// worker owns the keys.
    public void restore(Batch state, int worker, int workers) {
        if (restored == null) {
            restored = new ArrangementRestored(this, words, savedWords);
        }
        restored.restore(state, worker, workers);
    }

    /// Lets no new row have this number.
    void skipNumber(long number) {
        nextNumber = Math.max(nextNumber, number + 1);
    }

    /// Puts a saved row back under its number, at weight 0 and with its words at 0; returns its
    /// slot.
    int putBack(Batch state, int row, long keyHash, long number) {
        int slot = records.allocateUnset();
        var page = records.page(slot);
        int at = records.at(slot);
        page[at] = USED | LINKED;
        page[at + NUMBER] = number;
        Arrays.fill(page, at + words.end(), at + records.width(), 0);
        words.write(state, row, 1, new int[] {slot});
        chains.add(slot, chains.find(state, row, keyHash), keyHash);
        rows++;
        return slot;
    }

    /// Takes a saved row away.
    void forget(int slot) {
        unlink(slot);
        release(slot);
    }

    /// About how many bytes it takes.
    public long bytes() {
        return words.bytes()
                + chains.bytes()
                + (wholeRows == null ? 0 : wholeRows.bytes())
                + saved.bytes()
                + empty.bytes();
    }
}
