package io.tidemill.plan.circuit;

import io.tidemill.plan.node.PlanNode;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes a plan as `EXPLAIN` shows it: one line a node, the top first, with what flows out of it;
/// then what its steps keep and what bounds that. [ExplainFormatted] is the longer form.
public final class Explain {
    private Explain() {}

    /// The plan as text, each line ended by a newline.
    public static String of(PlanNode plan, Manner manner) {
        var text = new StringBuilder();
        append(text, plan, manner.style(), Shared.of(plan, manner), new HashSet<>(), 0);
        for (var kept : States.of(plan, manner)) {
            text.append("State: ").append(kept.describe()).append('\n');
        }
        return text.toString();
    }

    private static void append(
            StringBuilder text,
            PlanNode node,
            Style style,
            Shared shared,
            Set<PlanNode> met,
            int depth) {
        text.repeat("  ", depth).append(node(node)).append("    -- ");
        if (shared.isMetAgain(node, met)) {
            text.append("as above, and run once for both\n");
            return;
        }
        text.append(Edge.of(node, style).describe(node)).append('\n');
        node.inputs().forEach(input -> append(text, input, style, shared, met, depth + 1));
    }

    /// The steps alone, each ended by a newline.
    public static String steps(PlanNode plan) {
        return node(plan)
                + "\n"
                + plan.inputs().stream()
                        .flatMap(input -> steps(input).lines())
                        .map(line -> "  " + line + "\n")
                        .collect(Collectors.joining());
    }

    /// A node as one line, without its inputs.
    public static String node(PlanNode node) {
        return NodeText.line(node);
    }
}
