package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import java.util.BitSet;
import java.util.Set;

/// What expressions give where columns are NULL.
final class Nulls {
    /// Operators that give NULL as soon as one operand is.
    private static final Set<String> STRICT =
            Set.of(
                    "=",
                    "<>",
                    "<",
                    "<=",
                    ">",
                    ">=",
                    "+",
                    "-",
                    "*",
                    "/",
                    "%",
                    "not",
                    "like",
                    "ilike",
                    "rlike",
                    "negative",
                    "positive");

    private Nulls() {}

    /// Whether a condition is false or NULL wherever all these columns are NULL.
    static boolean isNeverTrue(Expression condition, BitSet columns) {
        return switch (condition) {
            case Expression.And(var operands) ->
                    operands.stream().anyMatch(each -> isNeverTrue(each, columns));
            case Expression.Or(var operands) ->
                    operands.stream().allMatch(each -> isNeverTrue(each, columns));
            case Expression.Call call when call.function().equals("isnotnull") ->
                    isNull(call.arguments().getFirst(), columns);
            default -> isNull(condition, columns);
        };
    }

    /// Whether an expression is NULL wherever all these columns are.
    static boolean isNull(Expression expression, BitSet columns) {
        return switch (expression) {
            case Expression.Input input -> columns.get(input.index());
            case Expression.Literal literal -> literal.value() == null;
            case Expression.Cast cast -> isNull(cast.operand(), columns);
            case Expression.Field field -> isNull(field.struct(), columns);
            case Expression.Call call when call.function().equals("in") ->
                    isNull(call.arguments().getFirst(), columns);
            case Expression.Call call ->
                    STRICT.contains(call.function())
                            && call.arguments().stream().anyMatch(each -> isNull(each, columns));
            default -> false;
        };
    }
}
