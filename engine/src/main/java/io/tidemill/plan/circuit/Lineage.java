package io.tidemill.plan.circuit;

import io.tidemill.connect.OutputMode;
import io.tidemill.expression.Expression;
import io.tidemill.expression.SortKey;
import io.tidemill.plan.node.KeyPair;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the steps of a plan compute, said without the names that a query gives: each column as what
/// it is computed from, down to the columns of the sources. Two plans whose steps have the same
/// text compute the same, whatever else differs: aliases, projections that nobody reads, the delay
/// of a watermark.
///
/// For checkpoints, which must not be gone on from when what a step has kept means something else
/// now.
public final class Lineage {
    private final CircuitSpec spec;
    private final boolean several;
    private final IdentityHashMap<PlanNode, String> steps = new IdentityHashMap<>();
    private final Rows result;
    private int leaves;

    /// Rows in words.
    ///
    /// @param columns what each is computed from
    /// @param which rows there are
    private record Rows(List<String> columns, String which) {
        Rows {
            columns = List.copyOf(columns);
        }

        /// The same rows with further columns.
        Rows and(Stream<String> more) {
            return new Rows(Stream.concat(columns.stream(), more).toList(), which);
        }

        Rows with(String which) {
            return new Rows(columns, which);
        }

        String all() {
            return "rows %s of %s".formatted(columns, which);
        }

        String text(Expression expression) {
            return expression.map(this::named).toString();
        }

        private Expression named(Expression part) {
            return part instanceof Expression.Input(int index, _, var type, boolean nullable)
                    ? new Expression.Input(index, columns.get(index), type, nullable)
                    : part;
        }

        List<String> texts(List<Expression> expressions) {
            return expressions.stream().map(this::text).toList();
        }

        List<String> order(List<SortKey> keys) {
            return keys.stream()
                    .map(key ->
                            text(key.expression())
                                    + (key.ascending() ? "" : " DESC")
                                    + (key.nullsFirst() ? " NULLS FIRST" : ""))
                    .toList();
        }
    }

    private Lineage(CircuitSpec spec) {
        this.spec = spec;
        several = spec.leaves().size() > 1;
        result = rows(spec.plan());
    }

    public static Lineage of(CircuitSpec spec) {
        return new Lineage(spec);
    }

    /// What a step computes, of what rows, and which of their columns it may keep.
    ///
    /// @param step empty for the output mode, which keeps the result
    public String step(Optional<PlanNode> step) {
        return step.map(node -> steps.getOrDefault(node, "")).orElseGet(result::all);
    }

    /// What must not change of the result although no step keeps it: what was given is to be taken
    /// back as it was. Empty where rows are given once, or all of them anew.
    public Optional<String> result() {
        var edge = Edge.of(spec.plan(), spec.style());
        if (!spec.plan().isStreaming() || edge.isInsertOnly()) {
            return Optional.empty();
        }
        if (spec.mode() == OutputMode.CHANGELOG) {
            return Optional.of(result.all());
        }
        if (spec.mode() != OutputMode.UPDATE) {
            return Optional.empty();
        }
        var key = edge.key().stream().map(result.columns::get).toList();
        return Optional.of(
                spec.givesDeletes()
                        ? "the newest row for each %s of %s".formatted(key, result.which)
                        : "the newest row for each " + key);
    }

    private Rows rows(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan -> leaf(scan, scan.streaming() ? "" : " as a whole");
            case PlanNode.Values values -> leaf(values, " " + values.rows());
            case PlanNode.Filter(var input, var condition) -> {
                var rows = rows(input);
                yield rows.with("(%s where %s)".formatted(rows.which, rows.text(condition)));
            }
            case PlanNode.Project(var input, var expressions, _) -> {
                var rows = rows(input);
                yield new Rows(rows.texts(expressions), rows.which);
            }
            case PlanNode.Watermark watermark -> watermark(watermark);
            case PlanNode.Sort(var input, _) -> rows(input);
            case PlanNode.TimeToLive(var input, _) -> rows(input);
            case PlanNode.Observe observe -> rows(observe.input());
            case PlanNode.Aggregate aggregate -> aggregate(aggregate);
            case PlanNode.Union union -> union(union);
            case PlanNode.MapRows map -> {
                var rows = rows(map.input());
                var name = map.mapping().name();
                yield new Rows(
                        names(map, name + "."), "function %s of %s".formatted(name, rows.all()));
            }
            case PlanNode.Expand expand -> expand(expand);
            case PlanNode.Generate generate -> generate(generate);
            case PlanNode.Weigh weigh -> {
                var rows = rows(weigh.input());
                yield new Rows(
                        rows.texts(weigh.columns()),
                        "(%s weighed by %s)".formatted(rows.which, rows.text(weigh.weight())));
            }
            case PlanNode.TimeWindow window -> {
                var rows = rows(window.input());
                var windows =
                        "windows of %s of %s"
                                .formatted(
                                        NodeText.describe(window.shape()),
                                        rows.text(window.time()));
                yield ends(rows, windows).with("(%s in %s)".formatted(rows.which, windows));
            }
            case PlanNode.SessionWindow window -> session(window);
            case PlanNode.Lifetime lifetime -> lifetime(lifetime);
            case PlanNode.Over over -> over(over);
            case PlanNode.Top top -> top(top);
            case PlanNode.Limit limit -> limit(limit);
            case PlanNode.Deduplicate deduplicate -> deduplicate(deduplicate);
            case PlanNode.Join join -> join(join);
            case PlanNode.AsOfJoin join -> join(join);
        };
    }

    private static List<String> names(PlanNode node, String before) {
        return node.schema().fieldList().stream()
                .map(StructField::name)
                .map(name -> before + name)
                .toList();
    }

    private Rows leaf(PlanNode node, String more) {
        var name = "source-" + leaves++;
        return new Rows(names(node, several ? name + "." : ""), name + more);
    }

    private Rows watermark(PlanNode.Watermark watermark) {
        var rows = rows(watermark.input());
        int time = watermark.schema().indexOf(watermark.watermark().column());
        return spec.dropsLate(watermark)
                ? rows.with("(%s in time by %s)".formatted(rows.which, rows.columns.get(time)))
                : rows;
    }

    private static Rows ends(Rows rows, String windows) {
        return rows.and(Stream.of("start of " + windows, "end of " + windows));
    }

    private Rows aggregate(PlanNode.Aggregate aggregate) {
        var rows = rows(aggregate.input());
        var keys = rows.texts(aggregate.keys());
        var calls =
                aggregate.aggregates().stream()
                        .map(call -> call.map(each -> each.map(rows::named)).toString())
                        .toList();
        steps.put(aggregate, "%s for each %s of %s".formatted(calls, keys, rows.which));
        return new Rows(keys, "groups %s of %s".formatted(keys, rows.which)).and(calls.stream());
    }

    private Rows union(PlanNode.Union union) {
        var inputs = union.inputs().stream().map(this::rows).toList();
        var columns =
                IntStream.range(0, union.schema().size())
                        .mapToObj(column ->
                                inputs.stream()
                                        .map(input -> input.columns.get(column))
                                        .distinct()
                                        .collect(Collectors.joining(" or ")))
                        .toList();
        return new Rows(
                columns, inputs.stream().map(Rows::which).collect(Collectors.joining(" and ")));
    }

    private Rows expand(PlanNode.Expand expand) {
        var rows = rows(expand.input());
        var columns =
                IntStream.range(0, expand.schema().size())
                        .mapToObj(column ->
                                expand.projections().stream()
                                        .map(each -> rows.text(each.get(column)))
                                        .distinct()
                                        .collect(Collectors.joining(" or ")))
                        .toList();
        var sets = expand.projections().stream().map(rows::texts).toList();
        return new Rows(columns, "(%s each as %s)".formatted(rows.which, sets));
    }

    private Rows generate(PlanNode.Generate generate) {
        var rows = rows(generate.input());
        var array = rows.text(generate.array());
        int given = generate.schema().size() - (generate.position() ? 2 : 1);
        var columns = new ArrayList<>(rows.columns.subList(0, given));
        if (generate.position()) {
            columns.add("position in " + array);
        }
        columns.add("element of " + array);
        var each = generate.outer() ? "each element or none of" : "each element of";
        return new Rows(columns, "(%s for %s %s)".formatted(rows.which, each, array));
    }

    private Rows session(PlanNode.SessionWindow window) {
        var rows = rows(window.input());
        var sessions =
                "sessions of %s by %s with gap %s"
                        .formatted(
                                rows.texts(window.keys()),
                                rows.text(window.time()),
                                rows.text(window.gap()));
        steps.put(window, "%s of %s".formatted(sessions, rows.all()));
        return ends(rows, sessions).with("(%s in %s)".formatted(rows.which, sessions));
    }

    private Rows lifetime(PlanNode.Lifetime lifetime) {
        var rows = rows(lifetime.input());
        var life =
                lifetime.from().map(from -> " from " + rows.text(from)).orElse("")
                        + lifetime.until().map(until -> " until " + rows.text(until)).orElse("");
        steps.put(lifetime, "%s%s".formatted(rows.all(), life));
        return rows.with("(%s%s)".formatted(rows.which, life));
    }

    private Rows over(PlanNode.Over over) {
        var rows = rows(over.input());
        var window =
                "partition %s order %s"
                        .formatted(rows.texts(over.partition()), rows.order(over.order()));
        var calls =
                over.calls().stream()
                        .map(call ->
                                "%s%s%s%s %s in %s"
                                        .formatted(
                                                call.function(),
                                                rows.texts(call.arguments()),
                                                call.filter().map(rows::text).orElse(""),
                                                call.ignoreNulls() ? " IGNORE NULLS" : "",
                                                call.frame(),
                                                window))
                        .toList();
        steps.put(over, "%s of %s".formatted(calls, rows.all()));
        return rows.and(calls.stream());
    }

    private Rows top(PlanNode.Top top) {
        var rows = rows(top.input());
        var ranks =
                "%s %d to %d in partition %s order %s"
                        .formatted(
                                top.rank(),
                                top.first(),
                                top.last(),
                                rows.texts(top.partition()),
                                rows.order(top.order()));
        steps.put(top, "%s of %s".formatted(ranks, rows.all()));
        var given = rows.with("(%s with %s)".formatted(rows.which, ranks));
        return top.withRank() ? given.and(Stream.of(ranks)) : given;
    }

    private Rows limit(PlanNode.Limit limit) {
        var rows = rows(limit.input());
        var order = OrderParts.order(limit.input()).orElse(List.of());
        var which =
                "%s rows from %d in order %s"
                        .formatted(
                                limit.count().map(Object::toString).orElse("all"),
                                limit.offset(),
                                rows.order(order));
        steps.put(limit, "%s of %s".formatted(which, rows.all()));
        return rows.with("(%s of %s)".formatted(which, rows.which));
    }

    private Rows deduplicate(PlanNode.Deduplicate node) {
        var rows = rows(node.input());
        var first =
                "first row for each %s%s"
                        .formatted(
                                rows.texts(node.keys()),
                                node.withinWatermark() ? " within the watermark" : "");
        boolean keysOnly = Edge.of(node.input(), spec.style()).isInsertOnly();
        steps.put(node, "%s of %s".formatted(first, keysOnly ? rows.which : rows.all()));
        return rows.with("(%s of %s)".formatted(first, rows.which));
    }

    private Rows join(PlanNode.Join join) {
        var left = rows(join.left());
        var right = rows(join.right());
        var both = left.and(right.columns.stream());
        var how =
                "%s join on %s%s"
                        .formatted(
                                join.type(),
                                pairs(join.keys(), left, right),
                                join.condition().map(c -> " and " + both.text(c)).orElse(""));
        return joined(join, how, left, right, join.schema().size() > left.columns.size());
    }

    private Rows join(PlanNode.AsOfJoin join) {
        var left = rows(join.left());
        var right = rows(join.right());
        var how =
                "ASOF%s join on %s with %s %s %s%s"
                        .formatted(
                                join.outer() ? " LEFT" : "",
                                pairs(join.keys(), left, right),
                                right.text(join.rightTime()),
                                join.direction(),
                                left.text(join.leftTime()),
                                join.within().isPresent()
                                        ? " within " + join.within().getAsLong()
                                        : "");
        return joined(join, how, left, right, true);
    }

    /// @param both whether the columns of both come out
    private Rows joined(PlanNode join, String how, Rows left, Rows right, boolean both) {
        steps.put(join, "%s of %s with %s".formatted(how, left.all(), right.all()));
        var which = "(%s %s %s)".formatted(left.which, how, right.which);
        return (both ? left.and(right.columns.stream()) : left).with(which);
    }

    private static List<String> pairs(List<KeyPair> keys, Rows left, Rows right) {
        return keys.stream()
                .map(pair ->
                        "%s %s %s"
                                .formatted(
                                        left.text(pair.left()),
                                        pair.nullSafe() ? "<=>" : "=",
                                        right.text(pair.right())))
                .toList();
    }
}
