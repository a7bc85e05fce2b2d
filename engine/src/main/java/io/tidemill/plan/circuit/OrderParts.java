package io.tidemill.plan.circuit;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.operator.Downstream;
import io.tidemill.plan.node.PlanNode;

import java.util.List;
import java.util.TreeMap;

/// Ranks, window functions, first rows, and limits: what flows out of them, what they keep, what
/// they are built of.
final class OrderParts {
    private OrderParts() {}

    static Edge edge(PlanNode.Over node, Style style) {
        throw refused("a window function");
    }

    /// Lines on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.Over node, Style style) {
        throw refused("a window function");
    }

    static void build(
            PlanNode.Over node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to) {
        throw refused("a window function");
    }

    static Edge edge(PlanNode.Top node, Style style) {
        throw refused("the first rows of a partition");
    }

    /// Lines on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.Top node, Style style) {
        throw refused("the first rows of a partition");
    }

    static void build(
            PlanNode.Top node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to) {
        throw refused("the first rows of a partition");
    }

    static Edge edge(PlanNode.Deduplicate node, Style style) {
        throw refused("dropping duplicates");
    }

    /// Lines on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.Deduplicate node, Style style) {
        throw refused("dropping duplicates");
    }

    static void build(
            PlanNode.Deduplicate node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to) {
        throw refused("dropping duplicates");
    }

    static Edge edge(PlanNode.Limit limit, Style style) {
        var input = Edge.of(limit.input(), style);
        return input.bounded() ? input : Edge.retracting(new TreeMap<>(), false);
    }

    private static TidemillException refused(String what) {
        return new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                what + " cannot be run yet",
                "write the query without it");
    }
}
