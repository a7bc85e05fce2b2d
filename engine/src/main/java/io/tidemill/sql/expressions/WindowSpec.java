package io.tidemill.sql.expressions;

import io.tidemill.sql.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which rows around a row a function sees, and in what order. A value; made by [Window].
///
/// @param partition rows that have equal values of these belong together
/// @param order of the rows of a partition
/// @param frame which of them; empty for what SQL takes when nothing is said
public record WindowSpec(List<Column> partition, List<Column> order, Optional<Frame> frame) {
    /// All rows, in no order.
    public static final WindowSpec EMPTY = new WindowSpec(List.of(), List.of(), Optional.empty());

    public WindowSpec {
        partition = List.copyOf(partition);
        order = List.copyOf(order);
    }

    /// Rows around the current one.
    ///
    /// @param rows whether rows are counted; else the difference of the key
    /// @param start from the current row, which is 0; the least long: the first row
    /// @param end the greatest long: the last row
    public record Frame(boolean rows, long start, long end) {}

    public WindowSpec partitionBy(String first, String... others) {
        return new WindowSpec(columns(first, others), order, frame);
    }

    /// Of the rows that have equal values of these.
    public WindowSpec partitionBy(Column... columns) {
        return new WindowSpec(Arrays.asList(columns), order, frame);
    }

    public WindowSpec orderBy(String first, String... others) {
        return new WindowSpec(partition, columns(first, others), frame);
    }

    /// In an order.
    public WindowSpec orderBy(Column... columns) {
        return new WindowSpec(partition, Arrays.asList(columns), frame);
    }

    private static List<Column> columns(String first, String... others) {
        return Stream.concat(Stream.of(first), Arrays.stream(others)).map(Column::new).toList();
    }

    /// The rows from `start` to `end`, counted from the current one, which is 0; those before it
    /// are negative. [Window#unboundedPreceding] and [Window#unboundedFollowing] have no bound.
    public WindowSpec rowsBetween(long start, long end) {
        return new WindowSpec(partition, order, Optional.of(new Frame(true, start, end)));
    }

    /// The rows whose key lies between the current row's plus `start` and plus `end`.
    public WindowSpec rangeBetween(long start, long end) {
        return new WindowSpec(partition, order, Optional.of(new Frame(false, start, end)));
    }
}
