package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.state.KeyGroups;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One worker's groups as objects, by key in the order they came, each with an accumulator for
/// every aggregate. One thread's own.
final class Groups {
    private final GroupAggregate.Spec spec;
    private final int worker;
    private final int workers;
    private final List<Supplier<Accumulator>> accumulators;
    private final Map<GroupKey, Group> groups = new LinkedHashMap<>();

    /// A group: how many rows it has, when it last had one, what its rows come to, and the row that
    /// was emitted last, if one was.
    static final class Group {
        final GroupKey key;
        final Accumulator[] accumulators;
        long rows;
        long changedMicros;
        @Nullable Object @Nullable [] emitted;

        private Group(GroupKey key, Accumulator[] accumulators) {
            this.key = key;
            this.accumulators = accumulators;
        }
    }

    Groups(GroupAggregate.Spec spec, int worker, int workers) {
        this.spec = spec;
        this.worker = worker;
        this.workers = workers;
        accumulators =
                spec.aggregates().stream()
                        .map(call -> Accumulators.of(call, spec.retracting()))
                        .toList();
    }

    GroupAggregate.Spec spec() {
        return spec;
    }

    /// An accumulator of each aggregate without rows, to ask what it saves.
    List<Accumulator> empty() {
        return accumulators.stream().map(Supplier::get).toList();
    }

    /// The group of a key, which is made if it is not there.
    Group group(GroupKey key) {
        return groups.computeIfAbsent(key, k -> new Group(k, empty().toArray(Accumulator[]::new)));
    }

    /// The group of a key, null when there is none.
    @Nullable Group find(GroupKey key) {
        return groups.get(key);
    }

    void remove(GroupKey key) {
        groups.remove(key);
    }

    Collection<Group> all() {
        return groups.values();
    }

    Collection<GroupKey> keys() {
        return groups.keySet();
    }

    int size() {
        return groups.size();
    }

    /// A group's row as it is emitted: the key, then the results.
    @Nullable Object[] result(Group group) {
        var row = Arrays.copyOf(group.key.values(), spec.output().size());
        for (int i = 0; i < group.accumulators.length; i++) {
            row[spec.keys() + i] = group.accumulators[i].result();
        }
        return row;
    }

    /// Whether a saved row, told by its first columns, is this worker's.
    boolean owns(Batch rows, int row) {
        return spec.keys() == 0
                ? worker == 0
                : KeyGroups.owner(KeyGroups.hash(rows, spec.keys(), row), workers) == worker;
    }
}
