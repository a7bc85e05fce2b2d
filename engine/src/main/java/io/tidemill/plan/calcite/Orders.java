package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.expression.SortKey;
import io.tidemill.plan.node.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Orders and limits of queries inside others.
///
/// A table has no order, so what stands below other steps keeps its order only as far as a limit
/// goes: the first rows are a [PlanNode.Top], of all rows. At the top of a plan they stay as they
/// are, since there the order is what people see. A limit above filters and projections of ordered
/// rows takes the first of that order.
final class Orders {
    private Orders() {}

    /// The plan with no order and limit but at its top.
    static PlanNode apply(PlanNode plan) {
        return switch (plan) {
            case PlanNode.Sort sort -> new PlanNode.Sort(unordered(sort.input()), sort.keys());
            case PlanNode.Limit limit -> limited(limit);
            case PlanNode.Project project -> project.withInput(apply(project.input()));
            default -> inside(plan);
        };
    }

    private static PlanNode limited(PlanNode.Limit limit) {
        if (limit.input() instanceof PlanNode.Project project && isOrdered(project.input())) {
            return project.withInput(limited(over(limit, project.input())));
        }
        var keys = order(limit.input());
        var input = unordered(limit.input());
        return keys.isEmpty()
                ? limit.withInput(input)
                : limit.withInput(new PlanNode.Sort(input, keys.get()));
    }

    /// The rows of a plan whose order does not matter.
    private static PlanNode unordered(PlanNode plan) {
        return switch (plan) {
            case PlanNode.Sort sort -> unordered(sort.input());
            case PlanNode.Limit limit -> top(limit);
            default -> inside(plan);
        };
    }

    private static PlanNode.Limit over(PlanNode.Limit limit, PlanNode input) {
        return new PlanNode.Limit(input, limit.offset(), limit.count());
    }

    private static PlanNode top(PlanNode.Limit limit) {
        if (limit.input() instanceof PlanNode.Project project && isOrdered(project.input())) {
            return project.withInput(top(over(limit, project.input())));
        }
        return new PlanNode.Top(
                unordered(limit.input()),
                List.of(),
                order(limit.input()).orElse(List.of()),
                PlanNode.Rank.ROW_NUMBER,
                limit.offset() + 1,
                limit.count().map(count -> saturated(limit.offset(), count)).orElse(Long.MAX_VALUE),
                false,
                limit.schema());
    }

    private static boolean isOrdered(PlanNode plan) {
        return switch (plan) {
            case PlanNode.Sort _ -> true;
            case PlanNode.Filter filter -> isOrdered(filter.input());
            case PlanNode.Limit limit -> isOrdered(limit.input());
            case PlanNode.Project project -> isOrdered(project.input());
            default -> false;
        };
    }

    private static PlanNode inside(PlanNode plan) {
        return plan.withInputs(plan.inputs().stream().map(Orders::unordered).toList());
    }

    private static long saturated(long offset, long count) {
        long sum = offset + count;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /// The order that rows of a plan come in, over its columns.
    private static Optional<List<SortKey>> order(PlanNode plan) {
        return switch (plan) {
            case PlanNode.Sort sort -> Optional.of(sort.keys());
            case PlanNode.Filter filter -> order(filter.input());
            case PlanNode.Limit limit -> order(limit.input());
            case PlanNode.Project project ->
                    order(project.input()).flatMap(keys -> above(keys, project));
            default -> Optional.empty();
        };
    }

    /// Keys over the input of a projection, over its columns, if all of them are there.
    private static Optional<List<SortKey>> above(List<SortKey> keys, PlanNode.Project project) {
        var moved = new ArrayList<SortKey>();
        for (var key : keys) {
            int index = project.expressions().indexOf(key.expression());
            if (index < 0) {
                return Optional.empty();
            }
            Expression column = Columns.one(project.schema(), index);
            moved.add(new SortKey(column, key.ascending(), key.nullsFirst()));
        }
        return Optional.of(moved);
    }
}
