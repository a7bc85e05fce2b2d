package io.tidemill.plan.circuit;

import io.tidemill.plan.node.PlanNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a step of a plan does, as lines of a name and a value.
final class NodeDetails {
    private NodeDetails() {}

    /// The step in a word, a scan with its table.
    static String name(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan ->
                    "Scan %s%s %s"
                            .formatted(
                                    scan.streaming() ? "STREAM " : "",
                                    scan.table().name(),
                                    scan.table().format());
            case PlanNode.Join join -> "Join " + join.type();
            case PlanNode.MapRows _ -> "Function";
            default -> node.getClass().getSimpleName();
        };
    }

    /// What it computes; in the order in which it is to be read.
    static Map<String, String> of(PlanNode node) {
        var lines = new LinkedHashMap<String, String>();
        switch (node) {
            case PlanNode.Scan _ -> {}
            case PlanNode.Values values ->
                    lines.put("Rows", Integer.toString(values.rows().size()));
            case PlanNode.Filter filter -> lines.put("Condition", filter.condition().toString());
            case PlanNode.Project project -> list(lines, "Columns", project.expressions());
            case PlanNode.Aggregate aggregate -> {
                list(lines, "Keys", aggregate.keys());
                list(lines, "Functions", aggregate.aggregates());
            }
            case PlanNode.Union _ -> {}
            case PlanNode.Sort sort -> lines.put("Order", NodeText.keys(sort.keys()));
            case PlanNode.Limit limit -> {
                limit.count().ifPresent(count -> lines.put("Rows", count.toString()));
                if (limit.offset() > 0) {
                    lines.put("Offset", Long.toString(limit.offset()));
                }
            }
            case PlanNode.Observe observe -> {
                lines.put("Name", observe.name());
                list(lines, "Functions", observe.calls());
            }
            case PlanNode.MapRows map -> lines.put("Function", map.mapping().name());
            case PlanNode.Watermark watermark -> {
                lines.put("Column", watermark.watermark().column());
                lines.put("Delay", NodeText.duration(watermark.watermark().delayMicros()));
            }
            case PlanNode.TimeToLive hint ->
                    lines.put("State of the step above", NodeText.duration(hint.micros()));
            case PlanNode.Lifetime lifetime -> {
                lifetime.from().ifPresent(from -> lines.put("From", from.toString()));
                lifetime.until().ifPresent(until -> lines.put("Until", until.toString()));
            }
            case PlanNode.Expand expand ->
                    lines.put("Each row as", expand.projections().toString());
            case PlanNode.Generate generate -> {
                lines.put("Array", generate.array().toString());
                lines.put("Outer", Boolean.toString(generate.outer()));
            }
            case PlanNode.Weigh weigh -> lines.put("Weight", weigh.weight().toString());
            case PlanNode.TimeWindow window -> {
                lines.put("Time", window.time().toString());
                lines.put("Windows", NodeText.describe(window.shape()));
            }
            case PlanNode.SessionWindow window -> {
                list(lines, "Keys", window.keys());
                lines.put("Time", window.time().toString());
                lines.put("Gap", window.gap().toString());
            }
            case PlanNode.Over over -> {
                list(lines, "Partition", over.partition());
                lines.put("Order", NodeText.keys(over.order()));
                list(lines, "Functions", over.calls());
            }
            case PlanNode.Top top -> {
                list(lines, "Partition", top.partition());
                lines.put("Order", NodeText.keys(top.order()));
                lines.put("Ranks", "%s %d to %d".formatted(top.rank(), top.first(), top.last()));
            }
            case PlanNode.Deduplicate deduplicate -> {
                list(lines, "Keys", deduplicate.keys());
                if (deduplicate.withinWatermark()) {
                    lines.put("Within", "the watermark");
                }
            }
            case PlanNode.Join join -> {
                lines.put("Keys [%d]".formatted(join.keys().size()), NodeText.pairs(join.keys()));
                join.condition().ifPresent(c -> lines.put("Condition", c.toString()));
            }
            case PlanNode.AsOfJoin join -> {
                lines.put("Keys [%d]".formatted(join.keys().size()), NodeText.pairs(join.keys()));
                lines.put("Times", NodeText.times(join));
            }
        }
        return lines;
    }

    private static void list(Map<String, String> lines, String name, List<?> values) {
        lines.put(
                "%s [%d]".formatted(name, values.size()),
                values.stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]")));
    }
}
