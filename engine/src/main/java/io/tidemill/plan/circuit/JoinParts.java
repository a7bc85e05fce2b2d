package io.tidemill.plan.circuit;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.operator.Downstream;
import io.tidemill.plan.node.PlanNode;
import java.util.List;

/// Joins: what flows out of them, what they keep, what they are built of.
final class JoinParts {
    private JoinParts() {}

    /// Whether rows are forgotten when the watermark says that they have no partners any more.
    static boolean usesWatermark(PlanNode.Join join, Style style) {
        return false;
    }

    static Edge edge(PlanNode.Join node, Style style) {
        throw refused("a join");
    }

    /// Lines on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.Join node, Style style) {
        throw refused("a join");
    }

    static void build(
            PlanNode.Join node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to) {
        throw refused("a join");
    }

    static Edge edge(PlanNode.AsOfJoin node, Style style) {
        throw refused("an ASOF join");
    }

    /// Lines on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.AsOfJoin node, Style style) {
        throw refused("an ASOF join");
    }

    static void build(
            PlanNode.AsOfJoin node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to) {
        throw refused("an ASOF join");
    }

    private static TidemillException refused(String what) {
        return new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                what + " cannot be run yet",
                "write the query without it");
    }
}
