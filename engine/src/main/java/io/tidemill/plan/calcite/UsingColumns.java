package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import java.util.List;

/// The columns that `USING` and `NATURAL` give once: `coalesce(left, right)` over a join that found
/// its rows by their equality is the one side of which there is a row. So a key of that side stays
/// one in the result. Of a full join either side may be missing, and nothing is changed.
final class UsingColumns {
    private UsingColumns() {}

    /// The expressions, over `input`, with a column of one side in place of the columns of both.
    static List<Expression> apply(PlanNode input, List<Expression> expressions) {
        return switch (input) {
            case PlanNode.Filter(var below, _) -> apply(below, expressions);
            case PlanNode.Join join
                    when join.type() == PlanNode.JoinType.INNER
                            || join.type() == PlanNode.JoinType.LEFT
                            || join.type() == PlanNode.JoinType.RIGHT ->
                    expressions.stream().map(e -> Trees.map(e, part -> one(join, part))).toList();
            default -> expressions;
        };
    }

    private static Expression one(PlanNode.Join join, Expression part) {
        if (!(part instanceof Expression.Coalesce(var operands, _)) || operands.size() != 2) {
            return part;
        }
        int width = join.left().schema().size();
        var first = side(operands.get(0), 0);
        var second = side(operands.get(1), width);
        boolean equal =
                join.keys().stream()
                        .anyMatch(key ->
                                Trees.isSame(side(key.left(), 0), first)
                                        && Trees.isSame(side(key.right(), 0), second));
        var kept = operands.get(join.type() == PlanNode.JoinType.RIGHT ? 1 : 0);
        return equal && (part.nullable() || !kept.nullable()) ? kept : part;
    }

    /// An expression over the columns of one side, whose names and NULLs do not count.
    ///
    /// @param from where the side's columns begin
    private static Expression side(Expression expression, int from) {
        return Trees.map(
                expression,
                part ->
                        part instanceof Expression.Input input
                                ? new Expression.Input(input.index() - from, "", input.type(), true)
                                : part);
    }
}
