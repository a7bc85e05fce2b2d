package io.tidemill.plan.calcite;

import module java.base;

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
        text.append("  ".repeat(depth)).append(line(plan)).append('\n');
        plan.inputs().forEach(input -> append(text, input, depth + 1));
    }

    private static String line(PlanNode plan) {
        return switch (plan) {
            case PlanNode.Scan(var table, var schema, boolean streaming) ->
                    "%s %s (%s) %s"
                            .formatted(
                                    streaming ? "ScanStream" : "Scan",
                                    table.name(),
                                    table.format(),
                                    List.of(schema.fieldNames()));
            case PlanNode.Values(var schema, var rows) ->
                    "Values %s %d %s"
                            .formatted(
                                    List.of(schema.fieldNames()),
                                    rows.size(),
                                    rows.size() == 1 ? "row" : "rows");
            case PlanNode.Filter(_, var condition) -> "Filter " + condition;
            case PlanNode.Project(_, var expressions, var schema) -> {
                var columns = new ArrayList<String>();
                for (int i = 0; i < expressions.size(); i++) {
                    var expression = expressions.get(i).toString();
                    var name = schema.field(i).name();
                    columns.add(expression.equals(name) ? name : expression + " AS " + name);
                }
                yield "Project " + columns;
            }
            case PlanNode.Aggregate(_, var keys, var aggregates, _) ->
                    "Aggregate by %s %s".formatted(keys, aggregates);
            case PlanNode.MapRows(_, var mapping, _) -> "Function " + mapping.name();
            case PlanNode.Union _ -> "Union";
            case PlanNode.Sort(_, var keys) ->
                    "Sort "
                            + keys.stream()
                                    .map(key ->
                                            "%s %s NULLS %s"
                                                    .formatted(
                                                            key.expression(),
                                                            key.ascending() ? "ASC" : "DESC",
                                                            key.nullsFirst() ? "FIRST" : "LAST"))
                                    .collect(Collectors.toList());
            case PlanNode.Limit(_, long offset, var count) ->
                    "Limit "
                            + count.map(Object::toString).orElse("all")
                            + (offset == 0 ? "" : " from " + offset);
            case PlanNode.Watermark(_, var watermark) ->
                    "Watermark %s - %d µs".formatted(watermark.column(), watermark.delayMicros());
        };
    }
}
