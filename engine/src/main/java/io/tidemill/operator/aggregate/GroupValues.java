package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.LongColumn;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.KeyTable;
import io.tidemill.state.Records;
import io.tidemill.state.StateRows;
import io.tidemill.state.StateSize;
import io.tidemill.state.Stateful;
import java.util.List;
import java.util.function.Consumer;

/// The different values of all groups of [RecordGroups], packed: a record for each value of each
/// group, found by the group's slot and the value.
///
/// A record's own words: a link by which the values of a group hang together, then the words that
/// say how often the value is there; a value is there as long as one of these is not 0. Saved is a
/// row for each value: the group's key, the value, those words; a value whose group is gone needs
/// no word of its own. State: 8 bytes a word (head, slot, value, own words) and about 17 of index.
abstract class GroupValues implements Stateful {
    static final int LINK = 0;

    private static final long LIVE = 1;
    private static final long UNSAVED = 2;
    private static final long SAVED = 4;
    private static final long LINKED = 8;
    private static final int PIECE = 8 * Batch.ROWS; // slots in a piece of a snapshot

    final RecordGroups owner;
    final KeyTable table;

    /// Where a record's own words begin.
    final int own;

    private final String stateId;
    private final int[] columns;
    private final int words;
    private final StructType keySchema;
    private final StructType stateSchema;
    private final Records unsaved = new Records(1);
    private final LongColumn groupSlots = new LongColumn(DataTypes.LongType, Batch.ROWS);
    private Batch chosenKeys;
    private int[] found = {};
    private long updated;

    /// @param columns of the input: the value
    /// @param types what these are kept as
    /// @param words how many words say how often a value is there
    GroupValues(
            RecordGroups owner, String stateId, int[] columns, List<DataType> types, int words) {
        this.owner = owner;
        this.stateId = stateId;
        this.columns = columns;
        this.words = words;
        var keys = new StructType().add("group", DataTypes.LongType);
        var state = new StructType();
        var spec = owner.spec();
        for (int i = 0; i < spec.keys(); i++) {
            state = state.add("key" + i, spec.input().typeOf(i));
        }
        for (int i = 0; i < types.size(); i++) {
            keys = keys.add("value" + i, types.get(i));
            state = state.add("value" + i, types.get(i));
        }
        for (int i = 0; i < words; i++) {
            state = state.add("times" + i, DataTypes.LongType);
        }
        keySchema = keys;
        stateSchema = state;
        table =
                new KeyTable(
                        keySchema.fieldList().stream().map(f -> f.dataType()).toList(), 1 + words);
        own = table.ownWords();
        chosenKeys = Batch.create(keySchema, 64);
    }

    /// Adds what a batch says.
    ///
    /// @param slots the group of each row
    abstract void add(Batch delta, int[] slots);

    /// Hangs a record to its group's others.
    abstract void link(int group, int value);

    /// Takes a record away from the others; false when that has to wait.
    abstract boolean unlink(int group, int value);

    /// Lets go of all values of a group.
    ///
    /// @param forGood whether the key never comes again; else they have to be saved as gone
    abstract void drop(int group, boolean forGood);

    /// A column as it is kept.
    Column kept(Column column, int rows) {
        return column;
    }

    /// The records of the values in some rows, which are made if they are not there.
    ///
    /// @param chosen the rows; `count` of them
    /// @return the record of row `chosen[i]` at `i`
    int[] find(Batch delta, int[] slots, int[] chosen, int count) {
        int rows = delta.rows();
        groupSlots.reserve(rows);
        var groups = groupSlots.values();
        for (int row = 0; row < rows; row++) {
            groups[row] = slots[row];
        }
        var all = new Column[columns.length + 1];
        all[0] = groupSlots;
        for (int i = 0; i < columns.length; i++) {
            all[i + 1] = kept(delta.column(columns[i]), rows);
        }
        var keys = new Batch(keySchema, all);
        keys.setRows(rows);
        if (count < rows) {
            chosenKeys.clear();
            chosenKeys.append(keys, chosen, count);
            keys = chosenKeys;
        }
        if (found.length < count) {
            found = new int[Math.max(count, Batch.ROWS)];
        }
        table.lookup(keys, found);
        for (int i = 0; i < count; i++) {
            int value = found[i];
            var page = page(value);
            int at = at(value);
            if ((page[at] & LINKED) == 0) {
                page[at] |= LIVE | LINKED;
                link(slots[chosen[i]], value);
            }
        }
        return found;
    }

    final long[] page(int value) {
        return table.records().page(value);
    }

    final int at(int value) {
        return table.records().at(value);
    }

    final int group(int value) {
        return (int) table.longKey(value, 0);
    }

    final void changed(int value, long[] page, int at) {
        if ((page[at] & UNSAVED) == 0) {
            page[at] |= UNSAVED;
            int entry = unsaved.allocateUnset();
            unsaved.page(entry)[unsaved.at(entry)] = value;
        }
    }

    private boolean isThere(long[] page, int at) {
        for (int i = 1; i <= words; i++) {
            if (page[at + own + i] != 0) {
                return true;
            }
        }
        return false;
    }

    /// Gives a record back whose value is not there any more, unless it has to be saved first.
    final void freeIfSaved(int value) {
        var page = page(value);
        int at = at(value);
        if ((page[at] & UNSAVED) == 0 && !isThere(page, at)) {
            free(value);
        }
    }

    /// Says that a record does not hang to the others any more.
    final void unlinked(int value) {
        page(value)[at(value)] &= ~LINKED;
    }

    final boolean isLinked(int value) {
        return (page(value)[at(value)] & LINKED) != 0;
    }

    /// Lets go of a value whose group lets go of all.
    final void drop(int value, boolean forGood, long[] page, int at) {
        if (forGood || (page[at] & SAVED) == 0) {
            free(value);
            return;
        }
        unlinked(value);
        for (int i = 1; i <= words; i++) {
            page[at + own + i] = 0;
        }
        changed(value, page, at);
    }

    /// Gives a record back that hangs to nothing.
    final void free(int value) {
        page(value)[at(value)] &= ~(LIVE | UNSAVED | SAVED | LINKED);
        table.remove(value);
    }

    /// Copies strings that are still used together, if most are not.
    ///
    /// @return whether addresses have changed
    final boolean compact() {
        var before = table.heap();
        table.compact(new int[0], value -> (page(value)[at(value)] & LIVE) != 0);
        return table.heap() != before;
    }

    @Override
    public String stateId() {
        return stateId;
    }

    @Override
    public StructType stateSchema() {
        return stateSchema;
    }

    @Override
    public void writeChanges(Consumer<Batch> rows) {
        var writer = new Writer(rows);
        updated = 0;
        for (int i = 0; i < unsaved.slots(); i++) {
            int value = (int) unsaved.page(i)[unsaved.at(i)];
            var page = page(value);
            int at = at(value);
            if ((page[at] & UNSAVED) == 0) {
                continue; // its group has gone since
            }
            updated++;
            page[at] &= ~UNSAVED;
            boolean there = isThere(page, at);
            if (there || (page[at] & SAVED) != 0) {
                page[at] |= SAVED;
                writer.add(value, page, at, there);
            }
            if (!there && (!isLinked(value) || unlink(group(value), value))) {
                free(value);
            }
        }
        unsaved.clear();
        writer.end();
    }

    @Override
    public long writePiece(long from, Consumer<Batch> rows) {
        int slots = table.records().slots();
        int to = (int) Math.min(slots, from + PIECE);
        writeSlots((int) from, to, rows);
        return to < slots ? to : -1;
    }

    private void writeSlots(int from, int to, Consumer<Batch> rows) {
        var writer = new Writer(rows);
        for (int value = from; value < to; value++) {
            var page = page(value);
            int at = at(value);
            if ((page[at] & LIVE) != 0 && isThere(page, at)) {
                page[at] |= SAVED;
                writer.add(value, page, at, true);
            }
        }
        writer.end();
    }

    /// Fills batches with values.
    private final class Writer {
        private final StateRows rows;
        private final Batch batch;
        private final Batch key = Batch.create(keySchema, 1);

        Writer(Consumer<Batch> to) {
            rows = new StateRows(stateSchema, to);
            batch = rows.batch();
        }

        void add(int value, long[] page, int at, boolean there) {
            int row = rows.row();
            int keys = owner.spec().keys();
            owner.writeKey(group(value), batch, row);
            key.clear();
            table.writeKey(value, key, 0);
            for (int i = 0; i < columns.length; i++) {
                batch.column(keys + i).copy(row, key.column(i + 1), 0);
            }
            for (int i = 0; i < words; i++) {
                batch.longs(keys + columns.length + i).setLong(row, page[at + own + 1 + i]);
            }
            rows.added(there);
        }

        void end() {
            rows.end();
        }
    }

    /// The groups themselves came before; a value whose group is not there is of no use.
    @Override
    public void restore(Batch rows) {
        int keys = owner.spec().keys();
        var one = Batch.create(keySchema, 1);
        var slot = new int[1];
        for (int row = 0; row < rows.rows(); row++) {
            int group = owner.restoredGroup(rows, row);
            if (group < 0) {
                continue;
            }
            one.clear();
            one.reserve(1);
            one.longs(0).setLong(0, group);
            for (int i = 0; i < columns.length; i++) {
                one.column(i + 1).copy(0, rows.column(keys + i), row);
            }
            one.setRows(1);
            table.lookup(one, slot);
            int value = slot[0];
            var page = page(value);
            int at = at(value);
            boolean there = rows.weight(row) > 0;
            boolean wasThere = isThere(page, at);
            for (int i = 0; i < words; i++) {
                page[at + own + 1 + i] =
                        there ? rows.longs(keys + columns.length + i).getLong(row) : 0;
            }
            if ((page[at] & LINKED) == 0) {
                page[at] |= LIVE | LINKED;
                link(group, value);
            }
            page[at] |= SAVED;
            restored(group, wasThere, there);
            if (!there && unlink(group, value)) {
                free(value);
            }
        }
    }

    /// Told of a value of a group whose words have been restored.
    void restored(int group, boolean wasThere, boolean isThere) {}

    @Override
    public StateSize stateSize() {
        return new StateSize(table.size(), updated, 0, table.bytes() + unsaved.bytes());
    }
}
