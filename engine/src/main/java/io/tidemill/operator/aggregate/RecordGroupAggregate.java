package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.Records;
import io.tidemill.state.StateSize;
import io.tidemill.state.Stateful;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// [GroupAggregate] for large numbers of groups and rows: in and out the same, the state in records
/// of a [RecordGroups], a batch at a time, without an object for a group or a value.
///
/// What a group emitted before is not kept: at the first change in an epoch its record is copied,
/// and the row to retract is derived from the copy, exactly as it was derived then.
///
/// Here rows are added and changed groups settled; when groups are over says [RecordGroupTimes],
/// what is emitted of them [RecordGroupOutput], what is saved of them [RecordGroupState].
///
/// State: 8 bytes a word of the record (key, number of rows, aggregates), and about 17 bytes of
/// index.
final class RecordGroupAggregate implements KeyedOperator {
    private final GroupAggregate.Spec spec;
    private final int[] argumentColumns;
    private final int[] filterColumns;
    private final RecordGroups groups;
    private final RecordAggregates layout;
    private final RecordGroupTimes times;
    private final RecordGroupOutput output;
    private final RecordGroupState state;

    /// The slots that this epoch touched; with `copies` each has behind it the record as it was
    /// before.
    private final Records before;

    private final boolean copies;
    private final ChosenRows chosen = new ChosenRows();
    private int[] slots = {};
    private long existing;
    private long updated;
    private long removed;

    RecordGroupAggregate(GroupAggregate.Spec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        argumentColumns = InputColumns.arguments(spec);
        filterColumns = InputColumns.filters(spec);
        groups = new RecordGroups(spec, worker, workers);
        layout = groups.layout();
        times = new RecordGroupTimes(groups);
        output = new RecordGroupOutput(groups, downstream);
        state = new RecordGroupState(groups, times);
        copies = spec.emission() == GroupAggregate.Emission.CHANGES;
        before = new Records(copies ? 1 + groups.table().records().width() : 1);
        if (spec.keys() == 0 && worker == 0) {
            touch(groups.onlyGroup());
        }
    }

    @Override
    public String name() {
        return "groupAggregate";
    }

    /// Forgets the groups that had no row for too long.
    @Override
    public void beginEpoch(Evaluation evaluation) {
        takeUp();
        removed = 0;
        times.drainAged(evaluation.nowMicros(), slot -> evict(slot, false));
    }

    /// Makes up what a restart or the last writing of the state left behind.
    private void takeUp() {
        groups.settleRestored();
        state.forgetGone();
    }

    @Override
    public void push(Batch delta) {
        takeUp();
        int rows = delta.rows();
        if (slots.length < rows) {
            slots = new int[rows];
        }
        groups.find(delta, slots);
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
                aggregates.get(i).add(groups.table(), slots, delta, some, chosen.count());
            }
        }
    }

    /// Adds partial aggregates: behind the key how many rows they are of, then what each saved.
    private void merge(Batch partials) {
        int column = spec.keys();
        countRows(partials.longs(column++).values(), partials.rows());
        for (var aggregate : layout.list()) {
            aggregate.merge(groups.table(), slots, partials, column);
            column += aggregate.stateTypes().size();
        }
    }

    private void countRows(long @Nullable [] rowWeights, int rows) {
        var records = groups.table().records();
        int word = layout.rowsWord();
        for (int row = 0; row < rows; row++) {
            int slot = slots[row];
            var page = records.page(slot);
            int at = records.at(slot);
            if ((page[at] & RecordGroups.TOUCHED) == 0) {
                touch(slot);
            }
            page[at + word] += rowWeights == null ? 1 : rowWeights[row];
        }
    }

    /// Keeps a copy of the group as it was before the epoch, if that will be needed.
    private void touch(int slot) {
        var records = groups.table().records();
        var page = records.page(slot);
        int at = records.at(slot);
        int copy = before.allocateUnset();
        var to = before.page(copy);
        int toAt = before.at(copy);
        to[toAt] = slot;
        if (copies) {
            System.arraycopy(page, at, to, toAt + 1, records.width());
        }
        page[at] |= RecordGroups.TOUCHED | RecordGroups.LIVE;
    }

    @Override
    public void endEpoch(EpochEnd end) {
        takeUp();
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
        output.flush();
        groups.compact();
    }

    /// Emits what one group's change means, and makes it unsaved.
    private void settle(long[] copy, int copyAt, long nowMicros) {
        int slot = (int) copy[copyAt];
        var page = groups.page(slot);
        int at = groups.at(slot);
        boolean existed = (page[at] & RecordGroups.EMITTED) != 0;
        boolean exists = groups.hasRows(page, at);
        groups.settle(slot);
        if (copies) {
            output.emitChange(slot, copy, copyAt + 1, existed, page, at, exists);
        }
        existing += (exists ? 1 : 0) - (existed ? 1 : 0);
        page[at] &= ~(RecordGroups.TOUCHED | RecordGroups.EMITTED);
        if (exists) {
            page[at] |= RecordGroups.EMITTED;
            times.awaitCompletion(slot, page, at);
            times.age(slot, page, at, nowMicros);
        } else {
            groups.reset(slot, page, at, false);
        }
        state.changed(slot, page, at);
    }

    private void emitAll() {
        for (int slot = 0; slot < groups.slots(); slot++) {
            if (groups.exists(slot)) {
                output.emit(slot, groups.page(slot), groups.at(slot));
            }
        }
    }

    private void complete(long watermarkMicros) {
        times.drainComplete(watermarkMicros, this::complete);
        boolean isFinal = spec.emission() == GroupAggregate.Emission.FINAL;
        if (watermarkMicros == Long.MAX_VALUE && isFinal) {
            for (int slot = 0; slot < groups.slots(); slot++) {
                complete(slot);
            }
        }
    }

    private void complete(int slot) {
        var page = groups.page(slot);
        int at = groups.at(slot);
        page[at] &= ~RecordGroups.QUEUED;
        if (!groups.exists(slot)) {
            return;
        }
        if (spec.emission() == GroupAggregate.Emission.FINAL) {
            output.emit(slot, page, at);
        }
        evict(slot, true);
    }

    /// Forgets a group, though it has rows; what was emitted of it stays.
    private void evict(int slot, boolean forGood) {
        var page = groups.page(slot);
        int at = groups.at(slot);
        existing--;
        removed++;
        page[at] = page[at] & ~(RecordGroups.EMITTED | RecordGroups.AGING) | RecordGroups.FORGOTTEN;
        groups.reset(slot, page, at, forGood);
        state.changed(slot, page, at);
    }

    /// The groups, and the values that some aggregates keep.
    @Override
    public List<Stateful> states() {
        var states = new ArrayList<Stateful>();
        states.add(this);
        states.addAll(layout.kept());
        return states;
    }

    @Override
    public String stateId() {
        return spec.stateId();
    }

    @Override
    public StructType stateSchema() {
        return state.schema();
    }

    @Override
    public int stateVersion() {
        return 2;
    }

    @Override
    public void writeChanges(Consumer<Batch> rows) {
        state.writeChanges(rows);
    }

    @Override
    public long writePiece(long from, Consumer<Batch> rows) {
        return state.writePiece(from, rows);
    }

    @Override
    public void restore(Batch rows) {
        existing += state.restore(rows);
        settleRestored();
    }

    /// What was restored has been emitted: nothing of it is a change.
    private void settleRestored() {
        for (int i = 0; i < before.slots(); i++) {
            int slot = (int) before.page(i)[before.at(i)];
            groups.page(slot)[groups.at(slot)] &= ~RecordGroups.TOUCHED;
        }
        before.clear();
    }

    @Override
    public StateSize stateSize() {
        return new StateSize(
                existing,
                updated,
                removed,
                groups.table().bytes() + before.bytes() + state.bytes() + times.bytes());
    }
}
