package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.aggregate.GroupAggregate;
import io.tidemill.operator.aggregate.GroupAggregate.Emission;
import io.tidemill.operator.aggregate.PartialAggregate;
import io.tidemill.operator.aggregate.SessionAggregate;
import io.tidemill.plan.node.PlanNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An aggregate by session that keeps sessions and no rows: where rows are only ever added, the
/// groups are the sessions themselves, and sessions' aggregates can be put together.
final class SessionParts {
    private final PlanNode.Aggregate aggregate;
    private final PlanNode.SessionWindow window;
    private final List<Integer> places;

    /// @param places where each column of the groups' key comes from
    private SessionParts(
            PlanNode.Aggregate aggregate, PlanNode.SessionWindow window, List<Integer> places) {
        this.aggregate = aggregate;
        this.window = window;
        this.places = places;
    }

    /// Empty where rows have to be kept.
    static Optional<SessionParts> of(PlanNode.Aggregate aggregate, Style style) {
        if (!(aggregate.input() instanceof PlanNode.SessionWindow window)
                || !Edge.of(window.input(), style).isInsertOnly()) {
            return Optional.empty();
        }
        int start = window.input().schema().size();
        var places = new ArrayList<Integer>();
        for (var key : aggregate.keys()) {
            if (key instanceof Expression.Input column && column.index() >= start) {
                places.add(column.index() == start ? SessionAggregate.START : SessionAggregate.END);
            } else {
                places.add(window.keys().indexOf(key));
            }
        }
        var plain = new HashSet<>(places);
        boolean bySession =
                places.contains(SessionAggregate.START) || places.contains(SessionAggregate.END);
        plain.removeAll(List.of(SessionAggregate.START, SessionAggregate.END));
        boolean known =
                aggregate.keys().stream()
                        .noneMatch(key ->
                                !(key instanceof Expression.Input column && column.index() >= start)
                                        && !window.keys().contains(key));
        boolean reads =
                aggregate.aggregates().stream()
                        .flatMap(call -> call.expressions().stream())
                        .anyMatch(expression -> PartialParts.reads(expression, start));
        boolean possible =
                bySession
                        && known
                        && !reads
                        && plain.size() == window.keys().size()
                        && PartialAggregate.supports(
                                CircuitBuilder.anonymous(window.keys()),
                                window.keys().size(),
                                aggregate.aggregates(),
                                false);
        return possible
                ? Optional.of(new SessionParts(aggregate, window, places))
                : Optional.empty();
    }

    /// Whether the groups of an aggregate come once an epoch for each value of some of its keys.
    ///
    /// One bound of a session is that of one session only, but within an epoch it may change hands:
    /// a session that is joined to an earlier one leaves its end to it. Groups whose key is both
    /// bounds come in any order, so that the one that goes may come behind the one that stays.
    /// Sessions without rows are given record by record, and a start that one has left or taken is
    /// no other one's in that epoch.
    static boolean isNet(PlanNode.Aggregate aggregate, List<Integer> key, Style style) {
        if (!(aggregate.input() instanceof PlanNode.SessionWindow)) {
            return true;
        }
        return of(aggregate, style)
                .map(session ->
                        key.stream()
                                .anyMatch(column ->
                                        session.places.get(column) == SessionAggregate.START))
                .orElseGet(() -> key.containsAll(TimeParts.bounds(aggregate)));
    }

    /// What is below the operator of a node: an aggregate by session may be one with its sessions.
    static List<PlanNode> inputs(PlanNode node, Style style) {
        return node instanceof PlanNode.Aggregate aggregate && of(aggregate, style).isPresent()
                ? aggregate.input().inputs()
                : node.inputs();
    }

    /// @param whole whether every session is given at the end of each epoch
    Kept kept(Manner manner, boolean whole) {
        var types = window.keys().stream().map(Expression::type).toList();
        var each = Kept.Size.key("session", types, 8 + 2 * aggregate.aggregates().size());
        boolean closes = lag(manner.style()).isPresent();
        if (whole) {
            return new Kept(
                    aggregate,
                    "one row for each session",
                    each,
                    new Kept.Bound.None(
                            "the result, which output mode complete gives whole each epoch",
                            closes ? "output mode append or update" : ""));
        }
        return closes
                ? new Kept(
                        aggregate,
                        "one row for each open session",
                        each,
                        new Kept.Bound.By("forgotten when the watermark has passed its end"))
                : new Kept(
                        aggregate,
                        "one row for each session",
                        each,
                        Kept.aging(
                                manner.ttl().of(window.input()),
                                "their number",
                                "a watermark on " + window.time()));
    }

    private OptionalLong lag(Style style) {
        var input = Edge.of(window.input(), style);
        return input.bounded()
                ? OptionalLong.empty()
                : EventTimes.lag(window.time(), input.times());
    }

    /// @param whole whether every session is given at the end of each epoch
    void build(CircuitBuilder builder, Stages.OpenStage stage, Downstream to, boolean whole) {
        var lag = whole ? OptionalLong.empty() : lag(builder.style());
        var keys = new ArrayList<>(window.keys());
        keys.add(window.time());
        keys.add(window.gap());
        var columns = GroupAggregate.inputs(keys, aggregate.aggregates());
        var schema = CircuitBuilder.anonymous(columns);
        var operator =
                stage.add(
                        new SessionAggregate(
                                new SessionAggregate.Spec(
                                        builder.nextStateId("session"),
                                        schema,
                                        window.keys().size(),
                                        aggregate.aggregates(),
                                        places,
                                        aggregate.schema(),
                                        whole
                                                ? Emission.WHOLE
                                                : builder.style() == Style.FINAL && lag.isPresent()
                                                        ? Emission.FINAL
                                                        : Emission.CHANGES,
                                        lag,
                                        whole || lag.isPresent()
                                                ? 0
                                                : builder.ttlMicros(window.input())),
                                builder.worker(),
                                builder.workers(),
                                to));
        builder.remember(operator);
        var below = builder.stages().exchange(stage, schema, window.keys().size(), operator);
        builder.build(
                window.input(),
                below.stage(),
                builder.rows(
                        below.stage(),
                        window.input().schema(),
                        Optional.empty(),
                        columns,
                        schema,
                        below.to()),
                whole && !window.input().isStreaming());
    }
}
