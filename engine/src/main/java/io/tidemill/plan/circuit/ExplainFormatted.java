package io.tidemill.plan.circuit;

import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Writes a plan as Spark's `EXPLAIN FORMATTED` does: the tree of its steps, numbered from the
/// first that rows pass; then each step with what it computes, what flows out of it (how rows may
/// change, by which key, what is event time) and what it keeps; then what may grow for ever.
public final class ExplainFormatted {
    private final Manner manner;
    private final IdentityHashMap<PlanNode, Integer> numbers = new IdentityHashMap<>();
    private final List<PlanNode> steps = new ArrayList<>();
    private final List<Kept> kept;

    private ExplainFormatted(PlanNode plan, Manner manner) {
        this.manner = manner;
        number(plan);
        kept = States.of(plan, manner);
    }

    /// The plan as text, each line ended by a newline.
    public static String of(PlanNode plan, Manner manner) {
        var formatted = new ExplainFormatted(plan, manner);
        var text = new StringBuilder("== Plan ==\n");
        formatted.tree(text, plan, "", "");
        formatted.steps.forEach(node -> formatted.step(text, node));
        formatted.state(text);
        return text.toString();
    }

    /// A step that stands in several places has one number.
    private void number(PlanNode node) {
        if (numbers.containsKey(node)) {
            return;
        }
        node.inputs().forEach(this::number);
        steps.add(node);
        numbers.put(node, steps.size());
    }

    private int numberOf(PlanNode node) {
        return numbers.getOrDefault(node, 0);
    }

    private void tree(StringBuilder text, PlanNode node, String first, String rest) {
        text.append(first)
                .append(NodeDetails.name(node))
                .append(" (%d)".formatted(numberOf(node)))
                .append('\n');
        var inputs = node.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            boolean last = i == inputs.size() - 1;
            tree(text, inputs.get(i), rest + (last ? "+- " : ":- "), rest + (last ? "   " : ":  "));
        }
    }

    private void step(StringBuilder text, PlanNode node) {
        text.append("\n(%d) %s\n".formatted(numberOf(node), NodeDetails.name(node)));
        NodeDetails.of(node).forEach((name, value) -> line(text, name, value));
        line(text, "Output [%d]".formatted(node.schema().size()), columns(node));
        var edge = Edge.of(node, manner.style());
        line(text, "Changes", edge.changes(node) + (edge.bounded() ? "; bounded" : "; unbounded"));
        edge.lags(node).ifPresent(lags -> line(text, "Event time", lags));
        kept.stream()
                .filter(each -> each.step() == node)
                .forEach(each -> {
                    line(text, "State", each.describe());
                    line(text, "State size", each.each().toString());
                });
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append('\n');
    }

    private static String columns(PlanNode node) {
        return node.schema().fieldList().stream()
                .map(ExplainFormatted::column)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String column(StructField field) {
        return field.name() + " " + field.dataType().sql() + (field.nullable() ? "" : " NOT NULL");
    }

    private void state(StringBuilder text) {
        var growing = kept.stream().filter(Kept::isUnbounded).toList();
        if (kept.isEmpty() || manner.style() == Style.BATCH) {
            return;
        }
        text.append("\n== State ==\n");
        if (growing.isEmpty()) {
            text.append("bounded\n");
        }
        growing.forEach(each ->
                text.append(
                        "unbounded (%d): %s\n".formatted(numberOf(each.step()), each.describe())));
    }
}
