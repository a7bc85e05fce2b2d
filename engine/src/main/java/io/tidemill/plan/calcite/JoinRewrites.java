package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.PlanNode.Join;
import io.tidemill.plan.node.PlanNode.JoinType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Makes joins smaller: conditions become keys and filters of their inputs, joins without an
/// equality are put behind those with one, outer joins whose padding is filtered out are inner
/// ones.
///
/// An expression that can raise is never computed for a row or a pair of rows for which it was not
/// computed as the query was written, but for a key of the join; it may be computed for fewer.
final class JoinRewrites {
    /// So many rows at most are put beside each row instead of being joined.
    private static final int REPEATED_MAX = 64;

    private JoinRewrites() {}

    /// The join with as much of its condition as possible in its inputs, which are simple already.
    static PlanNode simplify(Join join) {
        return join.right() instanceof PlanNode.Values values
                        && join.type() == JoinType.INNER
                        && join.keys().isEmpty()
                        && values.rows().size() <= REPEATED_MAX
                ? repeated(join, values)
                : filtered(join, List.of());
    }

    /// Each left row once for every one of a few rows that stand in the query: keeps nothing.
    private static PlanNode repeated(Join join, PlanNode.Values values) {
        var projections = new ArrayList<List<Expression>>();
        for (var row : values.rows()) {
            var columns = new ArrayList<>(Columns.all(join.left().schema()));
            for (int i = 0; i < row.size(); i++) {
                columns.add(new Expression.Literal(row.get(i), values.schema().typeOf(i)));
            }
            projections.add(columns);
        }
        return Rewrites.filtered(
                new PlanNode.Expand(join.left(), projections, join.schema()),
                join.condition().stream().toList());
    }

    /// The rows of a join for which conditions hold.
    ///
    /// @param filters over the columns of the join
    static PlanNode filtered(Join written, List<Expression> filters) {
        if (filters.stream().anyMatch(f -> !Trees.isDeterministic(f))) {
            return stay(simplify(written), filters);
        }
        var join = narrowed(written, filters);
        int left = join.left().schema().size();
        var on = JoinConditions.conjuncts(join.keys(), join.condition(), left);
        if (on.stream().anyMatch(JoinConditions::isNever) && !join.isStreaming()) {
            return Rewrites.filtered(Joins.never(join), filters);
        }
        if (join.type() == JoinType.INNER) {
            var order = JoinOrder.of(join, filters);
            if (order.isPresent()) {
                return order.get();
            }
        }
        var leftFilters = new ArrayList<Expression>();
        var rightFilters = new ArrayList<Expression>();
        var conditions = new ArrayList<Expression>();
        for (var condition : on) {
            switch (JoinConditions.side(condition, left)) {
                case LEFT ->
                        (takesLeft(join.type(), condition) ? leftFilters : conditions)
                                .add(condition);
                case RIGHT ->
                        (takesRight(join.type(), condition) ? rightFilters : conditions)
                                .add(condition);
                case NEITHER, BOTH -> conditions.add(condition);
            }
        }
        var above = new ArrayList<Expression>();
        for (var filter : filters) {
            switch (JoinConditions.side(filter, left)) {
                case LEFT -> (keepsLeft(join.type(), filter) ? leftFilters : above).add(filter);
                case RIGHT -> (keepsRight(join.type(), filter) ? rightFilters : above).add(filter);
                case BOTH -> (joins(join, filter, above) ? conditions : above).add(filter);
                case NEITHER -> above.add(filter);
            }
        }
        var newLeft = Rewrites.filtered(join.left(), leftFilters);
        var newRight =
                Rewrites.filtered(
                        join.right(),
                        rightFilters.stream()
                                .map(f ->
                                        JoinConditions.ofRight(
                                                f, join.left().schema(), join.right().schema()))
                                .toList());
        return stay(Joins.with(join, newLeft, newRight, conditions), above);
    }

    private static PlanNode stay(PlanNode plan, List<Expression> filters) {
        return JoinConditions.all(filters)
                .map(all -> (PlanNode) new PlanNode.Filter(plan, all))
                .orElse(plan);
    }

    /// Whether a part of the join's own condition may filter the left input.
    private static boolean takesLeft(JoinType type, Expression condition) {
        return switch (type) {
            case INNER, RIGHT, LEFT_SEMI -> !Trees.canRaise(condition);
            case LEFT, FULL, LEFT_ANTI -> false;
        };
    }

    private static boolean takesRight(JoinType type, Expression condition) {
        return switch (type) {
            case INNER, LEFT, LEFT_SEMI, LEFT_ANTI -> !Trees.canRaise(condition);
            case RIGHT, FULL -> false;
        };
    }

    /// Whether a filter of the join's rows may filter the left input.
    private static boolean keepsLeft(JoinType type, Expression filter) {
        return switch (type) {
            case INNER, LEFT, LEFT_SEMI, LEFT_ANTI -> !Trees.canRaise(filter);
            case RIGHT, FULL -> false;
        };
    }

    private static boolean keepsRight(JoinType type, Expression filter) {
        return switch (type) {
            case INNER, RIGHT -> !Trees.canRaise(filter);
            case LEFT, FULL, LEFT_SEMI, LEFT_ANTI -> false;
        };
    }

    /// Whether a filter that reads both inputs may be a condition of the join.
    private static boolean joins(Join join, Expression filter, List<Expression> above) {
        return join.type() == JoinType.INNER
                && (!Trees.canRaise(filter)
                        || (above.isEmpty()
                                && JoinConditions.pair(
                                                filter, join.left().schema(), join.right().schema())
                                        .isPresent()));
    }

    /// An outer join whose padded rows no filter lets pass, as one that does not pad.
    private static Join narrowed(Join join, List<Expression> filters) {
        var leftColumns = new BitSet();
        leftColumns.set(0, join.left().schema().size());
        var rightColumns = new BitSet();
        rightColumns.set(join.left().schema().size(), join.schema().size());
        boolean dropsLeft = filters.stream().anyMatch(f -> Nulls.isNeverTrue(f, leftColumns));
        boolean dropsRight = filters.stream().anyMatch(f -> Nulls.isNeverTrue(f, rightColumns));
        var type =
                switch (join.type()) {
                    case LEFT -> dropsRight ? JoinType.INNER : JoinType.LEFT;
                    case RIGHT -> dropsLeft ? JoinType.INNER : JoinType.RIGHT;
                    case FULL ->
                            dropsLeft
                                    ? dropsRight ? JoinType.INNER : JoinType.LEFT
                                    : dropsRight ? JoinType.RIGHT : JoinType.FULL;
                    case INNER, LEFT_SEMI, LEFT_ANTI -> join.type();
                };
        return type == join.type()
                ? join
                : new Join(
                        join.left(),
                        join.right(),
                        type,
                        join.keys(),
                        join.condition(),
                        join.schema());
    }
}
