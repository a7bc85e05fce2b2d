package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What conditions say of a rank: `r <= 3`, `1 = r`, `r BETWEEN 2 AND 5`, as parts of an AND.
final class Ranks {
    /// The ranks `[first, last]`, and the conditions that say something else.
    record Range(long first, long last, List<Expression> rest) {
        Range {
            rest = List.copyOf(rest);
        }
    }

    /// One bound: ranks in `[from, to]`.
    private record Bound(long from, long to) {}

    private Ranks() {}

    /// The range, if the conditions bound the rank above and do not rule out every rank; conditions
    /// behind one that can raise are left where they are.
    ///
    /// @param column the rank
    static Optional<Range> of(List<Expression> conditions, int column) {
        long first = 1;
        long last = Long.MAX_VALUE;
        boolean open = true;
        var rest = new ArrayList<Expression>();
        for (var condition : conditions) {
            var bound = open ? bound(condition, column) : Optional.<Bound>empty();
            if (bound.isPresent()) {
                first = Math.max(first, bound.get().from());
                last = Math.min(last, bound.get().to());
            } else {
                open &= !Trees.canRaise(condition);
                rest.add(condition);
            }
        }
        return last == Long.MAX_VALUE || first > last
                ? Optional.empty()
                : Optional.of(new Range(first, last, rest));
    }

    private static Optional<Bound> bound(Expression condition, int column) {
        if (!(condition instanceof Expression.Call call)) {
            return Optional.empty();
        }
        var operands = call.arguments();
        if (call.function().equals("between") && operands.size() == 3) {
            return both(operands, column);
        }
        if (operands.size() != 2) {
            return Optional.empty();
        }
        if (isRank(operands.get(0), column)) {
            return number(operands.get(1)).flatMap(n -> bound(call.function(), n));
        }
        if (isRank(operands.get(1), column)) {
            return number(operands.get(0)).flatMap(n -> bound(mirrored(call.function()), n));
        }
        return Optional.empty();
    }

    private static Optional<Bound> both(List<Expression> operands, int column) {
        if (!isRank(operands.getFirst(), column)) {
            return Optional.empty();
        }
        var from = number(operands.get(1));
        var to = number(operands.get(2));
        return from.isPresent() && to.isPresent()
                ? Optional.of(new Bound(from.get(), to.get()))
                : Optional.empty();
    }

    /// The rank, or the rank as a wider whole number.
    private static boolean isRank(Expression expression, int column) {
        return switch (expression) {
            case Expression.Input input -> input.index() == column;
            case Expression.Cast cast ->
                    Types.isWhole(cast.type()) && isRank(cast.operand(), column);
            default -> false;
        };
    }

    private static Optional<Long> number(Expression expression) {
        return expression instanceof Expression.Literal literal
                        && literal.value() instanceof Number number
                        && Types.isWhole(literal.type())
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    private static String mirrored(String sign) {
        return switch (sign) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> sign;
        };
    }

    private static Optional<Bound> bound(String sign, long number) {
        return switch (sign) {
            case "=", "<=>" -> Optional.of(new Bound(number, number));
            case "<" -> Optional.of(new Bound(1, number - 1));
            case "<=" -> Optional.of(new Bound(1, number));
            case ">" -> Optional.of(new Bound(number + 1, Long.MAX_VALUE));
            case ">=" -> Optional.of(new Bound(number, Long.MAX_VALUE));
            default -> Optional.empty();
        };
    }
}
