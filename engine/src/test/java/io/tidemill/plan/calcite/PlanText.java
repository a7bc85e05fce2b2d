package io.tidemill.plan.calcite;

import module java.base;

import io.tidemill.plan.circuit.Explain;
import io.tidemill.plan.node.PlanNode;

/// A plan for golden files: one node a line, inputs indented below.
final class PlanText {
    private PlanText() {}

    /// The lines of a plan, each ended.
    static String of(PlanNode plan) {
        var text = new StringBuilder();
        append(text, plan, 0);
        return text.toString();
    }

    private static void append(StringBuilder text, PlanNode plan, int depth) {
        text.append("  ".repeat(depth)).append(Explain.node(plan)).append('\n');
        plan.inputs().forEach(input -> append(text, input, depth + 1));
    }
}
