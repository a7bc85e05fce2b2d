package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.aggregate.GroupAggregate;
import io.tidemill.plan.node.PlanNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Aggregates: what flows out of them, what they keep, what they are built of.
final class AggregateParts {
    private AggregateParts() {}

    static Edge edge(PlanNode.Aggregate aggregate, Style style) {
        var input = Edge.of(aggregate.input(), style);
        var times = input.projected(aggregate.keys()).times();
        if (style == Style.BATCH || input.bounded()) {
            return Edge.insertOnly(times, input.bounded());
        }
        var key = new ArrayList<Integer>();
        for (int i = 0; i < aggregate.keys().size(); i++) {
            key.add(i);
        }
        boolean vanishing = !input.isInsertOnly() && !key.isEmpty();
        return new Edge(Edge.Kind.UPSERT, key, vanishing, new TreeMap<>(times), false);
    }

    /// One line on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.Aggregate aggregate, Style style) {
        if (Edge.of(aggregate.input(), style).bounded()) {
            return List.of();
        }
        return List.of(
                aggregate.keys().isEmpty()
                        ? "State: one row for the whole input; bounded"
                        : "State: one row for each %s; grows with the number of distinct keys: nothing bounds it"
                                .formatted(aggregate.keys()));
    }

    /// @param whole whether every group is given at the end of each epoch
    static void build(
            PlanNode.Aggregate aggregate,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to,
            boolean whole) {
        var columns = new ArrayList<Expression>(aggregate.keys());
        aggregate.aggregates().forEach(call -> columns.addAll(call.arguments()));
        aggregate.aggregates().forEach(call -> call.filter().ifPresent(columns::add));
        var input = CircuitBuilder.anonymous(columns);
        boolean innerWhole = whole && !aggregate.input().isStreaming();
        var operator =
                stage.add(
                        GroupAggregate.create(
                                new GroupAggregate.Spec(
                                        builder.nextStateId("aggregate"),
                                        input,
                                        aggregate.keys().size(),
                                        aggregate.aggregates(),
                                        aggregate.schema(),
                                        !innerWhole
                                                && !builder.edge(aggregate.input()).isInsertOnly(),
                                        whole),
                                builder.worker(),
                                builder.workers(),
                                to));
        builder.remember(operator);
        var below = builder.exchange(stage, input, aggregate.keys().size(), operator);
        var prepared =
                builder.rows(
                        below.stage(),
                        aggregate.input().schema(),
                        Optional.empty(),
                        columns,
                        input,
                        below.to());
        builder.build(aggregate.input(), below.stage(), prepared, innerWhole);
    }
}
