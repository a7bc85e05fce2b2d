package io.tidemill.plan.circuit;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.operator.Downstream;
import io.tidemill.plan.node.PlanNode;

import java.util.List;

/// Windows of time and lifetimes: what flows out of them, what they keep, what they are built of.
final class TimeParts {
    private TimeParts() {}

    static Edge edge(PlanNode.Lifetime node, Style style) {
        throw refused("a filter on the current time");
    }

    /// Lines on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.Lifetime node, Style style) {
        throw refused("a filter on the current time");
    }

    static void build(
            PlanNode.Lifetime node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to) {
        throw refused("a filter on the current time");
    }

    static Edge edge(PlanNode.TimeWindow node, Style style) {
        throw refused("a window of time");
    }

    /// Lines on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.TimeWindow node, Style style) {
        throw refused("a window of time");
    }

    static void build(
            PlanNode.TimeWindow node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to,
            boolean whole) {
        throw refused("a window of time");
    }

    static Edge edge(PlanNode.SessionWindow node, Style style) {
        throw refused("a session window");
    }

    /// Lines on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.SessionWindow node, Style style) {
        throw refused("a session window");
    }

    static void build(
            PlanNode.SessionWindow node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to) {
        throw refused("a session window");
    }

    private static TidemillException refused(String what) {
        return new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                what + " cannot be run yet",
                "write the query without it");
    }
}
