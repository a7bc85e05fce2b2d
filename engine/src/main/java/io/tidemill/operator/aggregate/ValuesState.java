package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.operator.aggregate.Groups.Group;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.StateSize;
import io.tidemill.state.Stateful;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The values that one aggregate of [Groups] keeps, as the checkpoint sees them: a row for each
/// different one of a group, so that a change saves what changed and not the whole group.
///
/// Columns: the group's key, the values, how often they are there.
final class ValuesState implements Stateful {
    private final Groups owner;
    private final int aggregate;
    private final StructType schema;
    private final int width;
    private final Set<Group> unsaved = new LinkedHashSet<>();
    private long updated;

    /// @param aggregate which of the owner's
    ValuesState(Groups owner, int aggregate) {
        this.owner = owner;
        this.aggregate = aggregate;
        var spec = owner.spec();
        var columns = new StructType();
        for (int i = 0; i < spec.keys(); i++) {
            columns = columns.add("key" + i, spec.input().typeOf(i));
        }
        var values = Tuples.values(spec.aggregates().get(aggregate));
        for (int i = 0; i < values.size(); i++) {
            columns = columns.add("value" + i, values.get(i).type());
        }
        width = values.size();
        schema = columns.add("count", "bigint");
    }

    /// Says that a group's values may have changed.
    void changed(Group group) {
        if (multiset(group).hasChanged()) {
            unsaved.add(group);
        }
    }

    private Multiset multiset(Group group) {
        return group.accumulators[aggregate].values().orElseThrow();
    }

    @Override
    public String stateId() {
        return owner.spec().stateId() + "-values-" + aggregate;
    }

    @Override
    public StructType stateSchema() {
        return schema;
    }

    @Override
    public void writeChanges(Consumer<Batch> rows) {
        updated = 0;
        var batch = Batch.create(schema, 64);
        for (var group : unsaved) {
            var changes = multiset(group).takeChanges();
            updated += changes.size();
            write(group, changes, batch, rows);
        }
        unsaved.clear();
        flush(batch, rows);
    }

    @Override
    public long writePiece(long from, Consumer<Batch> rows) {
        var batch = Batch.create(schema, 64);
        for (var group : owner.all()) {
            write(group, multiset(group).counts(), batch, rows);
        }
        flush(batch, rows);
        return -1;
    }

    private void write(
            Group group, Map<@Nullable Object[], Long> counts, Batch batch, Consumer<Batch> rows) {
        counts.forEach((values, count) -> {
            int keys = group.key.values().length;
            var row = Arrays.copyOf(group.key.values(), keys + width + 1);
            System.arraycopy(values, 0, row, keys, width);
            row[keys + width] = count;
            batch.append(row, count == 0 ? -1 : 1);
            if (batch.rows() == Batch.ROWS) {
                flush(batch, rows);
            }
        });
    }

    private static void flush(Batch batch, Consumer<Batch> rows) {
        if (batch.rows() > 0) {
            rows.accept(batch);
            batch.clear();
        }
    }

    @Override
    public void restore(Batch rows) {
        int keys = owner.spec().keys();
        for (int row = 0; row < rows.rows(); row++) {
            if (!owner.owns(rows, row)) {
                continue;
            }
            var columns = rows.row(row);
            boolean there = rows.weight(row) > 0;
            var group = owner.find(new GroupKey(Arrays.copyOf(columns, keys)));
            if (group != null) {
                long count = there && columns[keys + width] instanceof Long saved ? saved : 0;
                multiset(group).restore(Arrays.copyOfRange(columns, keys, keys + width), count);
            }
        }
    }

    @Override
    public StateSize stateSize() {
        long rows = owner.all().stream().mapToLong(group -> multiset(group).size()).sum();
        return new StateSize(rows, updated, 0, rows * (120L + 40L * width));
    }
}
