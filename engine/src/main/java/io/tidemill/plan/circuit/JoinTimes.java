package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// How far apart the times of two rows that meet in a join can be, and what follows from it: when a
/// row meets nobody any more, and what is event time in the result.
///
/// Distances come from comparisons of a column of one side, plus or minus an interval, with one of
/// the other, which the condition must imply (`BETWEEN` is two of them), and from keys.
final class JoinTimes {
    private final PlanNode.Join join;
    private final Edge left;
    private final Edge right;

    /// No later than `micros` after `from` of the one row comes `to` of the other.
    ///
    /// @param from a column of one side
    /// @param to a column of the other one
    /// @param fromLeft whether `from` is of the left side
    private record Distance(int from, int to, boolean fromLeft, long micros) {}

    /// A row meets nobody any more when the watermark is beyond its time plus `keepMicros`.
    ///
    /// @param time over the columns of the side
    /// @param key the number of the key that it is; -1 for a column that is none
    record Expiry(Expression time, int key, long keepMicros) {}

    private final Style style;
    private final List<Distance> distances = new ArrayList<>();

    JoinTimes(PlanNode.Join join, Style style) {
        this.join = join;
        this.style = style;
        left = Edge.of(join.left(), style);
        right = Edge.of(join.right(), style);
        for (var key : join.keys()) {
            if (!key.nullSafe()
                    && key.left() instanceof Expression.Input a
                    && key.right() instanceof Expression.Input b
                    && isTime(a)) {
                add(a.index(), b.index(), 0);
                addBack(a.index(), b.index(), 0);
            }
        }
        join.condition().ifPresent(this::collect);
    }

    private static boolean isTime(Expression expression) {
        return expression.type() instanceof TimestampType
                || expression.type() instanceof TimestampNTZType;
    }

    private void add(int leftColumn, int rightColumn, long micros) {
        distances.add(new Distance(leftColumn, rightColumn, true, micros));
    }

    private void addBack(int leftColumn, int rightColumn, long micros) {
        distances.add(new Distance(rightColumn, leftColumn, false, micros));
    }

    private void collect(Expression condition) {
        switch (condition) {
            case Expression.And and -> and.operands().forEach(this::collect);
            case Expression.Call call when call.arguments().size() == 2 ->
                    compare(
                            call.function(),
                            shifted(call.arguments().get(0)),
                            shifted(call.arguments().get(1)));
            default -> {}
        }
    }

    /// A column plus so many microseconds.
    private record Shifted(int column, long micros) {}

    private static Optional<Shifted> shifted(Expression expression) {
        if (expression instanceof Expression.Input input && isTime(input)) {
            return Optional.of(new Shifted(input.index(), 0));
        }
        if (!(expression instanceof Expression.Call call) || call.arguments().size() != 2) {
            return Optional.empty();
        }
        var first = call.arguments().get(0);
        var second = call.arguments().get(1);
        return switch (call.function()) {
            case "+" ->
                    second instanceof Expression.Literal
                            ? shifted(first, second, 1)
                            : shifted(second, first, 1);
            case "-" -> shifted(first, second, -1);
            default -> Optional.empty();
        };
    }

    private static Optional<Shifted> shifted(Expression time, Expression interval, int sign) {
        if (interval instanceof Expression.Literal literal
                && literal.value() instanceof Duration duration) {
            long micros = duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1000;
            return shifted(time).map(s -> new Shifted(s.column, s.micros + sign * micros));
        }
        return Optional.empty();
    }

    private void compare(String sign, Optional<Shifted> first, Optional<Shifted> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return;
        }
        switch (sign) {
            case "<=" -> atMost(first.get(), second.get(), 0);
            case "<" -> atMost(first.get(), second.get(), 1);
            case ">=" -> atMost(second.get(), first.get(), 0);
            case ">" -> atMost(second.get(), first.get(), 1);
            case "=" -> {
                atMost(first.get(), second.get(), 0);
                atMost(second.get(), first.get(), 0);
            }
            default -> {}
        }
    }

    /// The earlier one is at least `less` before the later one.
    private void atMost(Shifted earlier, Shifted later, long less) {
        int columns = join.left().schema().size();
        // earlier.column <= later.column + micros
        long micros = later.micros - earlier.micros - less;
        if (earlier.column < columns && later.column >= columns) {
            addBack(earlier.column, later.column - columns, micros);
        } else if (earlier.column >= columns && later.column < columns) {
            add(later.column, earlier.column - columns, micros);
        }
    }

    /// When a row of a side meets nobody any more: the soonest that can be said.
    Optional<Expiry> expiry(boolean ofLeft) {
        var times = ofLeft ? right.times() : left.times();
        var best = keyExpiry(ofLeft);
        for (var distance : distances) {
            if (distance.fromLeft == ofLeft && times.containsKey(distance.to)) {
                long keep = plus(distance.micros, times.get(distance.to));
                if (best.isEmpty() || keep < best.get().keepMicros()) {
                    var schema = ofLeft ? join.left().schema() : join.right().schema();
                    var time = CircuitBuilder.identity(schema).get(distance.from);
                    best = Optional.of(new Expiry(time, -1, keep));
                }
            }
        }
        return best;
    }

    /// As a key says it: its times on both sides are the same.
    private Optional<Expiry> keyExpiry(boolean ofLeft) {
        Optional<Expiry> best = Optional.empty();
        for (int i = 0; i < join.keys().size(); i++) {
            var key = join.keys().get(i);
            if (key.nullSafe() || !isTime(key.left())) {
                continue;
            }
            var keep = ofLeft ? lag(join.right(), key.right()) : lag(join.left(), key.left());
            if (keep.isPresent()
                    && (best.isEmpty() || keep.getAsLong() < best.get().keepMicros())) {
                var time = ofLeft ? key.left() : key.right();
                best = Optional.of(new Expiry(time, i, keep.getAsLong()));
            }
        }
        return best;
    }

    /// The lag of an expression over the rows of a node; fields of a struct that a projection makes
    /// are looked up below it.
    private OptionalLong lag(PlanNode node, Expression time) {
        var lag = EventTimes.lag(time, Edge.of(node, style).times());
        if (lag.isPresent()) {
            return lag;
        }
        return switch (node) {
            case PlanNode.Filter filter -> lag(filter.input(), time);
            case PlanNode.TimeToLive hint -> lag(hint.input(), time);
            case PlanNode.Project project -> lag(project.input(), below(time, project));
            default -> OptionalLong.empty();
        };
    }

    private static Expression below(Expression time, PlanNode.Project project) {
        return switch (time) {
            case Expression.Input input -> project.expressions().get(input.index());
            case Expression.Field field ->
                    new Expression.Field(
                            below(field.struct(), project),
                            field.index(),
                            field.name(),
                            field.type(),
                            field.nullable());
            // Nothing that could be found below.
            default -> new Expression.Literal(null, time.type());
        };
    }

    private static long plus(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? Long.MAX_VALUE : sum;
    }

    /// The columns of event time of the result, with their lags: a row comes out late when its
    /// partner does.
    ///
    /// @param padsLate whether rows that met nobody come out when they expire
    SortedMap<Integer, Long> times(boolean padsLate) {
        var result = new TreeMap<>(times(true, padsLate));
        if (join.type() != PlanNode.JoinType.LEFT_SEMI
                && join.type() != PlanNode.JoinType.LEFT_ANTI) {
            int columns = join.left().schema().size();
            times(false, padsLate).forEach((column, lag) -> result.put(columns + column, lag));
        }
        return result;
    }

    private static boolean isColumn(Expression expression, int column) {
        return expression instanceof Expression.Input input && input.index() == column;
    }

    private SortedMap<Integer, Long> times(boolean ofLeft, boolean padsLate) {
        var own = ofLeft ? left : right;
        var other = ofLeft ? right : left;
        if (other.bounded()) {
            return own.times();
        }
        var result = new TreeMap<Integer, Long>();
        var expiry = padsLate ? expiry(ofLeft) : Optional.<Expiry>empty();
        own.times()
                .forEach((column, lag) -> {
                    if (expiry.isPresent() && !isColumn(expiry.get().time(), column)) {
                        return;
                    }
                    for (var distance : distances) {
                        if (distance.fromLeft == ofLeft
                                && distance.from == column
                                && other.times().containsKey(distance.to)) {
                            long partner = plus(distance.micros, other.times().get(distance.to));
                            result.merge(column, Math.max(lag, partner), Math::min);
                        }
                    }
                });
        return result;
    }
}
