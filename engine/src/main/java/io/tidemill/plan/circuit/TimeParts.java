package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.order.Lifetimes;
import io.tidemill.operator.order.RowBytes;
import io.tidemill.operator.order.SessionRows;
import io.tidemill.operator.window.AssignWindows;
import io.tidemill.operator.window.Windows;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.WindowShape;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Windows of time and lifetimes: what flows out of them, what they keep, what they are built of.
final class TimeParts {
    private static final long DAY = 86_400_000_000L;

    private TimeParts() {}

    /// Rows that come and go by the clock: when they do, they are older than the watermark says.
    static Edge edge(PlanNode.Lifetime node, Style style) {
        var input = Edge.of(node.input(), style);
        if (input.bounded()) {
            return input;
        }
        if (input.isInsertOnly()) {
            return node.until().isEmpty()
                    ? Edge.insertOnly(new TreeMap<>(), false)
                    : Edge.retracting(new TreeMap<>(), false);
        }
        return input.kind() == Edge.Kind.UPSERT
                ? new Edge(Edge.Kind.UPSERT, input.key(), true, new TreeMap<>(), false)
                : Edge.retracting(new TreeMap<>(), false);
    }

    /// Why the rows are never final, if they are not: for output mode append.
    static Optional<String> neverFinal(PlanNode.Lifetime node) {
        return node.until()
                .map(until -> "rows are taken back when the clock has reached %s".formatted(until));
    }

    /// What it keeps, if that outlives an epoch.
    static List<Kept> kept(PlanNode.Lifetime node, Style style) {
        if (Edge.of(node.input(), style).bounded()) {
            return List.of();
        }
        var kept = new ArrayList<Kept>();
        var each = Kept.Size.orderedRow(node.schema());
        node.from()
                .ifPresent(from ->
                        kept.add(
                                new Kept(
                                        node,
                                        "the rows that wait for " + from,
                                        each,
                                        new Kept.Bound.By("by the clock"))));
        node.until()
                .ifPresent(until ->
                        kept.add(
                                new Kept(
                                        node,
                                        "all rows until " + until,
                                        each,
                                        new Kept.Bound.By("by the clock"))));
        return kept;
    }

    static void build(
            PlanNode.Lifetime node, CircuitBuilder builder, Stages.OpenStage stage, Downstream to) {
        var schema = node.schema();
        var at = new Stages.Below(stage, to);
        if (node.until().isPresent()) {
            at = life(node.until().get(), false, schema, builder, at);
        }
        if (node.from().isPresent()) {
            at = life(node.from().get(), true, schema, builder, at);
        }
        builder.build(node.input(), at.stage(), at.to());
    }

    /// Puts one of the two operators of a lifetime in front; rows of one time go to one worker.
    private static Stages.Below life(
            Expression time,
            boolean starts,
            StructType schema,
            CircuitBuilder builder,
            Stages.Below at) {
        var columns = new ArrayList<Expression>(List.of(time));
        columns.addAll(CircuitBuilder.identity(schema));
        var input = CircuitBuilder.anonymous(columns);
        var operator =
                at.stage()
                        .add(
                                new Lifetimes(
                                        new Lifetimes.Spec(
                                                builder.nextStateId(
                                                        starts ? "arrival" : "departure"),
                                                input,
                                                starts,
                                                true),
                                        schema,
                                        builder.worker(),
                                        builder.workers(),
                                        at.to()));
        builder.remember(operator);
        var below = builder.stages().exchange(at.stage(), input, 1, operator);
        return new Stages.Below(
                below.stage(),
                builder.rows(below.stage(), schema, Optional.empty(), columns, input, below.to()));
    }

    /// The columns of the input and, behind them, start and end: both event time when the time is.
    static Edge edge(PlanNode.TimeWindow node, Style style) {
        var input = Edge.of(node.input(), style);
        var times = new TreeMap<>(input.times());
        var lag = EventTimes.lag(node.time(), input.times());
        if (lag.isPresent()) {
            int start = node.schema().size() - 2;
            times.put(start, lag.getAsLong() + longest(node.shape()) - 1);
            times.put(start + 1, EventTimes.ofEnd(lag.getAsLong()));
        }
        if (input.isInsertOnly()) {
            return input.withTimes(times);
        }
        return windows(node).areTumbling() && input.kind() == Edge.Kind.UPSERT
                ? new Edge(Edge.Kind.UPSERT, input.key(), true, times, input.bounded())
                : Edge.retracting(times, input.bounded());
    }

    /// The columns of groups by windows that are start and end, each of which says what the other
    /// one is; none for other plans. First the one to tell groups apart by: the start of a session,
    /// which stays as the session grows, and the end of other windows.
    static List<Integer> bounds(PlanNode node) {
        if (node instanceof PlanNode.Filter filter) {
            return bounds(filter.input());
        }
        if (node instanceof PlanNode.TimeToLive hint) {
            return bounds(hint.input());
        }
        if (!(node instanceof PlanNode.Aggregate aggregate)
                || !(aggregate.input() instanceof PlanNode.SessionWindow
                        || (aggregate.input() instanceof PlanNode.TimeWindow window
                                && !(window.shape() instanceof WindowShape.Cumulating)))) {
            return List.of();
        }
        int start = aggregate.input().schema().size() - 2;
        var bounds = new ArrayList<Integer>();
        for (int column : List.of(start, start + 1)) {
            for (int i = 0; i < aggregate.keys().size(); i++) {
                if (aggregate.keys().get(i) instanceof Expression.Input input
                        && input.index() == column) {
                    bounds.add(i);
                }
            }
        }
        return aggregate.input() instanceof PlanNode.SessionWindow ? bounds : bounds.reversed();
    }

    /// How long a window is at most.
    private static long longest(WindowShape shape) {
        return switch (shape) {
            case WindowShape.Hopping(long size, _, _) -> size;
            case WindowShape.Cumulating(long size, _, _) -> size;
            // a day may be as long as two where a zone changes sides of the date line
            case WindowShape.Calendar(var length, _) ->
                    (length.toTotalMonths() * 31 + length.get(ChronoUnit.DAYS) + 2) * DAY;
        };
    }

    private static Windows windows(PlanNode.TimeWindow node) {
        return switch (node.shape()) {
            case WindowShape.Hopping(long size, long slide, long offset) ->
                    Windows.hopping(size, slide, offset);
            case WindowShape.Cumulating(long size, long step, long offset) ->
                    Windows.cumulating(size, step, offset);
            case WindowShape.Calendar(var length, var zone) ->
                    Windows.calendar(
                            length,
                            node.time().type() instanceof TimestampNTZType
                                    ? ZoneOffset.UTC // what clocks show is there already
                                    : zone);
        };
    }

    static void build(
            PlanNode.TimeWindow node,
            CircuitBuilder builder,
            Stages.OpenStage stage,
            Downstream to,
            boolean whole) {
        var input = node.input().schema();
        var columns = CircuitBuilder.identity(input);
        int time = columns.indexOf(node.time());
        var wider = input;
        if (time < 0) {
            time = columns.size();
            columns.add(node.time());
            wider = CircuitBuilder.anonymous(columns);
        }
        var operator = stage.add(new AssignWindows(windows(node), wider, time, node.schema(), to));
        builder.build(
                node.input(),
                stage,
                wider == input
                        ? operator
                        : builder.rows(stage, input, Optional.empty(), columns, wider, operator),
                whole);
    }

    /// Rows with their session. A row of an open session may be older than any watermark; only the
    /// end of a session is event time.
    static Edge edge(PlanNode.SessionWindow node, Style style) {
        var input = Edge.of(node.input(), style);
        var times = new TreeMap<Integer, Long>();
        var lag = EventTimes.lag(node.time(), input.times());
        lag.ifPresent(micros -> times.put(node.schema().size() - 1, micros));
        boolean given = style == Style.BATCH || input.bounded();
        return given || (style == Style.FINAL && lag.isPresent())
                ? Edge.insertOnly(times, input.bounded())
                : Edge.retracting(times, false);
    }

    /// Why the sessions are never final, if they are not: for output mode append.
    static Optional<String> neverFinal(PlanNode.SessionWindow node) {
        var input = Edge.of(node.input(), Style.FINAL);
        return input.bounded() || EventTimes.lag(node.time(), input.times()).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "no watermark says when a session is over: %s is no event time"
                                .formatted(node.time()));
    }

    /// What it keeps, if that outlives an epoch.
    static List<Kept> kept(PlanNode.SessionWindow node, Manner manner) {
        var input = Edge.of(node.input(), manner.style());
        if (input.bounded()) {
            return List.of();
        }
        var each = Kept.Size.orderedRow(node.input().schema());
        return List.of(
                EventTimes.lag(node.time(), input.times()).isPresent()
                        ? new Kept(
                                node,
                                "all rows of open sessions",
                                each,
                                new Kept.Bound.By(
                                        "forgotten when the watermark has passed their end"))
                        : new Kept(
                                node,
                                "all rows of all sessions of " + node.keys(),
                                each,
                                Kept.aging(
                                        manner.ttl().of(node.input()),
                                        "the input",
                                        "a watermark on " + node.time())));
    }

    static void build(
            PlanNode.SessionWindow node,
            CircuitBuilder builder,
            Stages.OpenStage stage,
            Downstream to) {
        var columns = new ArrayList<>(node.keys());
        columns.add(node.time());
        columns.add(node.gap());
        int keys = node.keys().size();
        var parts = new ArrayList<RowBytes.Part>();
        var all = CircuitBuilder.identity(node.input().schema());
        parts.add(RowBytes.Part.natural(keys, all.indexOf(node.time())));
        parts.add(RowBytes.Part.natural(keys + 1, all.indexOf(node.gap())));
        for (int i = 0; i < all.size(); i++) {
            int place = columns.indexOf(all.get(i));
            if (place < 0) {
                place = columns.size();
                columns.add(all.get(i));
            }
            if (place < keys || place > keys + 1) {
                parts.add(RowBytes.Part.natural(place, i));
            }
        }
        var input = Edge.of(node.input(), builder.style());
        var lag =
                input.bounded() ? OptionalLong.empty() : EventTimes.lag(node.time(), input.times());
        var schema = CircuitBuilder.anonymous(columns);
        var operator =
                stage.add(
                        new SessionRows(
                                new SessionRows.Spec(
                                        builder.nextStateId("session"),
                                        schema,
                                        keys,
                                        parts,
                                        node.schema(),
                                        lag,
                                        builder.style() == Style.FINAL && lag.isPresent(),
                                        !input.bounded(),
                                        lag.isPresent() ? 0 : builder.ttlMicros(node.input())),
                                builder.worker(),
                                builder.workers(),
                                to));
        builder.remember(operator);
        var below = builder.stages().exchange(stage, schema, keys, operator);
        builder.build(
                node.input(),
                below.stage(),
                builder.rows(
                        below.stage(),
                        node.input().schema(),
                        Optional.empty(),
                        columns,
                        schema,
                        below.to()));
    }
}
