package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which expressions over event time are event time themselves, and how much further they lag.
///
/// A column t with lag L promises that no row of a later epoch has a t below watermark - L; NULL is
/// allowed. An expression that is never below t - d keeps that promise with lag L + d.
///
/// | expression | d |
/// |---|---|
/// | `t + interval`, `t - interval` | the interval's length, for months their greatest one |
/// | `date_trunc(unit, t)` | the greatest length of the unit; a day more where zones matter |
/// | `greatest`, `least`, `coalesce`, CASE of event times | the greatest of theirs |
/// | a cast between TIMESTAMP and TIMESTAMP_NTZ | as far as a zone can be from UTC |
/// | a field of a struct made here, such as `window` | the field's |
final class EventTimes {
    private static final long HOUR = 3_600_000_000L;
    private static final long DAY = 24 * HOUR;

    /// Zones are at most 18 hours from UTC, and a gap of summer time moves a clock by another one.
    private static final long ZONE = 19 * HOUR;

    private EventTimes() {}

    /// The lag of an expression in microseconds; empty when it is no event time.
    ///
    /// @param times the lags of the columns it reads
    static OptionalLong lag(Expression expression, SortedMap<Integer, Long> times) {
        if (times.isEmpty()) {
            return OptionalLong.empty();
        }
        return switch (expression) {
            case Expression.Input input when times.containsKey(input.index()) ->
                    OptionalLong.of(times.get(input.index()));
            case Expression.Call call when isTime(call.type()) -> call(call, times);
            case Expression.Field field
                    when field.struct() instanceof Expression.Call made
                            && made.function().equals("named_struct") ->
                    lag(made.arguments().get(2 * field.index() + 1), times);
            case Expression.Coalesce coalesce -> all(coalesce.operands(), times);
            case Expression.Case choice -> {
                var values = new java.util.ArrayList<Expression>();
                choice.branches().forEach(branch -> values.add(branch.value()));
                values.add(choice.otherwise());
                yield all(values, times);
            }
            case Expression.Cast cast when isTime(cast.type()) && isTime(cast.operand().type()) ->
                    later(
                            lag(cast.operand(), times),
                            cast.type().equals(cast.operand().type()) ? 0 : ZONE);
            default -> OptionalLong.empty();
        };
    }

    /// The lag of the end of windows of times of this lag: an end is behind its rows.
    static long ofEnd(long lag) {
        return lag - 1;
    }

    private static boolean isTime(DataType type) {
        return type instanceof TimestampType || type instanceof TimestampNTZType;
    }

    private static OptionalLong call(Expression.Call call, SortedMap<Integer, Long> times) {
        var arguments = call.arguments();
        return switch (call.function()) {
            case "+", "try_add" -> {
                boolean swapped = arguments.getFirst() instanceof Expression.Literal;
                var time = arguments.get(swapped ? 1 : 0);
                yield shifted(time, arguments.get(swapped ? 0 : 1), 1, times);
            }
            case "-", "try_subtract" -> shifted(arguments.get(0), arguments.get(1), -1, times);
            case "date_trunc" ->
                    arguments.get(0) instanceof Expression.Literal unit
                            ? truncated(String.valueOf(unit.value()), lag(arguments.get(1), times))
                            : OptionalLong.empty();
            case "greatest", "least" -> all(arguments, times);
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong shifted(
            Expression time, Expression interval, int sign, SortedMap<Integer, Long> times) {
        if (!(interval instanceof Expression.Literal literal)) {
            return OptionalLong.empty();
        }
        return switch (literal.value()) {
            case Duration span -> later(lag(time, times), -sign * micros(span));
            case Period span -> {
                long months = sign * span.toTotalMonths();
                yield later(lag(time, times), months >= 0 ? 0 : -months * 31 * DAY + ZONE);
            }
            case null, default -> OptionalLong.empty();
        };
    }

    private static long micros(Duration span) {
        return span.getSeconds() * 1_000_000L + span.getNano() / 1000;
    }

    private static OptionalLong truncated(String unit, OptionalLong lag) {
        return switch (unit.toUpperCase(Locale.ROOT)) {
            case "MICROSECOND" -> lag;
            case "MILLISECOND" -> later(lag, 1000);
            case "SECOND" -> later(lag, 1_000_000);
            case "MINUTE" -> later(lag, 60_000_000);
            case "HOUR" -> later(lag, 2 * HOUR);
            case "DAY", "DD" -> later(lag, 2 * DAY);
            case "WEEK" -> later(lag, 8 * DAY);
            case "MONTH", "MON", "MM" -> later(lag, 32 * DAY);
            case "QUARTER" -> later(lag, 93 * DAY);
            case "YEAR", "YYYY", "YY" -> later(lag, 367 * DAY);
            default -> OptionalLong.empty();
        };
    }

    /// The greatest lag, if all of them are event times; a NULL is none and breaks no promise.
    private static OptionalLong all(List<Expression> expressions, SortedMap<Integer, Long> times) {
        var greatest = OptionalLong.empty();
        for (var expression : expressions) {
            if (expression instanceof Expression.Literal literal && literal.value() == null) {
                continue;
            }
            var lag = lag(expression, times);
            if (lag.isEmpty()) {
                return OptionalLong.empty();
            }
            greatest = OptionalLong.of(Math.max(greatest.orElse(lag.getAsLong()), lag.getAsLong()));
        }
        return greatest;
    }

    /// The columns that are event time, or NULL, in each of several projections.
    static SortedMap<Integer, Long> lags(PlanNode.Expand expand, SortedMap<Integer, Long> times) {
        var lags = new TreeMap<Integer, Long>();
        for (int i = 0; i < expand.schema().size(); i++) {
            int column = i;
            var each = expand.projections().stream().map(p -> p.get(column)).toList();
            all(each, times).ifPresent(lag -> lags.put(column, lag));
        }
        return lags;
    }

    private static OptionalLong later(OptionalLong lag, long micros) {
        return lag.isEmpty() ? lag : OptionalLong.of(lag.getAsLong() + micros);
    }
}
