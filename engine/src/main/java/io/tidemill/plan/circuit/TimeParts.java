package io.tidemill.plan.circuit;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.window.AssignWindows;
import io.tidemill.operator.window.Windows;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.WindowShape;
import io.tidemill.sql.types.TimestampNTZType;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Windows of time and lifetimes: what flows out of them, what they keep, what they are built of.
@SuppressWarnings("DoNotCallSuggester")
final class TimeParts {
    private static final long DAY = 86_400_000_000L;

    private TimeParts() {}

    static Edge edge(PlanNode.Lifetime node, Style style) {
        throw refused("a filter on the current time");
    }

    /// Lines on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.Lifetime node, Style style) {
        throw refused("a filter on the current time");
    }

    static void build(
            PlanNode.Lifetime node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to) {
        throw refused("a filter on the current time");
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
            CircuitBuilder.OpenStage stage,
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

    static Edge edge(PlanNode.SessionWindow node, Style style) {
        throw refused("a session window");
    }

    /// Lines on what it keeps, if it outlives an epoch.
    static List<String> state(PlanNode.SessionWindow node, Style style) {
        throw refused("a session window");
    }

    static void build(
            PlanNode.SessionWindow node,
            CircuitBuilder builder,
            CircuitBuilder.OpenStage stage,
            Downstream to) {
        throw refused("a session window");
    }

    private static TidemillException refused(String what) {
        return new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                what + " cannot be run yet",
                "write the query without it");
    }
}
