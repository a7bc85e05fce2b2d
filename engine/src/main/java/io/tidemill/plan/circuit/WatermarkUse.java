package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import java.util.List;

/// Which steps bound what they keep by the watermark, so that rows which come too late are left out
/// in front of them.
final class WatermarkUse {
    private WatermarkUse() {}

    static boolean of(PlanNode node, Style style) {
        return switch (node) {
            case PlanNode.Aggregate(var input, var keys, _, _) -> anyTime(keys, input, style);
            case PlanNode.SessionWindow window ->
                    anyTime(List.of(window.time()), window.input(), style);
            case PlanNode.Over over ->
                    anyTime(over.partition(), over.input(), style)
                            || (style == Style.FINAL
                                    && !over.order().isEmpty()
                                    && anyTime(
                                            List.of(over.order().getFirst().expression()),
                                            over.input(),
                                            style));
            case PlanNode.Top top -> anyTime(top.partition(), top.input(), style);
            case PlanNode.Deduplicate deduplicate ->
                    deduplicate.withinWatermark()
                            || anyTime(deduplicate.keys(), deduplicate.input(), style);
            case PlanNode.Join join -> JoinParts.usesWatermark(join, style);
            case PlanNode.AsOfJoin join -> JoinParts.usesWatermark(join, style);
            case PlanNode.Scan _,
                    PlanNode.Values _,
                    PlanNode.Filter _,
                    PlanNode.Lifetime _,
                    PlanNode.Project _,
                    PlanNode.Expand _,
                    PlanNode.Generate _,
                    PlanNode.Weigh _,
                    PlanNode.TimeWindow _,
                    PlanNode.Union _,
                    PlanNode.Sort _,
                    PlanNode.Limit _,
                    PlanNode.Watermark _,
                    PlanNode.TimeToLive _,
                    PlanNode.Observe _,
                    PlanNode.MapRows _ ->
                    false;
        };
    }

    private static boolean anyTime(List<Expression> expressions, PlanNode input, Style style) {
        return !Edge.of(input, style).projected(expressions).times().isEmpty();
    }

    /// Whether rows that come too late are left out at a node of a plan: some step above bounds
    /// what it keeps by the watermark.
    static boolean dropsLate(PlanNode plan, Manner manner, PlanNode.Watermark watermark) {
        return dropsLate(plan, manner, watermark, manner.isWhole(plan), false);
    }

    /// @param whole whether the node's result is given anew, whole, each epoch: nothing is
    ///   forgotten then
    private static boolean dropsLate(
            PlanNode node,
            Manner manner,
            PlanNode.Watermark sought,
            boolean whole,
            boolean bounded) {
        if (node == sought) {
            return bounded;
        }
        boolean here = bounded || !whole && of(node, manner.style());
        boolean wholeBelow = whole && ResultParts.isWholeBelow(node);
        return SessionParts.inputs(node, manner.style()).stream()
                .anyMatch(input -> dropsLate(input, manner, sought, wholeBelow, here));
    }
}
