package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.order.OverRows;
import io.tidemill.operator.order.TopRows.Closing;
import io.tidemill.plan.circuit.CircuitBuilder.OpenStage;
import io.tidemill.plan.node.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Window functions: what flows out of them, what they keep, what they are built of.
final class OverParts {
    private OverParts() {}

    static Edge edge(PlanNode.Over over, Style style) {
        var input = Edge.of(over.input(), style);
        var times = partitionTimes(over, input);
        if (style == Style.BATCH || input.bounded()) {
            return Edge.insertOnly(times, input.bounded());
        }
        if (style == Style.FINAL && closing(over, input).isPresent()) {
            return Edge.insertOnly(times, false);
        }
        var key = input.kind() == Edge.Kind.UPSERT ? Optional.of(input.key()) : numbered(over);
        return key.isPresent()
                ? new Edge(Edge.Kind.UPSERT, key.get(), !input.isInsertOnly(), times, false)
                : Edge.retracting(times, false);
    }

    /// The columns that are a key of the partition and event time.
    private static SortedMap<Integer, Long> partitionTimes(PlanNode.Over over, Edge input) {
        var times = new TreeMap<Integer, Long>();
        for (var key : over.partition()) {
            if (key instanceof Expression.Input column
                    && input.times().containsKey(column.index())) {
                times.put(column.index(), input.times().get(column.index()));
            }
        }
        return times;
    }

    /// The partition and the row's number, if there is one: no two rows have the same.
    private static Optional<List<Integer>> numbered(PlanNode.Over over) {
        var key = new ArrayList<Integer>();
        for (var expression : over.partition()) {
            if (!(expression instanceof Expression.Input column)) {
                return Optional.empty();
            }
            if (!key.contains(column.index())) {
                key.add(column.index());
            }
        }
        for (int i = 0; i < over.calls().size(); i++) {
            if (over.calls().get(i).function().equals("row_number")) {
                key.add(over.input().schema().size() + i);
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /// When a partition is complete: the key that is event time, and its lag.
    private static Optional<Closing> closing(PlanNode.Over over, Edge input) {
        return input.projected(over.partition()).times().entrySet().stream()
                .findFirst()
                .map(first -> new Closing(first.getKey(), first.getValue(), false));
    }

    /// Why the rows are never final, if they are not: for output mode append.
    static Optional<String> neverFinal(PlanNode.Over over) {
        return edge(over, Style.FINAL).isInsertOnly()
                ? Optional.empty()
                : Optional.of(
                        "the values of a window function change with every new row of its"
                                + " partition, and no watermark says when a partition of %s is complete"
                                        .formatted(over.partition()));
    }

    /// Lines on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.Over over, Style style) {
        var input = Edge.of(over.input(), style);
        if (input.bounded()) {
            return List.of();
        }
        var kept =
                over.partition().isEmpty()
                        ? "State: all rows"
                        : "State: all rows of each " + over.partition();
        var closing = closing(over, input);
        return List.of(
                closing.isPresent()
                        ? "%s; bounded: forgotten when the watermark has passed %s"
                                .formatted(kept, over.partition().get(closing.get().key()))
                        : kept
                                + "; grows with the input: nothing bounds it; a partition key of"
                                + " event time with a watermark, or state.ttl, would");
    }

    static void build(PlanNode.Over over, CircuitBuilder builder, OpenStage stage, Downstream to) {
        var layout = OverLayout.of(over);
        boolean batch = builder.style() == Style.BATCH;
        boolean isFinal = builder.style() == Style.FINAL;
        Optional<Closing> closing =
                batch
                        ? Optional.empty()
                        : closing(over, builder.edge(over.input()))
                                .map(c -> new Closing(c.key(), c.lagMicros(), isFinal));
        var ordered = layout.ordered();
        var operator =
                new OverRows(
                        new OverRows.Spec(
                                builder.nextStateId("over"),
                                ordered.schema(),
                                over.partition().size(),
                                ordered.parts(),
                                ordered.sortKeys(),
                                layout.values(),
                                over.input().schema().size(),
                                layout.calls(),
                                over.schema(),
                                !batch,
                                closing),
                        builder.worker(),
                        builder.workers(),
                        to);
        builder.remember(stage.add(operator));
        var below = builder.exchange(stage, ordered.schema(), over.partition().size(), operator);
        builder.build(over.input(), below.stage(), ordered.prepare(builder, below, over.input()));
    }
}
