package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.operator.aggregate.Groups.Group;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Groups that are objects as the checkpoint sees them: which changed, and the rows that they are
/// saved as and taken back from. Values that accumulators keep are apart, in [ValuesState].
///
/// Columns: the keys, how many rows the group has, when it last had one if that matters, then what
/// each accumulator saves.
final class GroupState {
    private final Groups groups;
    private final GroupTimes times;
    private final GroupAggregate.Spec spec;
    private final StructType schema;
    private final Set<GroupKey> unsaved = new LinkedHashSet<>();
    private final List<Group> restored = new ArrayList<>();

    GroupState(Groups groups, GroupTimes times) {
        this.groups = groups;
        this.times = times;
        spec = groups.spec();
        schema = schemaOfState();
    }

    private StructType schemaOfState() {
        var columns = new StructType();
        for (int i = 0; i < spec.keys(); i++) {
            columns = columns.add("key" + i, spec.input().typeOf(i));
        }
        columns = columns.add("rows", "bigint");
        if (spec.isAging()) {
            columns = columns.add("changed", "bigint");
        }
        var accumulators = groups.empty();
        for (int i = 0; i < accumulators.size(); i++) {
            var types = accumulators.get(i).stateTypes();
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
    void changed(GroupKey key) {
        unsaved.add(key);
    }

    void writeChanges(Consumer<Batch> rows) {
        write(unsaved, rows);
        unsaved.clear();
    }

    /// Everything at once.
    long writePiece(long from, Consumer<Batch> rows) {
        write(groups.keys(), rows);
        return -1;
    }

    private void write(Collection<GroupKey> keys, Consumer<Batch> rows) {
        var batch = Batch.create(schema, Math.min(keys.size() + 1, Batch.ROWS));
        for (var key : keys) {
            var group = groups.find(key);
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

    /// Takes back saved rows, of which nothing is a change.
    void restore(Batch rows) {
        for (int row = 0; row < rows.rows(); row++) {
            if (!groups.owns(rows, row)) {
                continue;
            }
            var columns = rows.row(row);
            var key = new GroupKey(Arrays.copyOf(columns, spec.keys()));
            if (rows.weight(row) > 0) {
                load(groups.group(key), Arrays.asList(columns));
                times.awaitCompletion(key);
            } else {
                groups.remove(key);
            }
        }
    }

    private void load(Group group, List<@Nullable Object> values) {
        int at = spec.keys();
        group.rows = values.get(at++) instanceof Long saved ? saved : 0;
        if (spec.isAging()) {
            times.age(group, values.get(at++) instanceof Long saved ? saved : 0);
        }
        for (var accumulator : group.accumulators) {
            int width = accumulator.stateTypes().size();
            accumulator.load(values.subList(at, at + width));
            at += width;
        }
        restored.add(group);
    }

    /// What was emitted of a restored group is known once all its values are back.
    void settleRestored() {
        for (var group : restored) {
            if (groups.find(group.key) == group) {
                group.emitted = groups.result(group);
            }
        }
        restored.clear();
    }
}
