package io.tidemill.plan.calcite;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Function;
import io.tidemill.parse.AsOf;
import io.tidemill.plan.node.KeyPair;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.PlanNode.Direction;
import io.tidemill.plan.node.PlanNode.JoinType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Plans joins by time, and moves conditions below them.
final class AsOfJoins {
    private AsOfJoins() {}

    /// How a comparison of times reads.
    private record Match(Expression left, Expression right, Direction direction) {}

    static boolean isOne(Expression condition) {
        return condition instanceof Expression.Call call && call.function().equals(AsOf.CALL);
    }

    /// The join that a condition of [AsOf] means.
    ///
    /// @param names of the columns of both
    static PlanNode of(
            PlanNode left,
            PlanNode right,
            boolean outer,
            Expression condition,
            List<String> names) {
        var call = (Expression.Call) condition;
        var arguments = call.arguments();
        Optional<Match> match =
                arguments.size() > 1
                        ? Optional.of(asOf(arguments.get(1), left, right, call.position()))
                        : Optional.empty();
        var keys = new ArrayList<KeyPair>();
        var comparisons = new ArrayList<Match>();
        match.ifPresent(comparisons::add);
        for (var each : JoinConditions.conjuncts(arguments.getFirst())) {
            var key = JoinConditions.pair(each, left.schema(), right.schema());
            var comparison = key.isPresent() ? Optional.<Match>empty() : match(each, left, right);
            if (key.isPresent()) {
                keys.add(key.get());
            } else if (comparison.isPresent() && comparisons.size() < 2) {
                comparisons.add(comparison.get());
            } else {
                throw more(call.position(), each.toString());
            }
        }
        if (comparisons.isEmpty()) {
            throw wrong(
                    call.position(),
                    "a join by time compares no times",
                    "add a comparison such as l.time >= r.time");
        }
        var within = within(comparisons);
        if (within.isEmpty() && comparisons.size() == 2 && match.isEmpty()) {
            Collections.swap(comparisons, 0, 1);
            within = within(comparisons);
        }
        if (within.isEmpty() && comparisons.size() == 2) {
            throw more(call.position(), "%s and %s".formatted(comparisons.toArray()));
        }
        var found = comparisons.getFirst();
        return new PlanNode.AsOfJoin(
                left,
                right,
                outer,
                keys,
                found.left(),
                found.right(),
                found.direction(),
                within,
                Joins.schema(
                        left.schema(),
                        right.schema(),
                        outer ? JoinType.LEFT : JoinType.INNER,
                        names));
    }

    private static TidemillException more(Position position, String conditions) {
        return wrong(
                position,
                "a join by time has no condition but equalities, one comparison of times, and how"
                        + " far apart they may be: "
                        + conditions,
                "test it in WHERE, or in a sub-query; a greatest distance reads"
                        + " r.time >= l.time - INTERVAL 1 HOUR");
    }

    /// How far apart the times of the first comparison may be, if that is what the second one says.
    private static OptionalLong within(List<Match> comparisons) {
        if (comparisons.size() < 2) {
            return OptionalLong.empty();
        }
        var match = comparisons.get(0);
        var limit = comparisons.get(1);
        var left = shift(limit.left(), match.left());
        var right = shift(limit.right(), match.right());
        if (left.isEmpty() || right.isEmpty()) {
            return OptionalLong.empty();
        }
        long before = right.getAsLong() - left.getAsLong();
        return switch (match.direction()) {
            case BEFORE, AT_OR_BEFORE ->
                    switch (limit.direction()) {
                        case AT_OR_AFTER -> OptionalLong.of(before);
                        case AFTER -> OptionalLong.of(before - 1);
                        case BEFORE, AT_OR_BEFORE -> OptionalLong.empty();
                    };
            case AT_OR_AFTER, AFTER ->
                    switch (limit.direction()) {
                        case AT_OR_BEFORE -> OptionalLong.of(-before);
                        case BEFORE -> OptionalLong.of(-before - 1);
                        case AT_OR_AFTER, AFTER -> OptionalLong.empty();
                    };
        };
    }

    /// How much an expression is behind a time that it is a constant distance from, in what its
    /// column counts.
    private static OptionalLong shift(Expression expression, Expression time) {
        if (Trees.isSame(expression, time)) {
            return OptionalLong.of(0);
        }
        if (!(expression instanceof Expression.Call call)
                || call.arguments().size() != 2
                || !Trees.isSame(call.arguments().getFirst(), time)) {
            return OptionalLong.empty();
        }
        var distance = Trees.fold(call.arguments().getLast());
        long amount;
        switch (distance instanceof Expression.Literal literal ? literal.value() : null) {
            case Duration span -> amount = TimeUnit.MICROSECONDS.convert(span);
            case Long number -> amount = number;
            case Integer number -> amount = number;
            case null, default -> {
                return OptionalLong.empty();
            }
        }
        return switch (call.function()) {
            case "+" -> OptionalLong.of(amount);
            case "-" -> OptionalLong.of(-amount);
            default -> OptionalLong.empty();
        };
    }

    private static Match asOf(Expression time, PlanNode left, PlanNode right, Position position) {
        var column = eventTime(right);
        if (column < 0) {
            throw wrong(
                    position,
                    "the table behind FOR SYSTEM_TIME has no event time",
                    "declare WATERMARK FOR its time, or write ASOF JOIN with l.time >= r.time");
        }
        if (JoinConditions.side(time, left.schema().size()) == JoinConditions.Side.RIGHT
                || JoinConditions.side(time, left.schema().size()) == JoinConditions.Side.BOTH) {
            throw wrong(
                    position,
                    "the time behind FOR SYSTEM_TIME AS OF is one of the right table",
                    "name the time of the left one");
        }
        Expression of = Columns.one(right.schema(), column);
        return new Match(Function.cast(time, of.type(), position), of, Direction.AT_OR_BEFORE);
    }

    /// The column of event time that a plan passes on, or -1.
    private static int eventTime(PlanNode plan) {
        return switch (plan) {
            case PlanNode.Watermark watermark ->
                    watermark.schema().indexOf(watermark.watermark().column());
            case PlanNode.Filter filter -> eventTime(filter.input());
            case PlanNode.TimeToLive hint -> eventTime(hint.input());
            case PlanNode.Project project -> {
                int below = eventTime(project.input());
                for (int i = 0; below >= 0 && i < project.expressions().size(); i++) {
                    if (project.expressions().get(i) instanceof Expression.Input input
                            && input.index() == below) {
                        yield i;
                    }
                }
                yield -1;
            }
            default -> -1;
        };
    }

    private static Optional<Match> match(Expression condition, PlanNode left, PlanNode right) {
        if (!(condition instanceof Expression.Call call) || call.arguments().size() != 2) {
            return Optional.empty();
        }
        var direction =
                switch (call.function()) {
                    case ">=" -> Direction.AT_OR_BEFORE;
                    case ">" -> Direction.BEFORE;
                    case "<=" -> Direction.AT_OR_AFTER;
                    case "<" -> Direction.AFTER;
                    default -> null;
                };
        if (direction == null) {
            return Optional.empty();
        }
        var first = call.arguments().get(0);
        var second = call.arguments().get(1);
        int columns = left.schema().size();
        var a = JoinConditions.side(first, columns);
        var b = JoinConditions.side(second, columns);
        if (a == JoinConditions.Side.LEFT && b == JoinConditions.Side.RIGHT) {
            return Optional.of(
                    new Match(
                            first,
                            JoinConditions.ofRight(second, left.schema(), right.schema()),
                            direction));
        }
        if (a == JoinConditions.Side.RIGHT && b == JoinConditions.Side.LEFT) {
            return Optional.of(
                    new Match(
                            second,
                            JoinConditions.ofRight(first, left.schema(), right.schema()),
                            mirrored(direction)));
        }
        return Optional.empty();
    }

    private static Direction mirrored(Direction direction) {
        return switch (direction) {
            case BEFORE -> Direction.AFTER;
            case AT_OR_BEFORE -> Direction.AT_OR_AFTER;
            case AT_OR_AFTER -> Direction.AT_OR_BEFORE;
            case AFTER -> Direction.BEFORE;
        };
    }

    /// The same join with what is constant computed.
    static PlanNode folded(PlanNode.AsOfJoin join, PlanNode left, PlanNode right) {
        return new PlanNode.AsOfJoin(
                left,
                right,
                join.outer(),
                join.keys().stream()
                        .map(key ->
                                new KeyPair(
                                        Trees.fold(key.left()),
                                        Trees.fold(key.right()),
                                        key.nullSafe()))
                        .toList(),
                Trees.fold(join.leftTime()),
                Trees.fold(join.rightTime()),
                join.direction(),
                join.within(),
                join.schema());
    }

    /// Lets the first conditions on left columns that cannot raise hold below the join; which right
    /// row is the closest is not known before.
    static PlanNode filter(PlanNode.AsOfJoin join, Expression condition) {
        int columns = join.left().schema().size();
        var below = new ArrayList<Expression>();
        var rest = new ArrayList<Expression>();
        boolean open = true;
        for (var each : JoinConditions.conjuncts(condition)) {
            var read = new BitSet();
            Trees.mark(each, read);
            open &= !Trees.canRaise(each) && Trees.isDeterministic(each);
            (open && read.length() <= columns ? below : rest).add(each);
        }
        PlanNode smaller =
                below.isEmpty()
                        ? join
                        : join.withInputs(
                                List.of(Rewrites.filtered(join.left(), below), join.right()));
        return JoinConditions.all(rest)
                .map(all -> (PlanNode) new PlanNode.Filter(smaller, all))
                .orElse(smaller);
    }

    private static TidemillException wrong(Position position, String problem, String remedy) {
        var error = new TidemillException(Condition.UNSUPPORTED_FEATURE, problem, remedy);
        return position.text().isEmpty() ? error : error.at(position.describe());
    }
}
