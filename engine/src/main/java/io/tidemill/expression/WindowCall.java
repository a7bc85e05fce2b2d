package io.tidemill.expression;

import io.tidemill.sql.types.DataType;
import java.util.List;
import java.util.Optional;

/// A value computed for each row from the rows around it: `f(…) OVER (…)`.
///
/// @param function its name in lower case: an aggregate, or `row_number`, `rank`, `dense_rank`,
///   `percent_rank`, `cume_dist`, `ntile`, `lag`, `lead`, `first_value`, `last_value`, `nth_value`
/// @param arguments computed from each row. `lag` and `lead` have three: the value, how many rows
///   away (an INT literal), what stands for a row that is not there; `nth_value` has the value and
///   an INT literal from 1, `ntile` an INT literal from 1
/// @param filter which rows count, for an aggregate
/// @param ignoreNulls whether rows whose first argument is NULL are passed over
public record WindowCall(
        String function,
        List<Expression> arguments,
        Optional<Expression> filter,
        boolean ignoreNulls,
        Frame frame,
        DataType type,
        boolean nullable,
        Position position) {
    public WindowCall {
        arguments = List.copyOf(arguments);
    }

    /// Which rows around the current one, in the order of the window, an aggregate sees.
    public record Frame(Unit unit, Bound start, Bound end) {
        @Override
        public String toString() {
            return "%s BETWEEN %s AND %s".formatted(unit, start, end);
        }
    }

    /// What a frame's distances count.
    public enum Unit {
        /// Rows; equal rows are told apart by the total order of all their values.
        ROWS,
        /// The difference of the one key that the window is ordered by.
        RANGE,
        /// Groups of rows with equal keys.
        GROUPS
    }

    /// Where a frame begins or ends.
    public sealed interface Bound {
        record UnboundedPreceding() implements Bound {
            @Override
            public String toString() {
                return "UNBOUNDED PRECEDING";
            }
        }

        /// @param distance a constant, not negative
        record Preceding(Expression distance) implements Bound {
            @Override
            public String toString() {
                return distance + " PRECEDING";
            }
        }

        record CurrentRow() implements Bound {
            @Override
            public String toString() {
                return "CURRENT ROW";
            }
        }

        /// @param distance a constant, not negative
        record Following(Expression distance) implements Bound {
            @Override
            public String toString() {
                return distance + " FOLLOWING";
            }
        }

        record UnboundedFollowing() implements Bound {
            @Override
            public String toString() {
                return "UNBOUNDED FOLLOWING";
            }
        }
    }

    @Override
    public String toString() {
        return "%s(%s)%s%s over %s"
                .formatted(
                        function,
                        arguments.toString().replaceAll("^\\[|]$", ""),
                        filter.map(f -> " FILTER (WHERE " + f + ")").orElse(""),
                        ignoreNulls ? " IGNORE NULLS" : "",
                        frame);
    }
}
