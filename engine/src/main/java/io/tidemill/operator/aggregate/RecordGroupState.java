package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.Records;
import io.tidemill.state.StateRows;
import java.util.function.Consumer;

/// Groups that are records as the checkpoint sees them: which changed, and the rows that they are
/// saved as and taken back from.
///
/// Columns: the keys, how many rows the group has, when it last had one if that matters, then what
/// each aggregate saves. A group that is gone keeps its record until that is saved, and then until
/// [#forgetGone]: others may still save something of it.
final class RecordGroupState {
    private static final int PIECE = 8 * Batch.ROWS; // slots in a piece of a snapshot

    private final RecordGroups groups;
    private final RecordGroupTimes times;
    private final GroupAggregate.Spec spec;
    private final RecordAggregates layout;
    private final StructType schema;

    /// Slots whose groups changed since the state was last written.
    private final Records unsaved = new Records(1);

    /// Slots of groups that were saved as gone.
    private final Records gone = new Records(1);

    RecordGroupState(RecordGroups groups, RecordGroupTimes times) {
        this.groups = groups;
        this.times = times;
        spec = groups.spec();
        layout = groups.layout();
        schema = schemaOfState();
    }

    /// The columns of a saved key.
    static StructType keys(GroupAggregate.Spec spec) {
        var schema = new StructType();
        for (int i = 0; i < spec.keys(); i++) {
            schema = schema.add("key" + i, spec.input().typeOf(i));
        }
        return schema;
    }

    private StructType schemaOfState() {
        var columns = keys(spec).add("rows", "bigint");
        if (spec.isAging()) {
            columns = columns.add("changed", "bigint");
        }
        for (int i = 0; i < layout.list().size(); i++) {
            var types = layout.list().get(i).stateTypes();
            for (int j = 0; j < types.size(); j++) {
                columns = columns.add("aggregate%d_%d".formatted(i, j), types.get(j));
            }
        }
        return columns;
    }

    StructType schema() {
        return schema;
    }

    /// Notes that a group has changed.
    void changed(int slot, long[] page, int at) {
        if ((page[at] & RecordGroups.UNSAVED) == 0) {
            page[at] |= RecordGroups.UNSAVED;
            int entry = unsaved.allocateUnset();
            unsaved.page(entry)[unsaved.at(entry)] = slot;
        }
    }

    void writeChanges(Consumer<Batch> to) {
        var rows = new StateRows(schema, to);
        for (int i = 0; i < unsaved.slots(); i++) {
            int slot = (int) unsaved.page(i)[unsaved.at(i)];
            var page = groups.page(slot);
            int at = groups.at(slot);
            page[at] &= ~RecordGroups.UNSAVED;
            boolean there = groups.exists(slot);
            boolean saved = (page[at] & RecordGroups.SAVED) != 0;
            if (saved && (!there || (page[at] & RecordGroups.FORGOTTEN) != 0)) {
                add(rows, slot, false);
            }
            if (there) {
                add(rows, slot, true);
                page[at] |= RecordGroups.SAVED;
            }
            page[at] &= ~RecordGroups.FORGOTTEN;
            if (!there) {
                int entry = gone.allocateUnset();
                gone.page(entry)[gone.at(entry)] = slot;
            }
        }
        unsaved.clear();
        rows.end();
    }

    /// Forgets the keys of groups that were saved as gone.
    void forgetGone() {
        for (int i = 0; i < gone.slots(); i++) {
            groups.remove((int) gone.page(i)[gone.at(i)]);
        }
        gone.clear();
    }

    long writePiece(long from, Consumer<Batch> to) {
        int slots = groups.slots();
        int end = (int) Math.min(slots, from + PIECE);
        write((int) from, end, to);
        return end < slots ? end : -1;
    }

    private void write(int from, int end, Consumer<Batch> to) {
        var rows = new StateRows(schema, to);
        for (int slot = from; slot < end; slot++) {
            if (groups.exists(slot)) {
                add(rows, slot, true);
                groups.page(slot)[groups.at(slot)] |= RecordGroups.SAVED;
            }
        }
        rows.end();
    }

    private void add(StateRows rows, int slot, boolean there) {
        var batch = rows.batch();
        int row = rows.row();
        var page = groups.page(slot);
        int at = groups.at(slot);
        groups.writeKey(slot, batch, row);
        int column = spec.keys();
        batch.longs(column++).setLong(row, there ? page[at + layout.rowsWord()] : 0);
        if (spec.isAging()) {
            batch.longs(column++).setLong(row, page[at + layout.changedWord()]);
        }
        for (var aggregate : layout.list()) {
            int width = aggregate.stateTypes().size();
            if (there) {
                aggregate.save(groups.table(), page, at, batch, column, row);
            } else {
                for (int i = 0; i < width; i++) {
                    batch.column(column + i).setNull(row);
                }
            }
            column += width;
        }
        rows.added(there);
    }

    /// Takes back saved rows, of which nothing is a change.
    ///
    /// @return by how many the number of groups grew
    long restore(Batch rows) {
        long more = 0;
        var one = Batch.create(schema, 1);
        var slot = new int[1];
        for (int row = 0; row < rows.rows(); row++) {
            if (!groups.owns(rows, row)) {
                continue;
            }
            one.clear();
            one.append(rows, row);
            groups.find(one, slot);
            var page = groups.page(slot[0]);
            int at = groups.at(slot[0]);
            more -= (page[at] & RecordGroups.EMITTED) == 0 ? 0 : 1;
            page[at] |= RecordGroups.LIVE | RecordGroups.EMITTED | RecordGroups.SAVED;
            if (rows.weight(row) > 0) {
                load(slot[0], one, page, at);
                times.awaitCompletion(slot[0], page, at);
                more++;
            } else {
                groups.reset(slot[0], page, at, true);
                groups.remove(slot[0]);
            }
        }
        return more;
    }

    private void load(int slot, Batch one, long[] page, int at) {
        int column = spec.keys();
        page[at + layout.rowsWord()] = one.longs(column++).getLong(0);
        if (spec.isAging()) {
            times.age(slot, page, at, one.longs(column++).getLong(0));
        }
        for (var aggregate : layout.list()) {
            aggregate.load(groups.table(), one, column, 0, page, at);
            column += aggregate.stateTypes().size();
        }
    }

    long bytes() {
        return unsaved.bytes();
    }
}
