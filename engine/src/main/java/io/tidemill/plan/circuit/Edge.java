package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.WatermarkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What flows out of a node of a plan.
///
/// @param kind how rows may change
/// @param key for [Kind#UPSERT] the columns that tell which row replaces which; may be empty: one
///   row
/// @param vanishing whether a row may go without another one of its key coming
/// @param watermark which column is event time, and its delay
/// @param bounded whether the rows come to an end
public record Edge(
        Kind kind,
        List<Integer> key,
        boolean vanishing,
        Optional<WatermarkSpec> watermark,
        boolean bounded) {

    /// How the rows of an edge may change.
    public enum Kind {
        /// Rows are only ever added.
        INSERT_ONLY,
        /// A row replaces the one of the same key.
        UPSERT,
        /// Rows are added and taken away, by their whole value.
        RETRACTING
    }

    public Edge {
        key = List.copyOf(key);
    }

    /// What flows out of `node`.
    public static Edge of(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan ->
                    insertOnly(scan.table().watermark().filter(has(node)), !scan.streaming());
            case PlanNode.Values _ -> insertOnly(Optional.empty(), true);
            case PlanNode.Watermark watermark ->
                    of(watermark.input()).withWatermark(Optional.of(watermark.watermark()));
            case PlanNode.Filter filter -> of(filter.input()).filtered();
            case PlanNode.Project project -> projected(of(project.input()), project);
            case PlanNode.Aggregate aggregate -> aggregated(of(aggregate.input()), aggregate);
            case PlanNode.Union union -> union(union.inputs().stream().map(Edge::of).toList());
            case PlanNode.Sort sort -> of(sort.input());
            case PlanNode.Limit limit -> limited(of(limit.input()));
            case PlanNode.MapRows map -> insertOnly(Optional.empty(), of(map.input()).bounded());
        };
    }

    private static Predicate<WatermarkSpec> has(PlanNode node) {
        return spec -> node.schema().indexOf(spec.column()) >= 0;
    }

    private static Edge insertOnly(Optional<WatermarkSpec> watermark, boolean bounded) {
        return new Edge(Kind.INSERT_ONLY, List.of(), false, watermark, bounded);
    }

    private Edge withWatermark(Optional<WatermarkSpec> spec) {
        return new Edge(kind, key, vanishing, spec, bounded);
    }

    private Edge filtered() {
        return new Edge(kind, key, kind == Kind.UPSERT || vanishing, watermark, bounded);
    }

    private static Edge aggregated(Edge input, PlanNode.Aggregate aggregate) {
        if (input.bounded) {
            return insertOnly(Optional.empty(), true);
        }
        var key = new ArrayList<Integer>();
        for (int i = 0; i < aggregate.keys().size(); i++) {
            key.add(i);
        }
        boolean vanishing = input.kind != Kind.INSERT_ONLY && !key.isEmpty();
        return new Edge(Kind.UPSERT, key, vanishing, Optional.empty(), false);
    }

    private static Edge projected(Edge input, PlanNode.Project project) {
        var watermark =
                input.watermark.flatMap(spec -> {
                    int from = project.input().schema().indexOf(spec.column());
                    int to = position(project, from);
                    return to < 0
                            ? Optional.empty()
                            : Optional.of(
                                    new WatermarkSpec(
                                            project.schema().field(to).name(), spec.delayMicros()));
                });
        if (input.kind != Kind.UPSERT) {
            return input.withWatermark(watermark);
        }
        var key = input.key.stream().map(column -> position(project, column)).toList();
        boolean lost = key.contains(-1);
        return new Edge(
                lost ? Kind.RETRACTING : Kind.UPSERT,
                lost ? List.of() : key,
                lost || input.vanishing,
                watermark,
                input.bounded);
    }

    /// Which column of the projection is column `from` of its input, or -1.
    private static int position(PlanNode.Project project, int from) {
        for (int i = 0; i < project.expressions().size(); i++) {
            if (project.expressions().get(i) instanceof Expression.Input input
                    && input.index() == from) {
                return i;
            }
        }
        return -1;
    }

    private static Edge union(List<Edge> inputs) {
        boolean insertOnly = inputs.stream().allMatch(edge -> edge.kind == Kind.INSERT_ONLY);
        boolean bounded = inputs.stream().allMatch(Edge::bounded);
        var watermark = inputs.getFirst().watermark;
        boolean common = inputs.stream().allMatch(edge -> edge.watermark.equals(watermark));
        return new Edge(
                insertOnly ? Kind.INSERT_ONLY : Kind.RETRACTING,
                List.of(),
                !insertOnly,
                common ? watermark : Optional.empty(),
                bounded);
    }

    private static Edge limited(Edge input) {
        return input.bounded
                ? input
                : new Edge(Kind.RETRACTING, List.of(), true, input.watermark, false);
    }

    /// For `EXPLAIN`: `upsert by device; unbounded`.
    public String describe(PlanNode node) {
        var text = new StringBuilder();
        switch (kind) {
            case INSERT_ONLY -> text.append("insert-only");
            case RETRACTING -> text.append("retracting");
            case UPSERT -> {
                var names =
                        key.stream()
                                .map(i -> node.schema().field(i).name())
                                .collect(Collectors.joining(", "));
                text.append(names.isEmpty() ? "upsert of one row" : "upsert by " + names);
            }
        }
        if (vanishing) {
            text.append(", rows may vanish");
        }
        watermark.ifPresent(
                spec -> text.append("; watermark %s - %s".formatted(spec.column(), delay(spec))));
        return text.append(bounded ? "; bounded" : "; unbounded").toString();
    }

    private static String delay(WatermarkSpec spec) {
        long micros = spec.delayMicros();
        return micros % 1_000_000 == 0
                ? micros / 1_000_000 + " s"
                : micros % 1000 == 0 ? micros / 1000 + " ms" : micros + " us";
    }
}
