package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.Records;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// Keys with words of their owner as the checkpoint sees them: which changed, and the rows that
/// they are saved as and taken back from: the key, then the owner's columns.
///
/// One of the owner's words holds flags, of which one says whether the key is there and one, kept
/// here, whether it is to be saved. One thread's own.
final class SavedKeys {
    private static final int PIECE = 16 * 1024;

    private final PartitionKeys keys;
    private final Flags flags;
    private final boolean saved;
    private final StructType schema;
    private final Columns columns;
    private final Records unsaved = new Records(1);

    /// @param word which of the owner's words they are in
    record Flags(int word, long there, long unsaved) {}

    /// Writes the owner's columns.
    @FunctionalInterface
    interface Columns {
        /// Writes those of the keys `slots[0]` to `slots[count - 1]` to the first rows of a batch.
        ///
        /// @param signs 1 where the key is there, -1 where it is gone
        /// @param first the first of the owner's columns
        void write(int[] slots, long[] signs, int count, Batch batch, int first);
    }

    /// Takes back a key.
    @FunctionalInterface
    interface Restored {
        void take(int slot, int row);
    }

    /// @param saved whether state outlives the epoch
    /// @param own the owner's columns
    SavedKeys(PartitionKeys keys, Flags flags, boolean saved, StructType own, Columns columns) {
        this.keys = keys;
        this.flags = flags;
        this.saved = saved;
        this.columns = columns;
        var all = keys.schema();
        for (var field : own.fieldList()) {
            all = all.add(field.name(), field.dataType());
        }
        schema = all;
    }

    StructType schema() {
        return schema;
    }

    private boolean is(int slot, long flag) {
        return (keys.word(slot, flags.word()) & flag) != 0;
    }

    /// Notes that a key has changed.
    void changed(int slot) {
        if (saved && !is(slot, flags.unsaved())) {
            keys.setWord(slot, flags.word(), keys.word(slot, flags.word()) | flags.unsaved());
            int entry = unsaved.allocateUnset();
            unsaved.page(entry)[unsaved.at(entry)] = slot;
        }
    }

    /// @param gone told of each key that is not there any more, once that is written
    void writeChanges(Consumer<Batch> to, IntConsumer gone) {
        var batch = Batch.create(schema, 0);
        int[] slots = new int[Batch.ROWS];
        long[] signs = new long[Batch.ROWS];
        for (int from = 0; from < unsaved.slots(); from += Batch.ROWS) {
            int count = Math.min(Batch.ROWS, unsaved.slots() - from);
            for (int i = 0; i < count; i++) {
                int slot = (int) unsaved.page(from + i)[unsaved.at(from + i)];
                slots[i] = slot;
                signs[i] = is(slot, flags.there()) ? 1 : -1;
                keys.setWord(slot, flags.word(), keys.word(slot, flags.word()) & ~flags.unsaved());
            }
            write(slots, signs, count, batch, to);
            for (int i = 0; i < count; i++) {
                if (signs[i] < 0) {
                    gone.accept(slots[i]);
                }
            }
        }
        unsaved.clear();
    }

    /// @return from where to go on; -1 at the end
    long writePiece(long from, Consumer<Batch> to) {
        var batch = Batch.create(schema, 0);
        int[] slots = new int[Batch.ROWS];
        long[] signs = new long[Batch.ROWS];
        Arrays.fill(signs, 1);
        int slot = (int) from;
        int count = 0;
        for (int given = 0; slot < keys.slots() && given < PIECE; slot++) {
            if (is(slot, flags.there())) {
                slots[count++] = slot;
                given++;
                if (count == Batch.ROWS) {
                    write(slots, signs, count, batch, to);
                    count = 0;
                }
            }
        }
        write(slots, signs, count, batch, to);
        return slot < keys.slots() ? slot : -1;
    }

    private void write(int[] slots, long[] signs, int count, Batch batch, Consumer<Batch> to) {
        if (count == 0) {
            return;
        }
        batch.clear();
        batch.reserve(count);
        for (int row = 0; row < count; row++) {
            keys.write(slots[row], batch, row);
        }
        columns.write(slots, signs, count, batch, keys.schema().size());
        batch.setRows(count);
        batch.setWeights(signs);
        to.accept(batch);
    }

    /// Finds the keys of saved rows, of those that are this worker's.
    void restore(Batch state, Restored to) {
        var one = Batch.create(schema, 1);
        for (int row = 0; row < state.rows(); row++) {
            if (keys.owns(state, row)) {
                one.clear();
                one.append(state, row, 1);
                to.take(keys.restore(one), row);
            }
        }
    }

    long bytes() {
        return unsaved.bytes();
    }
}
