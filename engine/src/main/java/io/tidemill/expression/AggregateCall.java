package io.tidemill.expression;

import io.tidemill.sql.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A value computed from all rows of a group.
///
/// @param function its name in lower case: `count`, `sum`, `min`, `max`, `avg`, …; [#OF_PROGRAM]
/// @param arguments computed from each row; none for `count(*)`
/// @param distinct whether equal arguments count once
/// @param filter which rows count
/// @param order in which the rows are taken, for `WITHIN GROUP (ORDER BY …)` and its like; rows
///   that are equal in it, and all rows where there is none, are taken in the total order of the
///   arguments
/// @param ignoreNulls whether rows whose first argument is NULL are passed over, where a function
///   does not do so anyway
/// @param type of the result
/// @param user the aggregate itself, where it is the program's
public record AggregateCall(
        String function,
        List<Expression> arguments,
        boolean distinct,
        Optional<Expression> filter,
        List<SortKey> order,
        boolean ignoreNulls,
        DataType type,
        boolean nullable,
        Position position,
        Optional<UserAggregate> user) {
    /// What the function of an aggregate of the program is called here.
    public static final String OF_PROGRAM = "aggregate of the program";

    public AggregateCall {
        arguments = List.copyOf(arguments);
        order = List.copyOf(order);
    }

    /// A call of an aggregate of ours.
    public AggregateCall(
            String function,
            List<Expression> arguments,
            boolean distinct,
            Optional<Expression> filter,
            List<SortKey> order,
            boolean ignoreNulls,
            DataType type,
            boolean nullable,
            Position position) {
        this(
                function,
                arguments,
                distinct,
                filter,
                order,
                ignoreNulls,
                type,
                nullable,
                position,
                Optional.empty());
    }

    /// A call that takes its rows in no order and passes over no NULL of its own accord.
    public AggregateCall(
            String function,
            List<Expression> arguments,
            boolean distinct,
            Optional<Expression> filter,
            DataType type,
            boolean nullable,
            Position position) {
        this(function, arguments, distinct, filter, List.of(), false, type, nullable, position);
    }

    /// All that it computes from a row: arguments, filter, order.
    public List<Expression> expressions() {
        var all = new ArrayList<>(arguments);
        filter.ifPresent(all::add);
        order.forEach(key -> all.add(key.expression()));
        return all;
    }

    /// The same call over other expressions of the same types.
    public AggregateCall map(UnaryOperator<Expression> mapping) {
        return new AggregateCall(
                function,
                arguments.stream().map(mapping).toList(),
                distinct,
                filter.map(mapping),
                order.stream()
                        .map(key ->
                                new SortKey(
                                        mapping.apply(key.expression()),
                                        key.ascending(),
                                        key.nullsFirst()))
                        .toList(),
                ignoreNulls,
                type,
                nullable,
                position,
                user);
    }

    /// The same call, without its place in the text.
    public AggregateCall placeless() {
        return new AggregateCall(
                function,
                arguments,
                distinct,
                filter,
                order,
                ignoreNulls,
                type,
                nullable,
                Position.NONE,
                user);
    }

    @Override
    public String toString() {
        var inside = arguments.isEmpty() ? "*" : arguments.toString().replaceAll("^\\[|]$", "");
        return "%s(%s%s)%s%s%s"
                .formatted(
                        user.map(UserAggregate::name).orElse(function),
                        distinct ? "DISTINCT " : "",
                        inside,
                        ignoreNulls ? " IGNORE NULLS" : "",
                        order.isEmpty() ? "" : " WITHIN GROUP (ORDER BY " + order + ")",
                        filter.map(f -> " FILTER (WHERE " + f + ")").orElse(""));
    }
}
