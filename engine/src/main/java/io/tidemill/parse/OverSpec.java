package io.tidemill.parse;

import io.tidemill.expression.WindowCall;
import java.util.List;

/// How the operands of a window function's call are to be read: the arguments, the filter if there
/// is one, the keys of the partition, the keys of the order.
///
/// Stands as the value of the first argument of the [#CALL] that analysis makes of `f(..) OVER
/// (..)`; planning takes it apart.
///
/// @param function as in [WindowCall]
/// @param arguments how many there are
/// @param ignoreNulls as in [WindowCall]
/// @param partition how many keys there are
/// @param order one for each key of the order
public record OverSpec(
        String function,
        int arguments,
        boolean filtered,
        boolean ignoreNulls,
        int partition,
        List<Order> order,
        WindowCall.Frame frame) {
    /// The name of calls that have a specification.
    public static final String CALL = "over";

    /// The name of the column that QUALIFY makes of its condition; what is selected beside it is
    /// computed for the rows that stay only.
    public static final String QUALIFIES = "\u0001qualify";

    public OverSpec {
        order = List.copyOf(order);
    }

    /// How a key is sorted by.
    public record Order(boolean ascending, boolean nullsFirst) {}
}
