package io.tidemill.state;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import java.util.function.Consumer;

/// What an [Arrangement] gives to be saved: which rows changed since the last time, and the rows
/// themselves, in batches of the columns [Arrangement] tells of.
///
/// A row that is gone is kept, without a place in its key's list, until it is written; then its
/// record is let go of. State: a long for each run of rows that changed since the last save, in the
/// order of their slots, as new ones do. One thread's own.
final class ArrangementSaved {
    private static final int PIECE = 16 * 1024;

    // A run: the first slot, whether its rows have been saved before, how many there are.
    private static final long SLOT = (1L << 31) - 1;
    private static final long SAVED = 1L << 31;
    private static final int COUNT = 32;

    private final Arrangement owner;
    private final Records records;
    private final RowWords words;
    private final int columns;
    private final int savedWords;
    private final StructType schema;

    /// Runs of rows that changed since the last save.
    private final Records unsaved = new Records(1);

    private int unsavedRows;
    private long changes;

    ArrangementSaved(Arrangement owner, RowWords words, StructType rows, int savedWords) {
        this.owner = owner;
        this.words = words;
        this.records = words.records();
        this.columns = rows.size();
        this.savedWords = savedWords;
        var saved = rows.add("row", "bigint").add("count", "bigint");
        for (int i = 0; i < savedWords; i++) {
            saved = saved.add("word" + i, "bigint");
        }
        schema = saved;
    }

    /// The columns of saved rows.
    StructType schema() {
        return schema;
    }

    /// Remembers that a row, which has not changed since the last save, is about to.
    ///
    /// @param saved whether it has been saved before
    void note(int slot, boolean saved) {
        records.page(slot)[records.at(slot)] |= Arrangement.UNSAVED;
        changes++;
        unsavedRows++;
        long flag = saved ? SAVED : 0;
        int last = unsaved.slots() - 1;
        if (last >= 0) {
            var page = unsaved.page(last);
            int at = unsaved.at(last);
            long run = page[at];
            if ((run & SAVED) == flag && (run & SLOT) + (run >>> COUNT) == slot) {
                page[at] = run + (1L << COUNT);
                return;
            }
        }
        int entry = unsaved.allocateUnset();
        unsaved.page(entry)[unsaved.at(entry)] = 1L << COUNT | flag | slot;
    }

    /// How many rows changed since this was asked last.
    long takeChanges() {
        long count = changes;
        changes = 0;
        return count;
    }

    /// Gives what changed since the last call.
    void writeChanges(Consumer<Batch> to) {
        var writer = new Writer(to, unsavedRows);
        for (int i = 0; i < unsaved.slots(); i++) {
            long run = unsaved.page(i)[unsaved.at(i)];
            int from = (int) (run & SLOT);
            int end = from + (int) (run >>> COUNT);
            for (int slot = from; slot < end; slot++) {
                writeChange(slot, (run & SAVED) != 0, writer);
            }
        }
        writer.end();
        unsaved.clear();
        unsavedRows = 0;
    }

    private void writeChange(int slot, boolean saved, Writer writer) {
        var page = records.page(slot);
        int at = records.at(slot);
        page[at] &= ~Arrangement.UNSAVED;
        boolean there = (page[at] & Arrangement.LINKED) != 0;
        if (there || saved) {
            writer.add(slot, there);
        }
        if (!there && (page[at] & Arrangement.EMPTY) == 0) {
            writer.releaseLater(slot);
        }
    }

    /// Gives a piece of everything: as [Stateful#writePiece].
    long writePiece(long from, Consumer<Batch> to) {
        var writer = new Writer(to, Batch.ROWS);
        int end = (int) Math.min(records.slots(), from + PIECE);
        for (int slot = (int) from; slot < end; slot++) {
            if (owner.holds(slot)) {
                writer.add(slot, true);
            }
        }
        writer.end();
        return end == records.slots() ? -1 : end;
    }

    /// Fills batches with saved rows.
    private final class Writer {
        private final Consumer<Batch> to;
        private final int room;
        private final Batch batch;
        private final long[] weights;
        private final int[] slots;
        private final int[] gone;
        private int count;
        private int goneCount;

        /// @param most rows there are at most
        Writer(Consumer<Batch> to, int most) {
            this.to = to;
            room = Math.clamp(most, 1, Batch.ROWS);
            batch = Batch.create(schema, room);
            weights = new long[room];
            slots = new int[room];
            gone = new int[room];
        }

        void add(int slot, boolean there) {
            slots[count] = slot;
            weights[count++] = there ? 1 : -1;
            if (count == room) {
                end();
            }
        }

        /// Lets go of a record when what was said of it is written.
        void releaseLater(int slot) {
            gone[goneCount++] = slot;
            if (goneCount == room) {
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
                write(columns, Arrangement.NUMBER);
                for (int i = 0; i < count; i++) {
                    batch.longs(columns + 1).setLong(i, owner.weight(slots[i]));
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
                owner.release(gone[i]);
            }
            goneCount = 0;
        }
    }

    /// About how many bytes it takes.
    long bytes() {
        return unsaved.bytes();
    }
}
