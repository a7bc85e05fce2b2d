package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.operator.aggregate.GroupAggregate;
import io.tidemill.operator.aggregate.PartialAggregate;
import io.tidemill.operator.window.Windows;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.WindowShape;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands in front of an aggregate where rows are aggregated partly before they go to their
/// groups: by panes of time, where windows overlap, so that no row is copied for each window; and
/// on each worker, where all rows are one group.
final class PartialParts {
    private final PlanNode.Aggregate aggregate;
    private final PlanNode input;
    private final List<Expression> keys;
    private final List<Integer> places;
    private final Optional<PartialAggregate.Panes> panes;

    /// @param input the plan whose rows come in: that below the windows, if there are panes
    /// @param keys the plain keys and the time, if there are panes
    /// @param places where each column of the groups' key comes from
    private PartialParts(
            PlanNode.Aggregate aggregate,
            PlanNode input,
            List<Expression> keys,
            List<Integer> places,
            Optional<PartialAggregate.Panes> panes) {
        this.aggregate = aggregate;
        this.input = input;
        this.keys = keys;
        this.places = places;
        this.panes = panes;
    }

    /// Empty where rows go to their groups as they are.
    ///
    /// @param retracting whether rows may be taken away
    static Optional<PartialParts> of(
            PlanNode.Aggregate aggregate, boolean retracting, int workers) {
        Optional<PartialParts> parts =
                aggregate.input() instanceof PlanNode.TimeWindow window
                        ? panes(window).flatMap(cut -> inPanes(aggregate, window, cut))
                        : Optional.empty();
        if (parts.isEmpty() && aggregate.keys().isEmpty() && workers > 1) {
            parts =
                    Optional.of(
                            new PartialParts(
                                    aggregate,
                                    aggregate.input(),
                                    List.of(),
                                    List.of(),
                                    Optional.empty()));
        }
        return parts.filter(some -> some.isPossible(retracting));
    }

    private boolean isPossible(boolean retracting) {
        return PartialAggregate.supports(
                        CircuitBuilder.anonymous(keys),
                        keys.size(),
                        aggregate.aggregates(),
                        retracting)
                && !aggregate.aggregates().isEmpty();
    }

    private static Optional<PartialAggregate.Panes> panes(PlanNode.TimeWindow window) {
        return switch (window.shape()) {
            case WindowShape.Hopping(long size, long slide, long offset) when size > slide -> {
                long pane =
                        BigInteger.valueOf(size).gcd(BigInteger.valueOf(slide)).longValueExact();
                yield Optional.of(
                        new PartialAggregate.Panes(
                                Windows.hopping(size, slide, offset), pane, offset % pane));
            }
            case WindowShape.Cumulating(long size, long step, long offset) when size > step ->
                    Optional.of(
                            new PartialAggregate.Panes(
                                    Windows.cumulating(size, step, offset), step, offset % step));
            case WindowShape.Hopping _, WindowShape.Cumulating _, WindowShape.Calendar _ ->
                    Optional.empty();
        };
    }

    /// Where the keys hold the window and nothing else of the query reads it.
    private static Optional<PartialParts> inPanes(
            PlanNode.Aggregate aggregate, PlanNode.TimeWindow window, PartialAggregate.Panes cut) {
        int start = window.input().schema().size();
        var keys = new ArrayList<Expression>();
        var places = new ArrayList<Integer>();
        for (var key : aggregate.keys()) {
            if (key instanceof Expression.Input column && column.index() >= start) {
                places.add(column.index() == start ? PartialAggregate.START : PartialAggregate.END);
            } else {
                places.add(keys.size());
                keys.add(key);
            }
        }
        boolean windowed =
                places.contains(PartialAggregate.END)
                        || (places.contains(PartialAggregate.START)
                                && window.shape() instanceof WindowShape.Hopping);
        boolean elsewhere =
                keys.stream().anyMatch(key -> reads(key, start))
                        || aggregate.aggregates().stream()
                                .flatMap(call -> call.expressions().stream())
                                .anyMatch(expression -> reads(expression, start));
        if (!windowed || elsewhere) {
            return Optional.empty();
        }
        keys.add(window.time());
        return Optional.of(
                new PartialParts(aggregate, window.input(), keys, places, Optional.of(cut)));
    }

    /// Whether an expression reads a column from `first` on.
    static boolean reads(Expression expression, int first) {
        return expression instanceof Expression.Input column
                ? column.index() >= first
                : expression.parts().stream().anyMatch(child -> reads(child, first));
    }

    /// The columns of what goes to the groups.
    StructType partials() {
        var key = new ArrayList<StructField>();
        for (int i = 0; i < aggregate.keys().size(); i++) {
            key.add(aggregate.schema().field(i));
        }
        return PartialAggregate.partials(new StructType(key), aggregate.aggregates());
    }

    void build(CircuitBuilder builder, Stages.Below below, boolean whole) {
        var columns = GroupAggregate.inputs(keys, aggregate.aggregates());
        var schema = CircuitBuilder.anonymous(columns);
        var spec =
                new GroupAggregate.Spec(
                        "",
                        schema,
                        keys.size(),
                        aggregate.aggregates(),
                        aggregate.schema(),
                        false,
                        false);
        var operator =
                below.stage()
                        .add(new PartialAggregate(spec, panes, places, partials(), below.to()));
        builder.build(
                input,
                below.stage(),
                builder.rows(
                        below.stage(), input.schema(), Optional.empty(), columns, schema, operator),
                whole);
    }
}
