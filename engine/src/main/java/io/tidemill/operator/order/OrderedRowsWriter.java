package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.state.StateRows;
import java.util.function.Consumer;

/// Fills batches with rows of the state of [OrderedRows], in its columns: the key, the row's bytes,
/// the length of its sort keys, its count, and, with a time to live, when the partition changed
/// last; at weight 1 a row that is there, at -1 one that is gone.
///
/// Its batch is the consumer's for the call only. Lives for one write, while no row moves.
final class OrderedRowsWriter {
    private final OrderedRows rows;
    private final PartitionKeys keys;
    private final boolean withChanged;
    private final StateRows state;
    private final Batch batch;
    private final int first;

    /// @param withChanged whether rows have the column of the last change
    OrderedRowsWriter(
            OrderedRows rows, PartitionKeys keys, boolean withChanged, Consumer<Batch> to) {
        this.rows = rows;
        this.keys = keys;
        this.withChanged = withChanged;
        state = new StateRows(rows.stateSchema(), to);
        batch = state.batch();
        first = keys.schema().size();
    }

    void add(int slot, long address, boolean there) {
        var pages = rows.pages();
        int row = state.row();
        keys.write(slot, batch, row);
        int at = RowPages.start(address);
        batch.bytes(first).append(row, pages.page(address), at, at + pages.length(address));
        batch.longs(first + 1).setLong(row, pages.keyLength(address));
        batch.longs(first + 2).setLong(row, there ? pages.count(address) : 0);
        if (withChanged) {
            var partition = rows.existing(slot);
            batch.longs(first + 3).setLong(row, partition == null ? 0 : partition.changedAt);
        }
        state.added(there);
    }

    /// Gives what has not been given yet.
    void end() {
        state.end();
    }
}
