package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.data.Boxes;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.KeyGroups;
import io.tidemill.state.Stateful;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
/// stays, and the key starts anew. State: one entry a group.
///
/// Without keys there is one group, which exists even when no row came.
///
/// Source: Budiu et al., *DBSP*, VLDB 2023, on aggregation.
public final class GroupAggregate implements KeyedOperator {
    private final Spec spec;
    private final int worker;
    private final int workers;
    private final Downstream downstream;
    private final Batch output;
    private final int[][] valueColumns;
    private final @Nullable Object[][] rowValues;
    private final int[] filterColumns;
    private final List<Supplier<Accumulator>> accumulators;
    private final Map<GroupKey, Group> groups = new LinkedHashMap<>();
    private final Set<Group> touched = new LinkedHashSet<>();
    private final Set<GroupKey> unsaved = new LinkedHashSet<>();

    /// Groups that may become complete, by their [#deadline].
    private final TreeMap<Long, Set<GroupKey>> deadlines = new TreeMap<>();

    /// Groups by when they last had a row, if they age.
    private final TreeMap<Long, Set<GroupKey>> ages = new TreeMap<>();

    private long removed;
    private final List<ValuesState> values;
    private final List<Group> restored = new ArrayList<>();
    private long updated;

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
        this.worker = worker;
        this.workers = workers;
        this.downstream = downstream;
        output = Batch.create(spec.output(), 64);
        accumulators =
                spec.aggregates().stream()
                        .map(call -> Accumulators.of(call, spec.retracting()))
                        .toList();
        valueColumns = valueColumns(spec);
        rowValues = new Object[valueColumns.length][];
        values = new ArrayList<>();
        for (int i = 0; i < valueColumns.length; i++) {
            rowValues[i] = new Object[valueColumns[i].length];
            if (accumulators.get(i).get().values().isPresent()) {
                values.add(new ValuesState(this, i));
            }
        }
        filterColumns = filterColumns(spec);
        if (spec.keys() == 0 && worker == 0) {
            touched.add(group(new GroupKey(new Object[0])));
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

    /// The columns of what each aggregate computes from a row.
    static int[][] valueColumns(Spec spec) {
        var columns = new int[spec.aggregates().size()][];
        int next = spec.keys();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new int[Tuples.values(spec.aggregates().get(i)).size()];
            for (int j = 0; j < columns[i].length; j++) {
                columns[i][j] = next++;
            }
        }
        return columns;
    }

    /// The column of each aggregate's filter, -1 if it has none.
    static int[] filterColumns(Spec spec) {
        int next = spec.keys();
        for (var call : spec.aggregates()) {
            next += Tuples.values(call).size();
        }
        var columns = new int[spec.aggregates().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = spec.aggregates().get(i).filter().isEmpty() ? -1 : next++;
        }
        return columns;
    }

    static final class Group {
        final GroupKey key;
        final Accumulator[] accumulators;
        private long rows;
        private long changedMicros;
        private @Nullable Object @Nullable [] emitted;

        private Group(GroupKey key, Accumulator[] accumulators) {
            this.key = key;
            this.accumulators = accumulators;
        }
    }

    @Override
    public String name() {
        return "groupAggregate";
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        settleRestored();
        removed = 0;
        long bound = evaluation.nowMicros() - spec.ttlMicros();
        while (spec.isAging() && !ages.isEmpty() && ages.firstKey() < bound) {
            for (var key : ages.pollFirstEntry().getValue()) {
                var group = groups.get(key);
                if (group != null && group.changedMicros < bound) {
                    forget(group);
                }
            }
        }
    }

    private void age(Group group, long nowMicros) {
        group.changedMicros = nowMicros;
        if (spec.isAging()) {
            ages.computeIfAbsent(nowMicros, _ -> new LinkedHashSet<>()).add(group.key);
        }
    }

    @Override
    public void push(Batch delta) {
        settleRestored();
        for (int row = 0; row < delta.rows(); row++) {
            var values = new @Nullable Object[spec.keys()];
            for (int i = 0; i < values.length; i++) {
                values[i] = GroupKey.canonical(delta.column(i).get(row));
            }
            var group = group(new GroupKey(values));
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

    Group group(GroupKey key) {
        return groups.computeIfAbsent(
                key,
                k ->
                        new Group(
                                k,
                                accumulators.stream()
                                        .map(Supplier::get)
                                        .toArray(Accumulator[]::new)));
    }

    @Override
    public void endEpoch(EpochEnd end) {
        settleRestored();
        updated = touched.size();
        for (var group : touched) {
            unsaved.add(group.key);
            values.forEach(state -> state.changed(group));
            var before = group.emitted;
            boolean exists = group.rows > 0 || spec.keys() == 0;
            group.emitted = exists ? result(group) : null;
            if (exists) {
                awaitCompletion(group.key);
                age(group, end.nowMicros());
            } else {
                groups.remove(group.key);
            }
            if (spec.emission() == Emission.CHANGES && !Arrays.deepEquals(before, group.emitted)) {
                emitChange(before, group.emitted);
            }
        }
        touched.clear();
        if (spec.whole()) {
            groups.values().forEach(group -> emit(group.emitted, 1));
        } else {
            complete(end.watermarkMicros());
        }
        flush();
    }

    private void awaitCompletion(GroupKey key) {
        long deadline = deadline(key);
        if (deadline < Long.MAX_VALUE) {
            deadlines.computeIfAbsent(deadline, _ -> new LinkedHashSet<>()).add(key);
        }
    }

    /// The group is complete when the watermark is above this.
    private long deadline(GroupKey key) {
        long deadline = Long.MAX_VALUE;
        for (var time : spec.times().entrySet()) {
            int column = time.getKey();
            var value = key.values()[column];
            if (value != null) {
                long micros = Boxes.toLong(spec.input().typeOf(column), value);
                deadline = Math.min(deadline, saturatedSum(micros, time.getValue()));
            }
        }
        return deadline;
    }

    static long saturatedSum(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    private void complete(long watermarkMicros) {
        while (!deadlines.isEmpty() && deadlines.firstKey() < watermarkMicros) {
            deadlines.pollFirstEntry().getValue().forEach(this::complete);
        }
        if (watermarkMicros == Long.MAX_VALUE && spec.emission() == Emission.FINAL) {
            List.copyOf(groups.keySet()).forEach(this::complete);
        }
    }

    private void complete(GroupKey key) {
        var group = groups.get(key);
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
        unsaved.add(group.key);
        for (var accumulator : group.accumulators) {
            accumulator.values().ifPresent(Multiset::clear);
        }
        values.forEach(state -> state.changed(group));
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

    private @Nullable Object[] result(Group group) {
        var row = Arrays.copyOf(group.key.values(), spec.output().size());
        for (int i = 0; i < group.accumulators.length; i++) {
            row[spec.keys() + i] = group.accumulators[i].result();
        }
        return row;
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

    /// The keys, how many rows the group has, when it last had one if that matters, then what each
    /// accumulator saves.
    @Override
    public StructType stateSchema() {
        var schema = new StructType();
        for (int i = 0; i < spec.keys(); i++) {
            schema = schema.add("key" + i, spec.input().typeOf(i));
        }
        schema = schema.add("rows", "bigint");
        if (spec.isAging()) {
            schema = schema.add("changed", "bigint");
        }
        for (int i = 0; i < accumulators.size(); i++) {
            var types = accumulators.get(i).get().stateTypes();
            for (int j = 0; j < types.size(); j++) {
                schema = schema.add("aggregate%d_%d".formatted(i, j), types.get(j));
            }
        }
        return schema;
    }

    @Override
    public int stateVersion() {
        return 1;
    }

    @Override
    public void writeChanges(Consumer<Batch> rows) {
        write(unsaved, rows);
        unsaved.clear();
    }

    @Override
    public void writeAll(Consumer<Batch> rows) {
        write(groups.keySet(), rows);
    }

    private void write(Set<GroupKey> keys, Consumer<Batch> rows) {
        var batch = Batch.create(stateSchema(), Math.min(keys.size() + 1, Batch.ROWS));
        for (var key : keys) {
            var group = groups.get(key);
            var row = new ArrayList<@Nullable Object>(Arrays.asList(key.values()));
            row.add(group == null ? 0L : group.rows);
            if (group != null && spec.isAging()) {
                row.add(group.changedMicros);
            }
            if (group != null) {
                for (var accumulator : group.accumulators) {
                    row.addAll(accumulator.save());
                }
            }
            batch.append(Arrays.copyOf(row.toArray(), batch.columnCount()), group == null ? -1 : 1);
            if (batch.rows() == Batch.ROWS) {
                rows.accept(batch);
                batch.clear();
            }
        }
        if (batch.rows() > 0) {
            rows.accept(batch);
        }
    }

    @Override
    public void restore(Batch rows) {
        for (int row = 0; row < rows.rows(); row++) {
            if (!owns(rows, row)) {
                continue;
            }
            var columns = rows.row(row);
            var key = new GroupKey(Arrays.copyOf(columns, spec.keys()));
            if (rows.weight(row) > 0) {
                load(group(key), Arrays.asList(columns));
                awaitCompletion(key);
            } else {
                groups.remove(key);
            }
        }
        touched.clear();
    }

    /// What was emitted of a restored group is known once all its values are back.
    private void settleRestored() {
        for (var group : restored) {
            if (groups.get(group.key) == group) {
                group.emitted = result(group);
            }
        }
        restored.clear();
    }

    /// The groups, and the values that some accumulators keep.
    @Override
    public List<Stateful> states() {
        var states = new ArrayList<Stateful>();
        states.add(this);
        states.addAll(values);
        return states;
    }

    Spec spec() {
        return spec;
    }

    /// The group of a key, while the values of groups are restored: the groups themselves came
    /// before. Null when it has gone since.
    @Nullable Group restored(GroupKey key) {
        return groups.get(key);
    }

    Collection<Group> groups() {
        return groups.values();
    }

    boolean owns(Batch rows, int row) {
        return spec.keys() == 0
                ? worker == 0
                : KeyGroups.owner(KeyGroups.hash(rows, spec.keys(), row), workers) == worker;
    }

    private void load(Group group, List<@Nullable Object> values) {
        int at = spec.keys();
        group.rows = values.get(at++) instanceof Long saved ? saved : 0;
        if (spec.isAging()) {
            age(group, values.get(at++) instanceof Long saved ? saved : 0);
        }
        for (var accumulator : group.accumulators) {
            int width = accumulator.stateTypes().size();
            accumulator.load(values.subList(at, at + width));
            at += width;
        }
        restored.add(group);
    }

    @Override
    public long stateRows() {
        return groups.size();
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
        return groups.size() * (100L + 60L * (spec.keys() + accumulators.size()));
    }
}
