package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.operator.aggregate.Groups.Group;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.StateSize;
import io.tidemill.state.Stateful;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Aggregates per group, kept up to date.
///
/// In: the columns of [#inputs]: the keys, what each aggregate computes from a row, one boolean
/// column for each that has a FILTER; any weights. Out, at the end of an epoch: for each group that
/// changed the row that was emitted before at weight -1, directly followed by the new one at +1; a
/// group without rows only retracts. With [Emission#WHOLE], every group at weight 1 instead; with
/// [Emission#FINAL] a group when the watermark says that it is complete, at weight 1. A complete
/// group is forgotten: what was emitted of it stays, and no row of it comes any more. A group that
/// had no row for the time-to-live is forgotten before an epoch's rows come: what was emitted of it
/// stays, and the key starts anew. State: one entry a group of [Groups].
///
/// Without keys there is one group, which exists even when no row came.
///
/// Here rows are added and changed groups emitted; when groups are over says [GroupTimes], what is
/// saved of them [GroupState].
///
/// Source: Budiu et al., *DBSP*, VLDB 2023, on aggregation.
public final class GroupAggregate implements KeyedOperator {
    private final Spec spec;
    private final Downstream downstream;
    private final Batch output;
    private final int[][] valueColumns;
    private final @Nullable Object[][] rowValues;
    private final int[] filterColumns;
    private final Groups groups;
    private final GroupTimes times;
    private final GroupState state;
    private final List<ValuesState> values = new ArrayList<>();
    private final Set<Group> touched = new LinkedHashSet<>();
    private long updated;
    private long removed;

    /// What to compute, the same in every worker.
    ///
    /// @param stateId names the operator in checkpoints
    /// @param input the columns that come in
    /// @param keys how many of the first columns are the key
    /// @param output the key columns, then one for each aggregate
    /// @param retracting whether rows may come at negative weight
    /// @param emission when a group is given
    /// @param times the key columns of event time, each with its lag in microseconds: a group whose
    ///   time is below the watermark minus the lag is complete, and is forgotten
    /// @param partial whether partial aggregates come in, as a [PartialAggregate] gives them
    /// @param ttlMicros after what time without a row a group is forgotten, by the clock; 0: never
    public record Spec(
            String stateId,
            StructType input,
            int keys,
            List<AggregateCall> aggregates,
            StructType output,
            boolean retracting,
            Emission emission,
            SortedMap<Integer, Long> times,
            boolean partial,
            long ttlMicros) {
        public Spec {
            aggregates = List.copyOf(aggregates);
            times = Collections.unmodifiableSortedMap(new TreeMap<>(times));
        }

        /// Groups that are never complete.
        ///
        /// @param whole whether every group is emitted at the end of each epoch
        public Spec(
                String stateId,
                StructType input,
                int keys,
                List<AggregateCall> aggregates,
                StructType output,
                boolean retracting,
                boolean whole) {
            this(
                    stateId,
                    input,
                    keys,
                    aggregates,
                    output,
                    retracting,
                    whole ? Emission.WHOLE : Emission.CHANGES,
                    new TreeMap<>(),
                    false,
                    0);
        }

        /// Whether groups are forgotten by the clock; the only group of all rows never is.
        boolean isAging() {
            return ttlMicros > 0 && keys > 0;
        }

        boolean whole() {
            return emission == Emission.WHOLE;
        }
    }

    /// When a group is given.
    public enum Emission {
        /// All groups at the end of each epoch: bounded queries, and output mode complete.
        WHOLE,
        /// A group that changed, at the end of the epoch.
        CHANGES,
        /// A group that is complete, once.
        FINAL
    }

    /// @param worker which worker's part of the groups this is, of `workers`
    public GroupAggregate(Spec spec, int worker, int workers, Downstream downstream) {
        this.spec = spec;
        this.downstream = downstream;
        output = Batch.create(spec.output(), 64);
        groups = new Groups(spec, worker, workers);
        times = new GroupTimes(groups);
        state = new GroupState(groups, times);
        valueColumns = InputColumns.values(spec);
        rowValues = new Object[valueColumns.length][];
        var accumulators = groups.empty();
        for (int i = 0; i < valueColumns.length; i++) {
            rowValues[i] = new Object[valueColumns[i].length];
            if (accumulators.get(i).values().isPresent()) {
                values.add(new ValuesState(groups, i));
            }
        }
        filterColumns = InputColumns.filters(spec);
        if (spec.keys() == 0 && worker == 0) {
            touched.add(groups.group(new GroupKey(new Object[0])));
        }
    }

    /// The fastest form that there is for `spec`: records, or else this one, which keeps
    /// everything.
    public static KeyedOperator create(Spec spec, int worker, int workers, Downstream downstream) {
        return RecordAggregates.support(spec)
                ? new RecordGroupAggregate(spec, worker, workers, downstream)
                : new GroupAggregate(spec, worker, workers, downstream);
    }

    /// What the input's columns are computed as: the keys, what each call computes from a row, then
    /// the filters.
    public static List<Expression> inputs(List<Expression> keys, List<AggregateCall> calls) {
        var columns = new ArrayList<Expression>(keys);
        calls.forEach(call -> columns.addAll(Tuples.values(call)));
        calls.forEach(call -> call.filter().ifPresent(columns::add));
        return columns;
    }

    @Override
    public String name() {
        return "groupAggregate";
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        state.settleRestored();
        removed = 0;
        times.drainAged(evaluation.nowMicros(), this::forget);
    }

    @Override
    public void push(Batch delta) {
        state.settleRestored();
        for (int row = 0; row < delta.rows(); row++) {
            var values = new @Nullable Object[spec.keys()];
            for (int i = 0; i < values.length; i++) {
                values[i] = GroupKey.canonical(delta.column(i).get(row));
            }
            var group = groups.group(new GroupKey(values));
            long weight = delta.weight(row);
            group.rows += weight;
            for (int i = 0; i < valueColumns.length; i++) {
                int filter = filterColumns[i];
                if (filter < 0 || Boolean.TRUE.equals(delta.column(filter).get(row))) {
                    for (int j = 0; j < valueColumns[i].length; j++) {
                        rowValues[i][j] = delta.column(valueColumns[i][j]).get(row);
                    }
                    group.accumulators[i].add(rowValues[i], weight);
                }
            }
            touched.add(group);
        }
    }

    @Override
    public void endEpoch(EpochEnd end) {
        state.settleRestored();
        updated = touched.size();
        for (var group : touched) {
            changed(group);
            var before = group.emitted;
            boolean exists = group.rows > 0 || spec.keys() == 0;
            group.emitted = exists ? groups.result(group) : null;
            if (exists) {
                times.awaitCompletion(group.key);
                times.age(group, end.nowMicros());
            } else {
                groups.remove(group.key);
            }
            if (spec.emission() == Emission.CHANGES && !Arrays.deepEquals(before, group.emitted)) {
                emitChange(before, group.emitted);
            }
        }
        touched.clear();
        if (spec.whole()) {
            groups.all().forEach(group -> emit(group.emitted, 1));
        } else {
            complete(end.watermarkMicros());
        }
        flush();
    }

    private void changed(Group group) {
        state.changed(group.key);
        values.forEach(kept -> kept.changed(group));
    }

    static long saturatedSum(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    private void complete(long watermarkMicros) {
        times.drainComplete(watermarkMicros, this::complete);
        if (watermarkMicros == Long.MAX_VALUE && spec.emission() == Emission.FINAL) {
            List.copyOf(groups.keys()).forEach(this::complete);
        }
    }

    private void complete(GroupKey key) {
        var group = groups.find(key);
        if (group == null) {
            return;
        }
        if (spec.emission() == Emission.FINAL) {
            emit(group.emitted, 1);
            if (output.rows() >= Batch.ROWS) {
                flush();
            }
        }
        forget(group);
    }

    private void forget(Group group) {
        groups.remove(group.key);
        removed++;
        for (var accumulator : group.accumulators) {
            accumulator.values().ifPresent(Multiset::clear);
        }
        changed(group);
    }

    /// A pair stays in one batch.
    private void emitChange(
            @Nullable Object @Nullable [] before, @Nullable Object @Nullable [] after) {
        emit(before, -1);
        emit(after, 1);
        if (output.rows() >= Batch.ROWS) {
            flush();
        }
    }

    private void emit(@Nullable Object @Nullable [] row, long weight) {
        if (row != null) {
            output.append(row, weight);
        }
    }

    private void flush() {
        if (output.rows() > 0) {
            downstream.push(output);
            output.clear();
        }
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
    public void writeChanges(Consumer<Batch> rows) {
        state.writeChanges(rows);
    }

    @Override
    public long writePiece(long from, Consumer<Batch> rows) {
        return state.writePiece(from, rows);
    }

    @Override
    public void restore(Batch rows) {
        state.restore(rows);
        touched.clear();
    }

    /// The groups, and the values that some accumulators keep.
    @Override
    public List<Stateful> states() {
        var states = new ArrayList<Stateful>();
        states.add(this);
        states.addAll(values);
        return states;
    }

    @Override
    public StateSize stateSize() {
        return new StateSize(
                groups.size(),
                updated,
                removed,
                groups.size() * (100L + 60L * (spec.keys() + spec.aggregates().size())));
    }
}
