package io.tidemill.plan.circuit;

import io.tidemill.connect.OutputMode;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes a plan as `EXPLAIN` shows it: one line a node, the top first, with what flows out of it;
/// then which state it keeps and what bounds that.
public final class Explain {
    private Explain() {}

    /// The plan as text, each line ended by a newline.
    public static String of(PlanNode plan) {
        var text = new StringBuilder();
        append(text, plan, 0);
        for (var line : states(plan)) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private static void append(StringBuilder text, PlanNode node, int depth) {
        text.repeat("  ", depth)
                .append(describe(node))
                .append("    -- ")
                .append(Edge.of(node).describe(node))
                .append('\n');
        node.inputs().forEach(input -> append(text, input, depth + 1));
    }

    private static String describe(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan ->
                    "Scan %s%s %s [%s]"
                            .formatted(
                                    scan.streaming() ? "STREAM " : "",
                                    scan.table().name(),
                                    scan.table().format(),
                                    names(scan));
            case PlanNode.Values values ->
                    "Values %d rows [%s]".formatted(values.rows().size(), names(values));
            case PlanNode.Filter filter -> "Filter " + filter.condition();
            case PlanNode.Project project -> "Project " + named(project);
            case PlanNode.Aggregate aggregate ->
                    "Aggregate by %s: %s".formatted(aggregate.keys(), aggregate.aggregates());
            case PlanNode.Union union -> "Union of " + union.inputs().size();
            case PlanNode.Sort sort ->
                    "Sort by "
                            + sort.keys().stream()
                                    .map(Explain::describe)
                                    .collect(Collectors.joining(", "));
            case PlanNode.Limit limit ->
                    "Limit"
                            + limit.count().map(count -> " " + count).orElse("")
                            + (limit.offset() > 0 ? " offset " + limit.offset() : "");
            case PlanNode.MapRows map -> "Function " + map.mapping().name();
            case PlanNode.Watermark watermark -> "Watermark on " + watermark.watermark().column();
        };
    }

    private static String describe(PlanNode.SortKey key) {
        return "%s %s NULLS %s"
                .formatted(
                        key.expression(),
                        key.ascending() ? "ASC" : "DESC",
                        key.nullsFirst() ? "FIRST" : "LAST");
    }

    private static String named(PlanNode.Project project) {
        var columns = new ArrayList<String>();
        for (int i = 0; i < project.expressions().size(); i++) {
            var expression = project.expressions().get(i).toString();
            var name = project.schema().field(i).name();
            columns.add(expression.equals(name) ? name : expression + " AS " + name);
        }
        return columns.toString();
    }

    private static String names(PlanNode node) {
        return node.schema().fieldList().stream()
                .map(StructField::name)
                .collect(Collectors.joining(", "));
    }

    /// One line for each operator that keeps state: what, and what bounds it.
    public static List<String> states(PlanNode plan) {
        var lines = new ArrayList<String>();
        collectStates(plan, lines);
        return lines;
    }

    private static void collectStates(PlanNode node, List<String> lines) {
        node.inputs().forEach(input -> collectStates(input, lines));
        if (node instanceof PlanNode.Aggregate aggregate && !Edge.of(aggregate.input()).bounded()) {
            lines.add(
                    aggregate.keys().isEmpty()
                            ? "State: one row for the whole input; bounded"
                            : "State: one row for each %s; grows with the number of distinct keys: nothing bounds it"
                                    .formatted(aggregate.keys()));
        }
    }

    /// Says that the plan cannot be given in this output mode, and why; null when it can.
    static @Nullable String refusal(PlanNode plan, OutputMode mode) {
        var edge = Edge.of(plan);
        return switch (mode) {
            case APPEND ->
                    edge.kind() == Edge.Kind.INSERT_ONLY
                            ? null
                            : "rows of this query change after they were given, so output mode"
                                    + " append cannot show them; use update, complete or changelog";
            case UPDATE -> {
                if (edge.kind() == Edge.Kind.RETRACTING) {
                    yield "output mode update needs a key in the result, and the query's result"
                            + " does not keep one; select the grouping columns, or use changelog";
                }
                yield edge.vanishing()
                        ? "rows may vanish from the result of this query, which output mode update"
                                + " cannot show; use changelog or complete"
                        : null;
            }
            case COMPLETE ->
                    hasAggregate(plan)
                            ? null
                            : "output mode complete needs an aggregation: without one the whole"
                                    + " input would be written again each epoch; use append";
            case CHANGELOG -> null;
        };
    }

    private static boolean hasAggregate(PlanNode plan) {
        return plan instanceof PlanNode.Aggregate
                || !plan.inputs().isEmpty()
                        && plan.inputs().stream().allMatch(Explain::hasAggregate);
    }
}
