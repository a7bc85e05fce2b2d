package io.tidemill.plan.circuit;

import io.tidemill.operator.Downstream;
import io.tidemill.operator.aggregate.GroupAggregate;
import io.tidemill.operator.aggregate.GroupAggregate.Emission;
import io.tidemill.plan.node.PlanNode;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;
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
        if (style == Style.FINAL && (!times.isEmpty() || onlyAdds(aggregate, input))) {
            return Edge.insertOnly(times, false);
        }
        var key = new ArrayList<Integer>();
        for (int i = 0; i < aggregate.keys().size(); i++) {
            key.add(i);
        }
        boolean vanishing = !input.isInsertOnly() && !key.isEmpty();
        return new Edge(Edge.Kind.UPSERT, key, vanishing, times, false);
    }

    /// The keys that are event time, each with its lag: what says when a group is complete.
    static SortedMap<Integer, Long> times(PlanNode.Aggregate aggregate, Style style) {
        return Edge.of(aggregate.input(), style).projected(aggregate.keys()).times();
    }

    /// Whether groups come and never change: DISTINCT over rows that are only added. Sessions do,
    /// as they grow.
    private static boolean onlyAdds(PlanNode.Aggregate aggregate, Edge input) {
        return aggregate.aggregates().isEmpty()
                && !aggregate.keys().isEmpty()
                && input.isInsertOnly()
                && SessionParts.of(aggregate, Style.FINAL).isEmpty();
    }

    /// Why the groups are never final, if they are not: for output mode append.
    static Optional<String> neverFinal(PlanNode.Aggregate aggregate) {
        var input = Edge.of(aggregate.input(), Style.FINAL);
        if (input.bounded()
                || !times(aggregate, Style.FINAL).isEmpty()
                || onlyAdds(aggregate, input)) {
            return Optional.empty();
        }
        return Optional.of(
                aggregate.keys().isEmpty()
                        ? "an aggregate over the whole stream changes with every row"
                        : "no watermark says when a group of %s is complete: none of these is event time"
                                .formatted(aggregate.keys()));
    }

    /// @param whole whether every group is given at the end of each epoch
    static void build(
            PlanNode.Aggregate aggregate,
            CircuitBuilder builder,
            Stages.OpenStage stage,
            Downstream to,
            boolean whole) {
        var session = SessionParts.of(aggregate, builder.style());
        if (session.isPresent()) {
            session.get().build(builder, stage, to, whole);
            return;
        }
        boolean innerWhole = whole && !aggregate.input().isStreaming();
        var times = whole ? new TreeMap<Integer, Long>() : times(aggregate, builder.style());
        var emission =
                whole
                        ? Emission.WHOLE
                        : builder.style() == Style.FINAL && !times.isEmpty()
                                ? Emission.FINAL
                                : Emission.CHANGES;
        boolean retracting = !innerWhole && !builder.edge(aggregate.input()).isInsertOnly();
        var partly = PartialParts.of(aggregate, retracting, builder.workers());
        var columns = GroupAggregate.inputs(aggregate.keys(), aggregate.aggregates());
        var input =
                partly.map(PartialParts::partials)
                        .orElseGet(() -> CircuitBuilder.anonymous(columns));
        var operator =
                stage.add(
                        GroupAggregate.create(
                                new GroupAggregate.Spec(
                                        builder.nextStateId("aggregate"),
                                        input,
                                        aggregate.keys().size(),
                                        aggregate.aggregates(),
                                        aggregate.schema(),
                                        retracting,
                                        emission,
                                        times,
                                        partly.isPresent(),
                                        whole || !times.isEmpty()
                                                ? 0
                                                : builder.ttlMicros(aggregate.input())),
                                builder.worker(),
                                builder.workers(),
                                to));
        operator.states().forEach(builder::remember);
        var below = builder.stages().exchange(stage, input, aggregate.keys().size(), operator);
        if (partly.isPresent()) {
            partly.get().build(builder, below, innerWhole);
            return;
        }
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
