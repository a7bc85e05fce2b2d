package io.tidemill.expression;

import io.tidemill.sql.types.DataType;
import java.util.List;
import java.util.Optional;

/// A value computed from all rows of a group.
///
/// @param function its name in lower case: `count`, `sum`, `min`, `max`, `avg`
/// @param arguments computed from each row; none for `count(*)`
/// @param distinct whether equal arguments count once
/// @param filter which rows count
/// @param type of the result
public record AggregateCall(
        String function,
        List<Expression> arguments,
        boolean distinct,
        Optional<Expression> filter,
        DataType type,
        boolean nullable,
        Position position) {
    public AggregateCall {
        arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
        var inside = arguments.isEmpty() ? "*" : arguments.toString().replaceAll("^\\[|]$", "");
        return "%s(%s%s)%s"
                .formatted(
                        function,
                        distinct ? "DISTINCT " : "",
                        inside,
                        filter.map(f -> " FILTER (WHERE " + f + ")").orElse(""));
    }
}
