package io.tidemill.sql.expressions;

import io.tidemill.sql.Column;

/// Windows of rows, for [Column#over]: `Window.partitionBy("device").orderBy("time")`.
public final class Window {
    private Window() {}

    private static WindowSpec empty() {
        return WindowSpec.EMPTY;
    }

    public static WindowSpec partitionBy(String first, String... others) {
        return empty().partitionBy(first, others);
    }

    /// Windows of the rows that have equal values of these.
    public static WindowSpec partitionBy(Column... columns) {
        return empty().partitionBy(columns);
    }

    public static WindowSpec orderBy(String first, String... others) {
        return empty().orderBy(first, others);
    }

    /// All rows, in an order.
    public static WindowSpec orderBy(Column... columns) {
        return empty().orderBy(columns);
    }

    /// See [WindowSpec#rowsBetween].
    public static WindowSpec rowsBetween(long start, long end) {
        return empty().rowsBetween(start, end);
    }

    /// See [WindowSpec#rangeBetween].
    public static WindowSpec rangeBetween(long start, long end) {
        return empty().rangeBetween(start, end);
    }

    /// The first row of the partition.
    public static long unboundedPreceding() {
        return Long.MIN_VALUE;
    }

    /// The last row of the partition.
    public static long unboundedFollowing() {
        return Long.MAX_VALUE;
    }

    /// The current row.
    public static long currentRow() {
        return 0;
    }
}
