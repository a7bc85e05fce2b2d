package io.tidemill.plan.circuit;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.order.FirstRows;
import io.tidemill.plan.circuit.Stages.OpenStage;
import io.tidemill.plan.node.PlanNode;
import java.util.List;
import java.util.Optional;

/// Dropping duplicates: what flows out of it, what it keeps, what it is built of.
///
/// Over rows that are only added the first that came stays, so nothing is ever taken back. Over
/// rows that may be taken away it is the least row of each key in the total order of values.
final class DeduplicateParts {
    private DeduplicateParts() {}

    static Edge edge(PlanNode.Deduplicate node, Style style) {
        var input = Edge.of(node.input(), style);
        if (input.isInsertOnly()) {
            expiry(node, style); // refuses what can have none
            return input;
        }
        return OrderParts.edge(least(node), style);
    }

    /// The least row of each key.
    private static PlanNode.Top least(PlanNode.Deduplicate node) {
        if (node.withinWatermark()) {
            throw new TidemillException(
                    Condition.UNSUPPORTED_FEATURE,
                    "dropDuplicatesWithinWatermark stands behind a step whose rows change",
                    "put it before that step, or use dropDuplicates");
        }
        return new PlanNode.Top(
                node.input(),
                node.keys(),
                List.of(),
                PlanNode.Rank.ROW_NUMBER,
                1,
                1,
                false,
                node.schema());
    }

    /// When keys are forgotten: a key of event time when the watermark has passed it; within the
    /// watermark, when it has passed the row's time by the delay, so that two rows no further apart
    /// than that are one.
    private static Optional<FirstRows.Expiry> expiry(PlanNode.Deduplicate node, Style style) {
        if (style == Style.BATCH || !node.isStreaming()) {
            return Optional.empty();
        }
        var input = Edge.of(node.input(), style);
        if (node.withinWatermark()) {
            var time = input.times().entrySet().stream().findFirst();
            if (time.isEmpty()) {
                throw new TidemillException(
                        Condition.UNSUPPORTED_FEATURE,
                        "dropDuplicatesWithinWatermark needs a column of event time in its input",
                        "declare one with withWatermark or WATERMARK FOR, and keep it up to here");
            }
            long lag = time.get().getValue() + delay(node.input());
            return Optional.of(new FirstRows.Expiry(node.keys().size() + time.get().getKey(), lag));
        }
        return input.projected(node.keys()).times().entrySet().stream()
                .findFirst()
                .map(time -> new FirstRows.Expiry(time.getKey(), time.getValue()));
    }

    /// The greatest delay of a watermark below.
    private static long delay(PlanNode node) {
        long own =
                node instanceof PlanNode.Watermark watermark
                        ? watermark.watermark().delayMicros()
                        : 0;
        return Math.max(
                own, node.inputs().stream().mapToLong(DeduplicateParts::delay).max().orElse(0));
    }

    /// What it keeps, if that outlives an epoch.
    static List<Kept> kept(PlanNode.Deduplicate node, Manner manner) {
        var input = Edge.of(node.input(), manner.style());
        if (input.bounded()) {
            return List.of();
        }
        if (!input.isInsertOnly()) {
            return OrderParts.kept(least(node), manner);
        }
        var types = node.keys().stream().map(Expression::type).toList();
        return List.of(
                new Kept(
                        node,
                        "one key for each " + node.keys(),
                        Kept.Size.key("key", types, 2),
                        bound(node, manner)));
    }

    private static Kept.Bound bound(PlanNode.Deduplicate node, Manner manner) {
        if (node.withinWatermark()) {
            return new Kept.Bound.By("forgotten when the watermark has passed the row's time");
        }
        var expiry = expiry(node, manner.style());
        return expiry.isPresent()
                ? new Kept.Bound.By(
                        "forgotten when the watermark has passed "
                                + node.keys().get(expiry.get().column()))
                : Kept.aging(
                        manner.ttl().of(node.input()),
                        "the number of distinct keys",
                        "dropDuplicatesWithinWatermark, a key of event time with a watermark");
    }

    static void build(
            PlanNode.Deduplicate node, CircuitBuilder builder, OpenStage stage, Downstream to) {
        if (!builder.edge(node.input()).isInsertOnly()) {
            OrderParts.build(least(node), builder, stage, to);
            return;
        }
        var ordered = Ordered.of(node.keys(), List.of(), node.input());
        var operator =
                new FirstRows(
                        new FirstRows.Spec(
                                builder.nextStateId("deduplicate"),
                                ordered.schema(),
                                node.keys().size(),
                                ordered.parts(),
                                node.schema(),
                                builder.style() != Style.BATCH,
                                expiry(node, builder.style()),
                                builder.ttlMicros(node.input())),
                        builder.worker(),
                        builder.workers(),
                        to);
        builder.remember(stage.add(operator));
        var below =
                builder.stages().exchange(stage, ordered.schema(), node.keys().size(), operator);
        builder.build(node.input(), below.stage(), ordered.prepare(builder, below, node.input()));
    }
}
