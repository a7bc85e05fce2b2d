package io.tidemill.plan.circuit;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.operator.Downstream;
import io.tidemill.plan.node.PlanNode;

/// Steps that turn one row into several, or weigh it: what they are built of. They keep nothing.
final class RowParts {
    private RowParts() {}

    static void build(
            PlanNode.Expand node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to,
            boolean whole) {
        throw refused("grouping sets");
    }

    static void build(
            PlanNode.Generate node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to,
            boolean whole) {
        throw refused("a generator of rows");
    }

    static void build(
            PlanNode.Weigh node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to) {
        throw refused("a changelog as a table");
    }

    private static TidemillException refused(String what) {
        return new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                what + " cannot be run yet",
                "write the query without it");
    }
}
