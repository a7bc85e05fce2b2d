package io.tidemill.sql;

import io.tidemill.parse.ColumnTree;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which rows around a row a function sees, and in what order. A value; made by [Window].
public final class WindowSpec {
    static final WindowSpec EMPTY = new WindowSpec(List.of(), List.of(), Optional.empty());

    private final List<Column> partition;
    private final List<Column> order;
    private final Optional<ColumnTree.Frame> frame;

    private WindowSpec(
            List<Column> partition, List<Column> order, Optional<ColumnTree.Frame> frame) {
        this.partition = List.copyOf(partition);
        this.order = List.copyOf(order);
        this.frame = frame;
    }

    public WindowSpec partitionBy(String first, String... others) {
        return partitionBy(Relational.columns(first, others));
    }

    /// Of the rows that have equal values of these.
    public WindowSpec partitionBy(Column... columns) {
        return new WindowSpec(Arrays.asList(columns), order, frame);
    }

    public WindowSpec orderBy(String first, String... others) {
        return orderBy(Relational.columns(first, others));
    }

    /// In an order.
    public WindowSpec orderBy(Column... columns) {
        return new WindowSpec(partition, Arrays.asList(columns), frame);
    }

    /// The rows from `start` to `end`, counted from the current one, which is 0; those before it
    /// are negative. [Window#unboundedPreceding] and [Window#unboundedFollowing] have no bound.
    public WindowSpec rowsBetween(long start, long end) {
        return new WindowSpec(
                partition, order, Optional.of(new ColumnTree.Frame(true, start, end)));
    }

    /// The rows whose key lies between the current row's plus `start` and plus `end`.
    public WindowSpec rangeBetween(long start, long end) {
        return new WindowSpec(
                partition, order, Optional.of(new ColumnTree.Frame(false, start, end)));
    }

    ColumnTree over(ColumnTree function, ZoneId zone) {
        return function.over(
                partition.stream().map(column -> column.tree(zone)).toList(),
                order.stream().map(column -> column.sortKey(zone)).toList(),
                frame);
    }
}
