package io.tidemill.plan.circuit;

import io.tidemill.expression.SortKey;
import io.tidemill.plan.node.KeyPair;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.WindowShape;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Steps of a plan in words.
final class NodeText {
    private NodeText() {}

    /// A node as one line, without its inputs.
    static String line(PlanNode node) {
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
            case PlanNode.Sort sort -> "Sort by " + keys(sort.keys());
            case PlanNode.Limit limit ->
                    "Limit"
                            + limit.count().map(count -> " " + count).orElse("")
                            + (limit.offset() > 0 ? " offset " + limit.offset() : "");
            case PlanNode.Observe observe ->
                    "Observe as %s: %s".formatted(observe.name(), observe.calls());
            case PlanNode.MapRows map -> "Function " + map.mapping().name();
            case PlanNode.Watermark watermark ->
                    "Watermark on %s - %s"
                            .formatted(
                                    watermark.watermark().column(),
                                    duration(watermark.watermark().delayMicros()));
            case PlanNode.TimeToLive hint -> "TimeToLive " + duration(hint.micros());
            case PlanNode.Lifetime lifetime ->
                    "Lifetime"
                            + lifetime.from().map(from -> " from " + from).orElse("")
                            + lifetime.until().map(until -> " until " + until).orElse("");
            case PlanNode.Expand expand -> "Expand " + expand.projections();
            case PlanNode.Generate generate ->
                    "Generate%s%s %s"
                            .formatted(
                                    generate.outer() ? " outer" : "",
                                    generate.position() ? " with position" : "",
                                    generate.array());
            case PlanNode.Weigh weigh -> "Weigh by " + weigh.weight();
            case PlanNode.TimeWindow window ->
                    "Window of %s: %s".formatted(window.time(), describe(window.shape()));
            case PlanNode.SessionWindow window ->
                    "Session by %s of %s with gap %s"
                            .formatted(window.keys(), window.time(), window.gap());
            case PlanNode.Over over ->
                    "Over %s%s: %s"
                            .formatted(
                                    over.partition(),
                                    over.order().isEmpty()
                                            ? ""
                                            : " ordered by " + keys(over.order()),
                                    over.calls());
            case PlanNode.Top top ->
                    "Top %d to %d by %s of %s ordered by %s"
                            .formatted(
                                    top.first(),
                                    top.last(),
                                    top.rank(),
                                    top.partition(),
                                    keys(top.order()));
            case PlanNode.Deduplicate deduplicate ->
                    "Deduplicate by %s%s"
                            .formatted(
                                    deduplicate.keys(),
                                    deduplicate.withinWatermark() ? " within the watermark" : "");
            case PlanNode.Join join ->
                    "Join %s on %s%s"
                            .formatted(
                                    join.type(),
                                    pairs(join.keys()),
                                    join.condition().map(c -> " and " + c).orElse(""));
            case PlanNode.AsOfJoin join ->
                    "AsOfJoin%s on %s, %s"
                            .formatted(
                                    join.outer() ? " outer" : "", pairs(join.keys()), times(join));
        };
    }

    /// How the times of a join by time are compared.
    static String times(PlanNode.AsOfJoin join) {
        var comparison = "%s %s %s".formatted(join.rightTime(), join.direction(), join.leftTime());
        if (join.within().isEmpty()) {
            return comparison;
        }
        long within = join.within().getAsLong();
        boolean instants =
                join.leftTime().type() instanceof TimestampType
                        || join.leftTime().type() instanceof TimestampNTZType;
        return "%s within %s".formatted(comparison, instants ? duration(within) : within);
    }

    static String keys(List<SortKey> keys) {
        return keys.stream().map(NodeText::describe).collect(Collectors.joining(", "));
    }

    static String pairs(List<KeyPair> keys) {
        return keys.stream()
                .map(pair ->
                        "%s %s %s"
                                .formatted(
                                        pair.left(), pair.nullSafe() ? "<=>" : "=", pair.right()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    static String describe(WindowShape shape) {
        return switch (shape) {
            case WindowShape.Hopping(long size, long slide, long offset) ->
                    duration(size)
                            + (slide == size ? "" : " every " + duration(slide))
                            + (offset == 0 ? "" : " from " + duration(offset));
            case WindowShape.Cumulating(long size, long step, long offset) ->
                    "up to %s by %s".formatted(duration(size), duration(step))
                            + (offset == 0 ? "" : " from " + duration(offset));
            case WindowShape.Calendar(var length, var zone) ->
                    "%s in %s".formatted(length, zone.getId());
        };
    }

    /// `10 s`, `1500 ms`, `7 us`.
    static String duration(long micros) {
        return micros % 1_000_000 == 0
                ? micros / 1_000_000 + " s"
                : micros % 1000 == 0 ? micros / 1000 + " ms" : micros + " us";
    }

    private static String describe(SortKey key) {
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

    static String names(PlanNode node) {
        return node.schema().fieldList().stream()
                .map(StructField::name)
                .collect(Collectors.joining(", "));
    }
}
