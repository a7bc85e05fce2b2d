package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.KeyGroups;
import io.tidemill.state.KeyTable;
import io.tidemill.state.Records;
import io.tidemill.state.Stateful;
import io.tidemill.state.TimeQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// [GroupAggregate] for large numbers of groups and rows: in and out the same, the state in records
/// of a [KeyTable], a batch at a time, without an object for a group or a value.
///
/// What a group emitted before is not kept: at the first change in an epoch its record is copied,
/// and the row to retract is derived from the copy, exactly as it was derived then.
///
/// State: 8 bytes a word of the record (key, number of rows, aggregates), and about 17 bytes of
/// index.
final class RecordGroupAggregate implements KeyedOperator {
    // Bits of a record's head.
    private static final long TOUCHED = 1;
    private static final long UNSAVED = 2;
    private static final long EMITTED = 4;
    private static final long LIVE = 8;
    private static final long SAVED = 16;
    private static final long QUEUED = 32;
    private static final long AGING = 64;
    private static final long FORGOTTEN = 128; // since it was last saved

    private static final long SPAN = 64_000_000; // for buckets of a second

    private static final int PIECE = 8 * Batch.ROWS; // slots in a piece of a snapshot

    private final GroupAggregate.Spec spec;
    private final int worker;
    private final int workers;
    private final Downstream downstream;
    private final int[] argumentColumns;
    private final int[] filterColumns;
    private final RecordAggregates layout;
    private final List<RecordAggregate> settling;
    private final KeyTable table;
    private final Batch output;
    private final StructType stateSchema;

    /// The slots that this epoch touched; with `copies` each has behind it the record as it was
    /// before.
    private final Records before;

    private final boolean copies;

    /// Slots whose groups changed since the state was last written.
    private final Records unsaved = new Records(1);

    /// When groups are complete; see [#deadline].
    private final TimeQueue deadlines = new TimeQueue(SPAN);

    /// When groups last had a row, if they age.
    private final TimeQueue ages;

    private final Records younger = new Records(1);
    private long removed;

    /// Slots of groups that were saved as gone, and of which others may still save something.
    private final Records gone = new Records(1);

    private boolean valuesRestored;

    private int[] slots = {};
    private final ChosenRows chosen = new ChosenRows();
    private final long[] weights = new long[Batch.ROWS + 2];
    private long updated;
    private long groups;

    RecordGroupAggregate(GroupAggregate.Spec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        this.worker = worker;
        this.workers = workers;
        this.downstream = downstream;
        argumentColumns = argumentColumns(spec);
        filterColumns = GroupAggregate.filterColumns(spec);
        var keyTypes = RecordAggregates.keyTypes(spec);
        int ownWords = new KeyTable(keyTypes, 1).ownWords();
        layout = RecordAggregates.of(this, ownWords);
        settling = layout.list().stream().filter(RecordAggregate::settles).toList();
        ages = new TimeQueue(Math.max(1, spec.ttlMicros()));
        table = new KeyTable(keyTypes, layout.words());
        copies = spec.emission() == GroupAggregate.Emission.CHANGES;
        before = new Records(copies ? 1 + table.records().width() : 1);
        output = Batch.create(spec.output(), 64);
        stateSchema = schemaOfState();
        if (spec.keys() == 0 && worker == 0) {
            touch(onlyGroup());
        }
    }

    /// The column of each aggregate's argument, -1 if it has none.
    private static int[] argumentColumns(GroupAggregate.Spec spec) {
        return Arrays.stream(GroupAggregate.valueColumns(spec))
                .mapToInt(columns -> columns.length == 0 ? -1 : columns[0])
                .toArray();
    }

    @Override
    public String name() {
        return "groupAggregate";
    }

    /// The group of everything, when there are no keys.
    private int onlyGroup() {
        return table.records().slots() == 0 ? table.records().allocate() : 0;
    }

    /// Forgets the groups that had no row for too long.
    @Override
    public void beginEpoch(Evaluation evaluation) {
        forgetGone();
        removed = 0;
        if (!spec.isAging()) {
            return;
        }
        long bound = evaluation.nowMicros() - spec.ttlMicros();
        ages.drain(
                bound,
                slot -> {
                    if (exists(slot) && (page(slot)[at(slot)] & AGING) != 0) {
                        if (changedMicros(slot) < bound) {
                            evict(slot, false);
                        } else {
                            int entry = younger.allocateUnset();
                            younger.page(entry)[younger.at(entry)] = slot;
                        }
                    }
                    return false;
                });
        for (int i = 0; i < younger.slots(); i++) {
            int slot = (int) younger.page(i)[younger.at(i)];
            ages.add(changedMicros(slot), slot);
        }
        younger.clear();
    }

    private long changedMicros(int slot) {
        return page(slot)[at(slot) + layout.changedWord()];
    }

    private void age(int slot, long[] page, int at, long nowMicros) {
        if (spec.isAging()) {
            page[at + layout.changedWord()] = nowMicros;
            if ((page[at] & AGING) == 0) {
                page[at] |= AGING;
                ages.add(nowMicros, slot);
            }
        }
    }

    @Override
    public void push(Batch delta) {
        forgetGone();
        int rows = delta.rows();
        if (slots.length < rows) {
            slots = new int[rows];
        }
        if (spec.keys() == 0) {
            Arrays.fill(slots, 0, rows, onlyGroup());
        } else {
            table.lookup(delta, slots);
        }
        if (spec.partial()) {
            merge(delta);
        } else {
            add(delta);
        }
    }

    private void add(Batch delta) {
        countRows(delta.weights(), delta.rows());
        for (var values : layout.kept()) {
            values.add(delta, slots);
        }
        var aggregates = layout.list();
        for (int i = 0; i < argumentColumns.length; i++) {
            if (!aggregates.get(i).isKeptElsewhere()) {
                var some = chosen.choose(delta, argumentColumns[i], filterColumns[i]);
                aggregates.get(i).add(table, slots, delta, some, chosen.count());
            }
        }
    }

    /// Adds partial aggregates: behind the key how many rows they are of, then what each saved.
    private void merge(Batch partials) {
        int column = spec.keys();
        countRows(partials.longs(column++).values(), partials.rows());
        for (var aggregate : layout.list()) {
            aggregate.merge(table, slots, partials, column);
            column += aggregate.stateTypes().size();
        }
    }

    private void countRows(long @Nullable [] rowWeights, int rows) {
        var records = table.records();
        int word = layout.rowsWord();
        for (int row = 0; row < rows; row++) {
            int slot = slots[row];
            var page = records.page(slot);
            int at = records.at(slot);
            if ((page[at] & TOUCHED) == 0) {
                touch(slot);
            }
            page[at + word] += rowWeights == null ? 1 : rowWeights[row];
        }
    }

    /// Keeps a copy of the group as it was before the epoch, if that will be needed.
    private void touch(int slot) {
        var records = table.records();
        var page = records.page(slot);
        int at = records.at(slot);
        int copy = before.allocateUnset();
        var to = before.page(copy);
        int toAt = before.at(copy);
        to[toAt] = slot;
        if (copies) {
            System.arraycopy(page, at, to, toAt + 1, records.width());
        }
        page[at] |= TOUCHED | LIVE;
    }

    @Override
    public void endEpoch(EpochEnd end) {
        forgetGone();
        updated = before.slots();
        for (int i = 0; i < before.slots(); i++) {
            settle(before.page(i), before.at(i), end.nowMicros());
        }
        before.clear();
        if (spec.whole()) {
            emitAll();
        } else {
            complete(end.watermarkMicros());
        }
        flush();
        table.compact(layout.textWords(), this::isLive);
        boolean moved = false;
        for (var values : layout.kept()) {
            moved |= values.compact();
        }
        if (moved) {
            refresh();
        }
    }

    /// Brings all records into order.
    private void refresh() {
        for (int slot = 0; slot < table.records().slots(); slot++) {
            if (isLive(slot)) {
                for (var aggregate : settling) {
                    aggregate.settle(table, slot);
                }
            }
        }
    }

    /// Emits what one group's change means, and makes it unsaved.
    private void settle(long[] copy, int copyAt, long nowMicros) {
        int slot = (int) copy[copyAt];
        var page = table.records().page(slot);
        int at = table.records().at(slot);
        boolean existed = (page[at] & EMITTED) != 0;
        boolean exists = spec.keys() == 0 || page[at + layout.rowsWord()] > 0;
        for (var aggregate : settling) {
            aggregate.settle(table, slot);
        }
        if (copies) {
            emitChange(slot, copy, copyAt + 1, existed, page, at, exists);
        }
        groups += (exists ? 1 : 0) - (existed ? 1 : 0);
        page[at] &= ~(TOUCHED | EMITTED);
        if (exists) {
            page[at] |= EMITTED;
            awaitCompletion(slot, page, at);
            age(slot, page, at, nowMicros);
        } else {
            reset(slot, page, at, false);
        }
        markUnsaved(slot, page, at);
    }

    private void markUnsaved(int slot, long[] page, int at) {
        if ((page[at] & UNSAVED) == 0) {
            page[at] |= UNSAVED;
            int entry = unsaved.allocateUnset();
            unsaved.page(entry)[unsaved.at(entry)] = slot;
        }
    }

    private void awaitCompletion(int slot, long[] page, int at) {
        if (!spec.times().isEmpty() && (page[at] & QUEUED) == 0) {
            long deadline = deadline(slot);
            if (deadline < Long.MAX_VALUE) {
                page[at] |= QUEUED;
                deadlines.add(deadline, slot);
            }
        }
    }

    /// A group is complete when the watermark is above this.
    private long deadline(int slot) {
        long deadline = Long.MAX_VALUE;
        for (var time : spec.times().entrySet()) {
            int key = time.getKey();
            if (!table.isNullKey(slot, key)) {
                long end = GroupAggregate.saturatedSum(table.longKey(slot, key), time.getValue());
                deadline = Math.min(deadline, end);
            }
        }
        return deadline;
    }

    private void complete(long watermarkMicros) {
        deadlines.drain(
                watermarkMicros,
                slot -> {
                    if (!isLive(slot)) {
                        return false;
                    }
                    if (deadline(slot) >= watermarkMicros) {
                        return true;
                    }
                    complete(slot);
                    return false;
                });
        boolean isFinal = spec.emission() == GroupAggregate.Emission.FINAL;
        if (watermarkMicros == Long.MAX_VALUE && isFinal) {
            for (int slot = 0; slot < table.records().slots(); slot++) {
                complete(slot);
            }
        }
    }

    private void complete(int slot) {
        var page = table.records().page(slot);
        int at = table.records().at(slot);
        page[at] &= ~QUEUED;
        if (!exists(slot)) {
            return;
        }
        if (spec.emission() == GroupAggregate.Emission.FINAL) {
            emit(slot, page, at);
        }
        evict(slot, true);
    }

    /// Forgets a group, though it has rows; what was emitted of it stays.
    private void evict(int slot, boolean forGood) {
        var page = page(slot);
        int at = at(slot);
        groups--;
        removed++;
        page[at] = page[at] & ~(EMITTED | AGING) | FORGOTTEN;
        reset(slot, page, at, forGood);
        markUnsaved(slot, page, at);
    }

    /// Empties the record of a group without rows; its key stays until that is saved.
    ///
    /// @param forGood whether the key never comes again
    private void reset(int slot, long[] page, int at, boolean forGood) {
        layout.kept().forEach(values -> values.drop(slot, forGood));
        layout.list().forEach(aggregate -> aggregate.release(table, page, at));
        Arrays.fill(page, at + layout.rowsWord(), at + table.records().width(), 0);
    }

    private void emitChange(
            int slot,
            long[] copy,
            int copyAt,
            boolean existed,
            long[] page,
            int at,
            boolean exists) {
        output.reserve(output.rows() + 2);
        int row = output.rows();
        if (existed) {
            write(slot, copy, copyAt, row, -1);
        }
        if (exists) {
            write(slot, page, at, row + (existed ? 1 : 0), 1);
        }
        if (existed && exists && isSame(row, row + 1)) {
            return;
        }
        output.setRows(row + (existed ? 1 : 0) + (exists ? 1 : 0));
        if (output.rows() >= Batch.ROWS) {
            flush();
        }
    }

    private void write(int slot, long[] page, int at, int row, long weight) {
        table.writeKey(slot, output, row);
        var aggregates = layout.list();
        for (int i = 0; i < aggregates.size(); i++) {
            var column = output.column(spec.keys() + i);
            column.setPresent(row);
            aggregates.get(i).result(table, page, at, column, row);
        }
        weights[row] = weight;
    }

    /// Whether two rows of the output have the same aggregates; their keys are the same.
    private boolean isSame(int a, int b) {
        for (int i = spec.keys(); i < spec.output().size(); i++) {
            if (!isSame(output.column(i), a, b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Column column, int a, int b) {
        if (column.isNull(a) || column.isNull(b)) {
            return column.isNull(a) == column.isNull(b);
        }
        return switch (column) {
            case LongColumn longs -> longs.getLong(a) == longs.getLong(b);
            case DoubleColumn doubles ->
                    Double.compare(doubles.getDouble(a), doubles.getDouble(b)) == 0;
            case DecimalColumn decimals ->
                    decimals.high()[a] == decimals.high()[b]
                            && decimals.low()[a] == decimals.low()[b];
            case BytesColumn bytes ->
                    Arrays.equals(
                            bytes.data(),
                            bytes.starts()[a],
                            bytes.ends()[a],
                            bytes.data(),
                            bytes.starts()[b],
                            bytes.ends()[b]);
            case ListColumn _, MapColumn _, StructColumn _ ->
                    throw new IllegalStateException("no records of " + column.type().typeName());
        };
    }

    private boolean isLive(int slot) {
        return (table.records().page(slot)[table.records().at(slot)] & LIVE) != 0;
    }

    private boolean exists(int slot) {
        var page = table.records().page(slot);
        int at = table.records().at(slot);
        return (page[at] & LIVE) != 0 && (spec.keys() == 0 || page[at + layout.rowsWord()] > 0);
    }

    private void emitAll() {
        for (int slot = 0; slot < table.records().slots(); slot++) {
            if (exists(slot)) {
                emit(slot, table.records().page(slot), table.records().at(slot));
            }
        }
    }

    private void emit(int slot, long[] page, int at) {
        output.reserve(output.rows() + 1);
        write(slot, page, at, output.rows(), 1);
        output.setRows(output.rows() + 1);
        if (output.rows() >= Batch.ROWS) {
            flush();
        }
    }

    private void flush() {
        int rows = output.rows();
        if (rows == 0) {
            return;
        }
        boolean inserts = true;
        for (int row = 0; row < rows; row++) {
            inserts &= weights[row] == 1;
        }
        output.setWeights(inserts ? null : weights);
        downstream.push(output);
        output.clear();
    }

    /// The groups, and the values that some aggregates keep.
    @Override
    public List<Stateful> states() {
        var states = new ArrayList<Stateful>();
        states.add(this);
        states.addAll(layout.kept());
        return states;
    }

    GroupAggregate.Spec spec() {
        return spec;
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
        var one = Batch.create(stateSchema, 1);
        one.reserve(1);
        for (int i = 0; i < spec.keys(); i++) {
            one.column(i).copy(0, rows.column(i), row);
        }
        one.setRows(1);
        var slot = new int[1];
        table.lookup(one, slot);
        if (isLive(slot[0])) {
            return slot[0];
        }
        table.remove(slot[0]);
        return -1;
    }

    @Override
    public String stateId() {
        return spec.stateId();
    }

    /// The keys, how many rows the group has, when it last had one if that matters, then what each
    /// aggregate saves.
    @Override
    public StructType stateSchema() {
        return stateSchema;
    }

    private StructType schemaOfState() {
        var schema = new StructType();
        for (int i = 0; i < spec.keys(); i++) {
            schema = schema.add("key" + i, spec.input().typeOf(i));
        }
        schema = schema.add("rows", "bigint");
        if (spec.isAging()) {
            schema = schema.add("changed", "bigint");
        }
        for (int i = 0; i < layout.list().size(); i++) {
            var types = layout.list().get(i).stateTypes();
            for (int j = 0; j < types.size(); j++) {
                schema = schema.add("aggregate%d_%d".formatted(i, j), types.get(j));
            }
        }
        return schema;
    }

    @Override
    public int stateVersion() {
        return 2;
    }

    @Override
    public void writeChanges(Consumer<Batch> rows) {
        var writer = new StateWriter(rows);
        for (int i = 0; i < unsaved.slots(); i++) {
            int slot = (int) unsaved.page(i)[unsaved.at(i)];
            var page = table.records().page(slot);
            int at = table.records().at(slot);
            page[at] &= ~UNSAVED;
            boolean there = exists(slot);
            boolean saved = (page[at] & SAVED) != 0;
            if (saved && (!there || (page[at] & FORGOTTEN) != 0)) {
                writer.add(slot, false);
            }
            if (there) {
                writer.add(slot, true);
                page[at] |= SAVED;
            }
            page[at] &= ~FORGOTTEN;
            if (!there) {
                int entry = gone.allocateUnset();
                gone.page(entry)[gone.at(entry)] = slot;
            }
        }
        unsaved.clear();
        writer.end();
    }

    /// Forgets the keys of groups that were saved as gone, unless they have come again.
    private void forgetGone() {
        if (valuesRestored) {
            valuesRestored = false;
            refresh();
        }
        for (int i = 0; i < gone.slots(); i++) {
            int slot = (int) gone.page(i)[gone.at(i)];
            forget(slot, table.records().page(slot), table.records().at(slot));
        }
        gone.clear();
    }

    private void forget(int slot, long[] page, int at) {
        page[at] &= ~LIVE;
        table.remove(slot);
    }

    @Override
    public void writeAll(Consumer<Batch> rows) {
        var writer = new StateWriter(rows);
        for (int slot = 0; slot < table.records().slots(); slot++) {
            if (exists(slot)) {
                writer.add(slot, true);
                table.records().page(slot)[table.records().at(slot)] |= SAVED;
            }
        }
        writer.end();
    }

    @Override
    public long writePiece(long from, Consumer<Batch> rows) {
        var writer = new StateWriter(rows);
        int slots = table.records().slots();
        int to = (int) Math.min(slots, from + PIECE);
        for (int slot = (int) from; slot < to; slot++) {
            if (exists(slot)) {
                writer.add(slot, true);
                table.records().page(slot)[table.records().at(slot)] |= SAVED;
            }
        }
        writer.end();
        return to < slots ? to : -1;
    }

    /// Fills batches with the states of groups.
    private final class StateWriter {
        private final Consumer<Batch> to;
        private final Batch batch = Batch.create(stateSchema, Batch.ROWS);
        private final long[] signs = new long[Batch.ROWS];

        StateWriter(Consumer<Batch> to) {
            this.to = to;
        }

        void add(int slot, boolean there) {
            int row = batch.rows();
            var page = table.records().page(slot);
            int at = table.records().at(slot);
            table.writeKey(slot, batch, row);
            int column = spec.keys();
            batch.longs(column++).setLong(row, there ? page[at + layout.rowsWord()] : 0);
            if (spec.isAging()) {
                batch.longs(column++).setLong(row, page[at + layout.changedWord()]);
            }
            for (var aggregate : layout.list()) {
                int width = aggregate.stateTypes().size();
                if (there) {
                    aggregate.save(table, page, at, batch, column, row);
                } else {
                    for (int i = 0; i < width; i++) {
                        batch.column(column + i).setNull(row);
                    }
                }
                column += width;
            }
            signs[row] = there ? 1 : -1;
            batch.setRows(row + 1);
            if (batch.rows() == Batch.ROWS) {
                end();
            }
        }

        void end() {
            if (batch.rows() > 0) {
                batch.setWeights(signs);
                to.accept(batch);
                batch.clear();
            }
        }
    }

    @Override
    public void restore(Batch rows) {
        var one = Batch.create(stateSchema, 1);
        var slot = new int[1];
        for (int row = 0; row < rows.rows(); row++) {
            if (!owns(rows, row)) {
                continue;
            }
            one.clear();
            one.append(rows, row);
            if (spec.keys() == 0) {
                slot[0] = onlyGroup();
            } else {
                table.lookup(one, slot);
            }
            var page = table.records().page(slot[0]);
            int at = table.records().at(slot[0]);
            groups -= (page[at] & EMITTED) == 0 ? 0 : 1;
            page[at] |= LIVE | EMITTED | SAVED;
            if (rows.weight(row) > 0) {
                load(slot[0], one, page, at);
                awaitCompletion(slot[0], page, at);
                groups++;
            } else {
                reset(slot[0], page, at, true);
                forget(slot[0], page, at);
            }
        }
        settleRestored();
    }

    /// What was restored has been emitted: nothing of it is a change.
    private void settleRestored() {
        for (int i = 0; i < before.slots(); i++) {
            int slot = (int) before.page(i)[before.at(i)];
            table.records().page(slot)[table.records().at(slot)] &= ~TOUCHED;
        }
        before.clear();
    }

    private void load(int slot, Batch one, long[] page, int at) {
        int column = spec.keys();
        page[at + layout.rowsWord()] = one.longs(column++).getLong(0);
        if (spec.isAging()) {
            age(slot, page, at, one.longs(column++).getLong(0));
        }
        for (RecordAggregate aggregate : layout.list()) {
            aggregate.load(table, one, column, 0, page, at);
            column += aggregate.stateTypes().size();
        }
    }

    private boolean owns(Batch rows, int row) {
        return spec.keys() == 0
                ? worker == 0
                : KeyGroups.owner(KeyGroups.hash(rows, spec.keys(), row), workers) == worker;
    }

    @Override
    public long stateRows() {
        return groups;
    }

    @Override
    public long stateRowsUpdated() {
        return updated;
    }

    @Override
    public long stateRowsRemoved() {
        return removed;
    }

    @Override
    public long stateBytes() {
        return table.bytes() + before.bytes() + unsaved.bytes() + deadlines.bytes() + ages.bytes();
    }
}
