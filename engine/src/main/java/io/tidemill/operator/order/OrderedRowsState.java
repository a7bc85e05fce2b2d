package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.StateRows;
import java.util.function.Consumer;

/// [OrderedRows] as the checkpoint sees them: which rows changed since they were saved, and the
/// rows that they are saved as and taken back from: the key, the row's bytes, the length of its
/// sort keys, its count, and, with a time to live, when the partition changed last.
final class OrderedRowsState {
    private static final int PIECE = 16 * 1024;

    // Flags of a row, beside those of OrderedRows.
    private static final int UNSAVED = 1 << 30;
    private static final int SAVED = 1 << 29;

    private final OrderedRows rows;
    private final PartitionKeys keys;
    private final boolean aging;
    private final StructType schema;
    private final int first;
    private final RowLog unsaved = new RowLog();

    /// Is told of a partition and of the row of the state that it got.
    @FunctionalInterface
    interface Restored {
        void accept(Partition partition, int row);
    }

    /// @param aging whether partitions have a time to live
    OrderedRowsState(OrderedRows rows, PartitionKeys keys, boolean aging) {
        this.rows = rows;
        this.keys = keys;
        this.aging = aging;
        first = keys.schema().size();
        var columns =
                keys.schema()
                        .add("row", DataTypes.BinaryType)
                        .add("sort", DataTypes.IntegerType)
                        .add("count", DataTypes.IntegerType);
        schema = aging ? columns.add("changed", DataTypes.LongType) : columns;
    }

    StructType schema() {
        return schema;
    }

    /// Notes that a row has changed.
    void changed(Partition partition, long address) {
        int flags = rows.pages().flags(address);
        if ((flags & UNSAVED) == 0) {
            rows.pages().setFlags(address, flags | UNSAVED);
            unsaved.add(partition.slot, address);
            partition.unsaved = true;
        }
    }

    /// Appends the row encoded last, which was saved.
    long append(int count) {
        return rows.pages().append(SAVED, count);
    }

    void writeChanges(Consumer<Batch> to) {
        var pages = rows.pages();
        var state = new StateRows(schema, to);
        for (int i = 0; i < unsaved.size(); i++) {
            long address = unsaved.address(i);
            int flags = pages.flags(address) & ~UNSAVED;
            boolean there = pages.count(address) != 0;
            if (there || (flags & SAVED) != 0) {
                write(unsaved.slot(i), address, there, state);
            }
            pages.setFlags(address, there ? flags | SAVED : flags & ~SAVED);
        }
        state.end();
        for (int i = 0; i < unsaved.size(); i++) {
            var partition = rows.existing(unsaved.slot(i));
            if (partition != null) {
                partition.unsaved = false;
                rows.forgetIfEmpty(partition);
            }
        }
        unsaved.clear();
        rows.compact();
    }

    /// Gives the partitions from a number on, some ten thousand rows of them.
    ///
    /// @return where the next piece begins; -1 when there is none
    long writePiece(long from, Consumer<Batch> to) {
        var state = new StateRows(schema, to);
        long given = 0;
        int slot = (int) from;
        for (; slot < rows.slots() && given < PIECE; slot++) {
            var partition = rows.existing(slot);
            for (int c = 0; partition != null && c < partition.chunks(); c++) {
                for (int i = 0; i < partition.size(c); i++) {
                    write(slot, partition.row(c, i), true, state);
                    given++;
                }
            }
        }
        state.end();
        return slot < rows.slots() ? slot : -1;
    }

    private void write(int slot, long address, boolean there, StateRows state) {
        var pages = rows.pages();
        var batch = state.batch();
        int row = state.row();
        keys.write(slot, batch, row);
        int at = RowPages.start(address);
        batch.bytes(first).append(row, pages.page(address), at, at + pages.length(address));
        batch.longs(first + 1).setLong(row, pages.keyLength(address));
        batch.longs(first + 2).setLong(row, there ? pages.count(address) : 0);
        if (aging) {
            var partition = rows.existing(slot);
            batch.longs(first + 3).setLong(row, partition == null ? 0 : partition.changedAt);
        }
        state.added(there);
    }

    /// Takes back what was written, those rows whose key is this worker's.
    ///
    /// @param restored is told of each partition that got a row
    void restore(Batch state, Restored restored) {
        var one = Batch.create(schema, 1);
        for (int row = 0; row < state.rows(); row++) {
            if (!keys.owns(state, row)) {
                continue;
            }
            one.clear();
            one.append(state, row, 1);
            var partition = rows.partition(keys.restore(one));
            var bytes = state.bytes(first);
            rows.codec()
                    .load(
                            bytes.data(),
                            bytes.starts()[row],
                            bytes.ends()[row],
                            (int) state.longs(first + 1).getLong(row));
            int count = state.weight(row) > 0 ? (int) state.longs(first + 2).getLong(row) : 0;
            rows.restore(partition, count);
            if (aging) {
                rows.aged(partition, state.longs(first + 3).getLong(row));
            }
            if (partition.isEmpty()) {
                rows.forgetIfEmpty(partition);
            } else {
                restored.accept(partition, row);
            }
        }
    }

    /// Rows are about to move to fresh pages, those that are there and these, which are gone, and
    /// the next save must say so; [#moved] tells of each.
    RowLog gone() {
        var pages = rows.pages();
        var gone = new RowLog();
        for (int i = 0; i < unsaved.size(); i++) {
            long address = unsaved.address(i);
            boolean kept = pages.count(address) != 0 || pages.before(address) != 0;
            if (!kept && (pages.flags(address) & SAVED) != 0) {
                gone.add(unsaved.slot(i), address);
            }
            var partition = rows.existing(unsaved.slot(i));
            if (partition != null) {
                partition.unsaved = false;
            }
        }
        unsaved.clear();
        return gone;
    }

    /// A row that is gone has moved.
    void moved(Partition partition, long address) {
        partition.unsaved = true;
        unsaved.add(partition.slot, address);
    }

    /// Notes a row that has moved, if it is to be saved.
    void moved(Partition partition, long address, int flags) {
        if ((flags & UNSAVED) != 0) {
            moved(partition, address);
        }
    }

    long bytes() {
        return unsaved.bytes();
    }
}
