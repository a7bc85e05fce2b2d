package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Functions;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.TimestampType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns filters of streams that compare a time with now into the lifetime of each row, so that
/// rows come and go by the clock alone.
///
/// `time > now() - INTERVAL 1 HOUR` holds until just before `time + 1 hour`; `time <= now()` holds
/// from `time` on. A condition that says more of now than `now() + constant` stays a filter, which
/// looks at the clock when a row comes.
final class CurrentTimes {
    private static final DataType SECONDS = new DayTimeIntervalType((byte) 0, (byte) 3);

    /// From when, and until when, a condition holds; and a time that must not be NULL.
    private record Life(
            Optional<Expression> from, Optional<Expression> until, Expression present) {}

    private CurrentTimes() {}

    static PlanNode apply(PlanNode plan) {
        var inputs = plan.inputs().stream().map(CurrentTimes::apply).toList();
        var same = inputs.equals(plan.inputs()) ? plan : plan.withInputs(inputs);
        return same instanceof PlanNode.Filter filter && filter.isStreaming()
                ? filter(filter)
                : same;
    }

    private static PlanNode filter(PlanNode.Filter filter) {
        var below = new ArrayList<Expression>();
        var above = new ArrayList<Expression>();
        Optional<Expression> from = Optional.empty();
        Optional<Expression> until = Optional.empty();
        boolean any = false;
        for (var condition : conjuncts(filter.condition())) {
            var lives = lives(condition);
            if (lives.isEmpty()) {
                // behind one that may have kept it from being computed, what raises stays there
                (any && Trees.canRaise(condition) ? above : below).add(condition);
                continue;
            }
            for (var life : lives) {
                any = true;
                var present =
                        Functions.get("isnotnull").call(List.of(life.present()), Position.NONE);
                if (below.stream().noneMatch(known -> Trees.isSame(known, present))) {
                    below.add(present);
                }
                from = either("greatest", from, life.from());
                until = either("least", until, life.until());
            }
        }
        if (!any) {
            return filter;
        }
        var alive =
                new PlanNode.Lifetime(
                        Rewrites.filtered(filter.input(), below),
                        from.map(Trees::fold),
                        until.map(Trees::fold));
        return JoinConditions.all(above)
                .map(all -> (PlanNode) new PlanNode.Filter(alive, all))
                .orElse(alive);
    }

    /// What must all be true; of `NOT (a OR b)` that neither is.
    private static List<Expression> conjuncts(Expression condition) {
        var all = new ArrayList<Expression>();
        for (var each : JoinConditions.conjuncts(condition)) {
            var not = negated(each);
            if (not.flatMap(CurrentTimes::negated).isPresent()) {
                all.addAll(conjuncts(not.flatMap(CurrentTimes::negated).get()));
            } else if (not.orElse(null) instanceof Expression.Or(var operands)) {
                operands.forEach(operand -> all.addAll(conjuncts(negation(operand))));
            } else {
                all.add(each);
            }
        }
        return all;
    }

    private static Expression negation(Expression condition) {
        return Functions.get("not").call(List.of(condition), Position.NONE);
    }

    /// What a condition says is not true.
    private static Optional<Expression> negated(Expression condition) {
        return condition instanceof Expression.Call call && call.function().equals("not")
                ? Optional.of(call.arguments().getFirst())
                : Optional.empty();
    }

    private static Optional<Expression> either(
            String function, Optional<Expression> one, Optional<Expression> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return Optional.of(
                Functions.get(function).call(List.of(one.get(), other.get()), Position.NONE));
    }

    /// What a condition says of now; nothing when it says none of it, or too much.
    private static List<Life> lives(Expression condition) {
        if (!(condition instanceof Expression.Call call)) {
            return List.of();
        }
        var operands = call.arguments();
        if (negated(condition).orElse(null) instanceof Expression.Call inner
                && inner.arguments().size() == 2) {
            var sides = inner.arguments();
            return life(opposite(inner.function()), sides.get(0), sides.get(1)).stream().toList();
        }
        if (call.function().equals("between") && operands.size() == 3) {
            var least = life(">=", operands.get(0), operands.get(1));
            var most = life("<=", operands.get(0), operands.get(2));
            return least.isPresent() && most.isPresent()
                    ? List.of(least.get(), most.get())
                    : List.of();
        }
        return operands.size() == 2
                ? life(call.function(), operands.get(0), operands.get(1)).stream().toList()
                : List.of();
    }

    private static Optional<Life> life(String sign, Expression left, Expression right) {
        var offset = offset(right);
        if (offset.isPresent() && isTime(left)) {
            return life(sign, left, offset.get());
        }
        offset = offset(left);
        return offset.isPresent() && isTime(right)
                ? life(mirrored(sign), right, offset.get())
                : Optional.empty();
    }

    private static boolean isTime(Expression expression) {
        return expression.type() instanceof TimestampType && Trees.isDeterministic(expression);
    }

    /// The comparison that holds where this one does not; a NULL is in neither.
    private static String opposite(String sign) {
        return switch (sign) {
            case "<" -> ">=";
            case "<=" -> ">";
            case ">" -> "<=";
            case ">=" -> "<";
            default -> "";
        };
    }

    private static String mirrored(String sign) {
        return switch (sign) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> sign;
        };
    }

    /// What is added to now, in microseconds, if the expression is now and a constant.
    private static Optional<Long> offset(Expression expression) {
        if (!(expression instanceof Expression.Call call)) {
            return Optional.empty();
        }
        var operands = call.arguments();
        return switch (call.function()) {
            case "current_timestamp" -> Optional.of(0L);
            case "+" -> {
                boolean swapped = operands.getFirst() instanceof Expression.Literal;
                yield sum(operands.get(swapped ? 1 : 0), operands.get(swapped ? 0 : 1), 1);
            }
            case "-" -> sum(operands.get(0), operands.get(1), -1);
            default -> Optional.empty();
        };
    }

    private static Optional<Long> sum(Expression time, Expression interval, int sign) {
        return interval instanceof Expression.Literal literal
                        && literal.value() instanceof Duration span
                ? offset(time).map(base -> base + sign * micros(span))
                : Optional.empty();
    }

    private static long micros(Duration span) {
        return span.getSeconds() * 1_000_000L + span.getNano() / 1000;
    }

    /// `time SIGN now + offset`.
    private static Optional<Life> life(String sign, Expression time, long offset) {
        return switch (sign) {
            case ">" -> Optional.of(new Life(none(), moved(time, -offset), time));
            case ">=" -> Optional.of(new Life(none(), moved(time, 1 - offset), time));
            case "<" -> Optional.of(new Life(moved(time, 1 - offset), none(), time));
            case "<=" -> Optional.of(new Life(moved(time, -offset), none(), time));
            default -> Optional.empty();
        };
    }

    private static Optional<Expression> none() {
        return Optional.empty();
    }

    private static Optional<Expression> moved(Expression time, long micros) {
        if (micros == 0) {
            return Optional.of(time);
        }
        var span =
                new Expression.Literal(
                        Duration.of(micros, java.time.temporal.ChronoUnit.MICROS), SECONDS);
        return Optional.of(Functions.get("+").call(List.of(time, span), Position.NONE));
    }
}
