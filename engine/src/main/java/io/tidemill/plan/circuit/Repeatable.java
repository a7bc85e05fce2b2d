package io.tidemill.plan.circuit;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Functions;
import io.tidemill.plan.node.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Sees that what is taken back is what was given: an expression that gives something else each
/// time, such as `rand()` or the current time, stands only over rows that are never taken back.
final class Repeatable {
    private static final Set<String> NUMBERS =
            Set.of("monotonically_increasing_id", "spark_partition_id");

    private Repeatable() {}

    /// @throws TidemillException INVALID_NON_DETERMINISTIC_EXPRESSIONS, with the expression
    static void check(PlanNode node, Style style) {
        for (var input : node.inputs()) {
            if (!Edge.of(input, style).isInsertOnly()) {
                for (var expression : expressions(node)) {
                    refuse(expression);
                }
            }
            check(input, style);
        }
    }

    /// Refuses what numbers the rows of a query, in one that never ends: it begins anew each epoch.
    ///
    /// @throws TidemillException UNSUPPORTED_FEATURE
    static void refuseNumbers(PlanNode node) {
        for (var expression : expressions(node)) {
            var _ =
                    expression.map(part -> {
                        if (part instanceof Expression.Call call
                                && NUMBERS.contains(call.function())) {
                            var error =
                                    new TidemillException(
                                            Condition.UNSUPPORTED_FEATURE,
                                            "%s numbers the rows of a query, and a stream has no end"
                                                    .formatted(call),
                                            "use uuid(), or row_number() over an order");
                            throw call.position().text().isEmpty()
                                    ? error
                                    : error.at(call.position().describe());
                        }
                        return part;
                    });
        }
        node.inputs().forEach(Repeatable::refuseNumbers);
    }

    private static List<Expression> expressions(PlanNode node) {
        return switch (node) {
            case PlanNode.Filter filter -> List.of(filter.condition());
            case PlanNode.Project project -> project.expressions();
            case PlanNode.Expand expand ->
                    expand.projections().stream().flatMap(List::stream).toList();
            case PlanNode.Generate generate -> List.of(generate.array());
            case PlanNode.Aggregate aggregate -> {
                var all = new ArrayList<>(aggregate.keys());
                aggregate
                        .aggregates()
                        .forEach(call -> {
                            all.addAll(call.arguments());
                            call.filter().ifPresent(all::add);
                        });
                yield all;
            }
            case PlanNode.TimeWindow window -> List.of(window.time());
            case PlanNode.SessionWindow window -> List.of(window.time(), window.gap());
            case PlanNode.Over over -> {
                var all = new ArrayList<>(over.partition());
                over.order().forEach(key -> all.add(key.expression()));
                over.calls().forEach(call -> all.addAll(call.arguments()));
                yield all;
            }
            case PlanNode.Top top -> {
                var all = new ArrayList<>(top.partition());
                top.order().forEach(key -> all.add(key.expression()));
                yield all;
            }
            case PlanNode.Observe observe -> {
                var all = new ArrayList<Expression>();
                observe.calls().forEach(call -> all.addAll(call.expressions()));
                yield all;
            }
            case PlanNode.Scan _,
                    PlanNode.Values _,
                    PlanNode.Lifetime _,
                    PlanNode.Weigh _,
                    PlanNode.Deduplicate _,
                    PlanNode.Join _,
                    PlanNode.AsOfJoin _,
                    PlanNode.Union _,
                    PlanNode.Sort _,
                    PlanNode.Limit _,
                    PlanNode.Watermark _,
                    PlanNode.TimeToLive _,
                    PlanNode.MapRows _ ->
                    List.of();
        };
    }

    private static void refuse(Expression expression) {
        switch (expression) {
            case Expression.Literal _, Expression.Input _, Expression.Parameter _ -> {}
            case Expression.Call call -> {
                var function = Functions.find(call.function());
                boolean random =
                        function.isPresent()
                                && !function.get().deterministic()
                                && !function.get().name().equals("current_timezone");
                if (random) {
                    throw refused(call, call.position());
                }
                call.arguments().forEach(Repeatable::refuse);
            }
            case Expression.UserCall call -> {
                if (!call.function().deterministic()) {
                    throw refused(call, call.position());
                }
                call.arguments().forEach(Repeatable::refuse);
            }
            case Expression.Cast cast -> refuse(cast.operand());
            case Expression.And and -> and.operands().forEach(Repeatable::refuse);
            case Expression.Or or -> or.operands().forEach(Repeatable::refuse);
            case Expression.Case choice -> {
                choice.branches()
                        .forEach(branch -> {
                            refuse(branch.condition());
                            refuse(branch.value());
                        });
                refuse(choice.otherwise());
            }
            case Expression.Coalesce coalesce -> coalesce.operands().forEach(Repeatable::refuse);
            case Expression.Field field -> refuse(field.struct());
            case Expression.Lambda lambda -> refuse(lambda.body());
        }
    }

    private static TidemillException refused(Expression call, Position position) {
        var error =
                new TidemillException(
                        Condition.INVALID_NON_DETERMINISTIC_EXPRESSIONS,
                        "%s gives something else each time, and stands over rows that may be taken back"
                                .formatted(call),
                        "compute it below the aggregate or join, on rows that only come, or in what"
                                + " reads the result");
        return position.text().isEmpty() ? error : error.at(position.describe());
    }
}
