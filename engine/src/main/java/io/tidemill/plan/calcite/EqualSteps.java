package io.tidemill.plan.calcite;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes aggregates equal that compute the same and differ only in where they stand in the text:
/// the first one takes the place of the others, so that the circuit can run it once.
final class EqualSteps {
    private final Map<PlanNode, PlanNode> first = new HashMap<>();

    private EqualSteps() {}

    static PlanNode apply(PlanNode plan) {
        return new EqualSteps().unite(plan);
    }

    private PlanNode unite(PlanNode node) {
        if (node.inputs().isEmpty()) {
            return node;
        }
        var united = node.withInputs(node.inputs().stream().map(this::unite).toList());
        if (!(united instanceof PlanNode.Aggregate)) {
            return united;
        }
        var known = first.putIfAbsent(placeless(united), united);
        return known == null ? united : known;
    }

    /// The same steps without the places that they have in the text, as far as they are of kinds
    /// that often stand below an aggregate.
    private static PlanNode placeless(PlanNode node) {
        var inputs = node.inputs().stream().map(EqualSteps::placeless).toList();
        return switch (node.inputs().isEmpty() ? node : node.withInputs(inputs)) {
            case PlanNode.Aggregate(var input, var keys, var calls, var schema) ->
                    new PlanNode.Aggregate(
                            input,
                            placeless(keys),
                            calls.stream().map(EqualSteps::placeless).toList(),
                            schema);
            case PlanNode.Project(var input, var expressions, var schema) ->
                    new PlanNode.Project(input, placeless(expressions), schema);
            case PlanNode.Filter(var input, var condition) ->
                    new PlanNode.Filter(input, placeless(condition));
            case PlanNode.TimeWindow(var input, var time, var shape, var schema) ->
                    new PlanNode.TimeWindow(input, placeless(time), shape, schema);
            case PlanNode other -> other;
        };
    }

    private static List<Expression> placeless(List<Expression> expressions) {
        return expressions.stream().map(EqualSteps::placeless).toList();
    }

    /// What gives something else each time keeps its place.
    private static Expression placeless(Expression expression) {
        return Trees.isDeterministic(expression) ? Trees.placeless(expression) : expression;
    }

    private static AggregateCall placeless(AggregateCall call) {
        return call.map(EqualSteps::placeless).placeless();
    }
}
