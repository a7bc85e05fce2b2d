package io.tidemill.plan.circuit;

import io.tidemill.connect.OutputMode;
import io.tidemill.expression.Expression;
import io.tidemill.operator.ChangelogRows;
import io.tidemill.operator.Consolidate;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.NewVersions;
import io.tidemill.operator.UpdateRows;
import io.tidemill.operator.order.Materialize;
import io.tidemill.plan.circuit.Stages.Below;
import io.tidemill.plan.circuit.Stages.OpenStage;
import io.tidemill.plan.node.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The output modes as views of a result: which plans they can show, and what of operators stands
/// between a plan and the sink.
///
/// The delta of a result is netted before it is shown, with all rows of a key on one worker, unless
/// the plan gives it so.
final class ResultParts {
    private ResultParts() {}

    /// Says that the plan cannot be given in this output mode, why, and which can; null when it
    /// can.
    static @Nullable String refusal(PlanNode plan, OutputMode mode, Deletes deletes) {
        var edge = Edge.of(plan, Style.of(plan, mode));
        return switch (mode) {
            case APPEND ->
                    edge.isInsertOnly()
                            ? null
                            : "rows of this query change after they were given, so output mode"
                                    + " append cannot show them"
                                    + neverFinal(plan)
                                    + "; use update, complete or changelog";
            case UPDATE -> {
                if (edge.kind() == Edge.Kind.RETRACTING) {
                    yield "output mode update needs a key in the result, and the query's result"
                            + " does not keep one; select the grouping columns, or use complete"
                            + " or changelog";
                }
                yield edge.vanishing() && deletes == Deletes.REFUSED
                        ? "rows may vanish from the result of this query, and the sink cannot take"
                                + " rows away; use changelog or complete, or the option deletes ="
                                + " ignore to leave them where they were written"
                        : null;
            }
            case COMPLETE, CHANGELOG -> null;
        };
    }

    /// The first reason in the plan, in brackets.
    private static String neverFinal(PlanNode plan) {
        var reason =
                switch (plan) {
                    case PlanNode.Aggregate aggregate -> AggregateParts.neverFinal(aggregate);
                    case PlanNode.Join join -> JoinParts.neverFinal(join);
                    case PlanNode.Top top -> OrderParts.neverFinal(top);
                    case PlanNode.Over over -> OverParts.neverFinal(over);
                    case PlanNode.SessionWindow window -> TimeParts.neverFinal(window);
                    case PlanNode.Lifetime lifetime -> TimeParts.neverFinal(lifetime);
                    case PlanNode.Limit limit -> OrderParts.neverFinal(limit);
                    default -> Optional.<String>empty();
                };
        return reason.map(text -> " (" + text + ")")
                .orElseGet(() ->
                        plan.inputs().stream()
                                .map(ResultParts::neverFinal)
                                .filter(text -> !text.isEmpty())
                                .findFirst()
                                .orElse(""));
    }

    /// What mode complete keeps beside what the steps of a plan do.
    static List<Kept> kept(PlanNode plan, Manner manner) {
        boolean materialized =
                manner.mode().equals(Optional.of(OutputMode.COMPLETE))
                        && plan.isStreaming()
                        && !isWholeByItself(plan);
        return materialized
                ? List.of(
                        new Kept(
                                plan,
                                "the whole result, for output mode complete",
                                Kept.Size.orderedRow(plan.schema()),
                                new Kept.Bound.None("the result", "another output mode")))
                : List.of();
    }

    /// Builds the whole circuit above `sink`.
    static void build(CircuitSpec spec, CircuitBuilder builder, OpenStage stage, Downstream sink) {
        var plan = spec.plan();
        if (!plan.isStreaming()) {
            builder.build(plan, stage, inserts(plan, stage, sink), true);
            return;
        }
        switch (spec.mode()) {
            case APPEND -> builder.build(plan, stage, inserts(plan, stage, sink), false);
            case COMPLETE -> {
                var view = inserts(plan, stage, sink);
                if (isWholeByItself(plan)) {
                    builder.build(plan, stage, view, true);
                } else {
                    materialize(plan, builder, stage, view);
                }
            }
            case UPDATE -> {
                if (builder.edge(plan).isInsertOnly()) {
                    builder.build(plan, stage, inserts(plan, stage, sink), false);
                    return;
                }
                var view =
                        new UpdateRows(
                                plan.schema(),
                                key(plan, builder),
                                spec.deletes() == Deletes.GIVEN,
                                sink);
                var below = consolidated(plan, builder, stage, stage.add(view));
                builder.build(plan, below.stage(), below.to(), false);
            }
            case CHANGELOG -> {
                var view =
                        new ChangelogRows(
                                key(plan, builder),
                                builder.edge(plan).kind() == Edge.Kind.UPSERT,
                                CircuitSpec.withOp(plan.schema()),
                                sink);
                var below = consolidated(plan, builder, stage, stage.add(view));
                builder.build(plan, below.stage(), below.to(), false);
            }
        }
    }

    private static Downstream inserts(PlanNode plan, OpenStage stage, Downstream sink) {
        return stage.add(new NewVersions(plan.schema(), sink));
    }

    private static int[] key(PlanNode plan, CircuitBuilder builder) {
        return builder.edge(plan).key().stream().mapToInt(Integer::intValue).toArray();
    }

    /// Whether the groups of an aggregate, given anew each epoch, are the whole result.
    static boolean isWholeByItself(PlanNode plan) {
        return switch (plan) {
            case PlanNode.Aggregate _ -> true;
            case PlanNode.Project(var input, _, _) -> isWholeByItself(input);
            case PlanNode.Filter(var input, _) -> isWholeByItself(input);
            case PlanNode.Sort(var input, _) -> isWholeByItself(input);
            case PlanNode.Limit(var input, _, _) -> isWholeByItself(input);
            case PlanNode.Observe observe -> isWholeByItself(observe.input());
            default -> false;
        };
    }

    /// Whether the input of a step whose result is given anew, whole, each epoch is so, too.
    static boolean isWholeBelow(PlanNode node) {
        return switch (node) {
            case PlanNode.Aggregate(var input, _, _, _) -> !input.isStreaming();
            case PlanNode.Filter _,
                    PlanNode.Project _,
                    PlanNode.Sort _,
                    PlanNode.Limit _,
                    PlanNode.Watermark _,
                    PlanNode.TimeToLive _,
                    PlanNode.Expand _,
                    PlanNode.Generate _,
                    PlanNode.TimeWindow _,
                    PlanNode.MapRows _,
                    PlanNode.Observe _,
                    PlanNode.Union _ ->
                    true;
            case PlanNode.Scan _,
                    PlanNode.Values _,
                    PlanNode.Lifetime _,
                    PlanNode.SessionWindow _,
                    PlanNode.Weigh _,
                    PlanNode.Over _,
                    PlanNode.Top _,
                    PlanNode.Deduplicate _,
                    PlanNode.Join _,
                    PlanNode.AsOfJoin _ ->
                    false;
        };
    }

    /// Keeps the result and gives it anew, in the order of its ORDER BY.
    private static void materialize(
            PlanNode plan, CircuitBuilder builder, OpenStage stage, Downstream to) {
        if (plan instanceof PlanNode.Project(var input, var expressions, var schema)
                && OrderParts.order(input).isPresent()) {
            var computed =
                    builder.rows(stage, input.schema(), Optional.empty(), expressions, schema, to);
            materialize(input, builder, stage, computed);
            return;
        }
        var ordered = Ordered.of(List.of(), OrderParts.order(plan).orElse(List.of()), plan);
        var operator =
                stage.add(
                        builder.remember(
                                new Materialize(
                                        builder.nextStateId("result"),
                                        ordered.schema(),
                                        ordered.parts(),
                                        plan.schema(),
                                        builder.worker(),
                                        builder.workers(),
                                        to)));
        var below = builder.stages().exchange(stage, ordered.schema(), 0, operator);
        builder.build(plan, below.stage(), ordered.prepare(builder, below, plan), false);
    }

    /// What brings the rows of a key to one worker and nets them, where the plan does not.
    private static Below consolidated(
            PlanNode plan, CircuitBuilder builder, OpenStage stage, Downstream to) {
        var edge = builder.edge(plan);
        if (edge.isInsertOnly()
                || edge.kind() == Edge.Kind.UPSERT && isNet(plan, edge.key(), builder.style())) {
            return new Below(stage, to);
        }
        var schema = plan.schema();
        boolean keyed = edge.kind() == Edge.Kind.UPSERT;
        if (builder.workers() == 1) {
            var net =
                    keyed
                            ? Consolidate.byKey(schema, edge.key(), to)
                            : Consolidate.byRow(schema, to);
            return new Below(stage, stage.add(net));
        }
        var places = new ArrayList<>(edge.key());
        for (int i = 0; i < schema.size(); i++) {
            if (!places.contains(i)) {
                places.add(i);
            }
        }
        var columns = CircuitBuilder.identity(schema);
        var moved = new ArrayList<Expression>();
        places.forEach(place -> moved.add(columns.get(place)));
        var input = CircuitBuilder.anonymous(moved);
        var keys = keyed ? OptionalInt.of(edge.key().size()) : OptionalInt.empty();
        var operator = stage.add(Consolidate.reordered(input, keys, places, schema, to));
        var below = builder.stages().exchange(stage, input, keys.orElse(schema.size()), operator);
        return new Below(
                below.stage(),
                builder.rows(below.stage(), schema, Optional.empty(), moved, input, below.to()));
    }

    /// Whether an UPSERT plan gives each key once an epoch, on one worker: rows may only be left
    /// out, or computed one by one, behind the step that has the key.
    ///
    /// @param key the columns of the plan that the result's key shows
    private static boolean isNet(PlanNode plan, List<Integer> key, Style style) {
        return switch (plan) {
            case PlanNode.Aggregate aggregate -> SessionParts.isNet(aggregate, key, style);
            case PlanNode.Top _ -> true;
            case PlanNode.Project(var input, var expressions, _) ->
                    isNet(
                            input,
                            key.stream()
                                    .flatMap(place -> Edge.columns(expressions.get(place)))
                                    .toList(),
                            style);
            case PlanNode.Filter(var input, _) -> isNet(input, key, style);
            default -> false;
        };
    }
}
