package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.Records;
import io.tidemill.state.StateRows;
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
        /// @param there whether the key is there; else it is gone
        /// @param first the first of the owner's columns
        void write(int slot, boolean there, Batch batch, int first, int row);
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
        var rows = new StateRows(schema, to);
        for (int entry = 0; entry < unsaved.slots(); entry++) {
            int slot = (int) unsaved.page(entry)[unsaved.at(entry)];
            keys.setWord(slot, flags.word(), keys.word(slot, flags.word()) & ~flags.unsaved());
            boolean there = is(slot, flags.there());
            write(slot, there, rows);
            if (!there) {
                gone.accept(slot);
            }
        }
        rows.end();
        unsaved.clear();
    }

    /// @return from where to go on; -1 at the end
    long writePiece(long from, Consumer<Batch> to) {
        var rows = new StateRows(schema, to);
        int slot = (int) from;
        for (int given = 0; slot < keys.slots() && given < PIECE; slot++) {
            if (is(slot, flags.there())) {
                write(slot, true, rows);
                given++;
            }
        }
        rows.end();
        return slot < keys.slots() ? slot : -1;
    }

    private void write(int slot, boolean there, StateRows rows) {
        int row = rows.row();
        keys.write(slot, rows.batch(), row);
        columns.write(slot, there, rows.batch(), keys.schema().size(), row);
        rows.added(there);
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
