package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.state.KeyGroups;
import io.tidemill.state.KeyTable;
import java.util.Arrays;
import java.util.List;

/// One worker's groups, each a record of a [KeyTable]: a head of bits, the key, how many rows, when
/// it last had one if groups age, then each aggregate's words.
///
/// A record is live from a group's first row until the group is saved as gone; it exists while it
/// has rows, and without keys always. One thread's own.
final class RecordGroups {
    // Bits of a record's head.
    static final long TOUCHED = 1;
    static final long UNSAVED = 2;
    static final long EMITTED = 4;
    static final long LIVE = 8;
    static final long SAVED = 16;
    static final long QUEUED = 32;
    static final long AGING = 64;
    static final long FORGOTTEN = 128; // since it was last saved

    private final GroupAggregate.Spec spec;
    private final int worker;
    private final int workers;
    private final RecordAggregates layout;
    private final List<RecordAggregate> settling;
    private final KeyTable table;
    private final Batch keyRow;
    private boolean valuesRestored;

    RecordGroups(GroupAggregate.Spec spec, int worker, int workers) {
        this.spec = spec;
        this.worker = worker;
        this.workers = workers;
        var keyTypes = RecordAggregates.keyTypes(spec);
        int ownWords = new KeyTable(keyTypes, 1).ownWords();
        layout = RecordAggregates.of(this, ownWords);
        settling = layout.list().stream().filter(RecordAggregate::settles).toList();
        table = new KeyTable(keyTypes, layout.words());
        keyRow = Batch.create(RecordGroupState.keys(spec), 1);
    }

    GroupAggregate.Spec spec() {
        return spec;
    }

    RecordAggregates layout() {
        return layout;
    }

    KeyTable table() {
        return table;
    }

    int slots() {
        return table.records().slots();
    }

    /// Finds the groups of some rows, which are made if they are not there.
    void find(Batch rows, int[] slots) {
        if (spec.keys() == 0) {
            Arrays.fill(slots, 0, rows.rows(), onlyGroup());
        } else {
            table.lookup(rows, slots);
        }
    }

    /// The group of everything, when there are no keys.
    int onlyGroup() {
        return table.records().slots() == 0 ? table.records().allocate() : 0;
    }

    /// Where the record of a group lies.
    long[] page(int slot) {
        return table.records().page(slot);
    }

    /// Where in its page the record of a group begins.
    int at(int slot) {
        return table.records().at(slot);
    }

    void writeKey(int slot, Batch out, int row) {
        table.writeKey(slot, out, row);
    }

    boolean isLive(int slot) {
        return (page(slot)[at(slot)] & LIVE) != 0;
    }

    boolean exists(int slot) {
        var page = page(slot);
        int at = at(slot);
        return (page[at] & LIVE) != 0 && hasRows(page, at);
    }

    /// Whether a live record is of a group that exists.
    boolean hasRows(long[] page, int at) {
        return spec.keys() == 0 || page[at + layout.rowsWord()] > 0;
    }

    /// Brings a group's record into order after its rows changed.
    void settle(int slot) {
        for (var aggregate : settling) {
            aggregate.settle(table, slot);
        }
    }

    /// Brings all records into order once the values that some aggregates keep are restored.
    void settleRestored() {
        if (valuesRestored) {
            valuesRestored = false;
            settleAll();
        }
    }

    private void settleAll() {
        for (int slot = 0; slot < table.records().slots(); slot++) {
            if (isLive(slot)) {
                settle(slot);
            }
        }
    }

    /// Empties the record of a group without rows; its key stays until that is saved.
    ///
    /// @param forGood whether the key never comes again
    void reset(int slot, long[] page, int at, boolean forGood) {
        layout.kept().forEach(values -> values.drop(slot, forGood));
        layout.list().forEach(aggregate -> aggregate.release(table, page, at));
        Arrays.fill(page, at + layout.rowsWord(), at + table.records().width(), 0);
    }

    /// Gives the record back, and forgets its key.
    void remove(int slot) {
        page(slot)[at(slot)] &= ~LIVE;
        table.remove(slot);
    }

    /// Gives back what released values took, when that is worth it.
    void compact() {
        table.compact(layout.textWords(), this::isLive);
        boolean moved = false;
        for (var values : layout.kept()) {
            moved |= values.compact();
        }
        if (moved) {
            settleAll();
        }
    }

    /// Whether a saved row, told by its first columns, is this worker's.
    boolean owns(Batch rows, int row) {
        return spec.keys() == 0
                ? worker == 0
                : KeyGroups.owner(KeyGroups.hash(rows, spec.keys(), row), workers) == worker;
    }

    /// The group that a saved row belongs to by its first columns; -1 when it is another worker's,
    /// or gone.
    int restoredGroup(Batch rows, int row) {
        valuesRestored = true;
        if (!owns(rows, row)) {
            return -1;
        }
        if (spec.keys() == 0) {
            return onlyGroup();
        }
        keyRow.clear();
        keyRow.reserve(1);
        for (int i = 0; i < spec.keys(); i++) {
            keyRow.column(i).copy(0, rows.column(i), row);
        }
        keyRow.setRows(1);
        var slot = new int[1];
        table.lookup(keyRow, slot);
        if (isLive(slot[0])) {
            return slot[0];
        }
        table.remove(slot[0]);
        return -1;
    }
}
