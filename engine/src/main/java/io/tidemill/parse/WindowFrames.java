package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Interpreter;
import io.tidemill.expression.Position;
import io.tidemill.expression.WindowCall.Bound;
import io.tidemill.expression.WindowCall.Frame;
import io.tidemill.expression.WindowCall.Unit;
import io.tidemill.expression.function.Function;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.List;

/// The frames of window functions: `ROWS BETWEEN 3 PRECEDING AND CURRENT ROW` and its kin.
///
/// A distance below 0 points the other way. In RANGE it has the type of the key, or is an interval
/// where the key is a time; a number of days where it is a date.
final class WindowFrames {
    /// All rows of the partition.
    static final Frame WHOLE =
            new Frame(Unit.ROWS, new Bound.UnboundedPreceding(), new Bound.UnboundedFollowing());

    /// The rows up to the current one and those equal to it.
    static final Frame SO_FAR =
            new Frame(Unit.RANGE, new Bound.UnboundedPreceding(), new Bound.CurrentRow());

    /// The rows up to the current one.
    static final Frame ROWS_SO_FAR =
            new Frame(Unit.ROWS, new Bound.UnboundedPreceding(), new Bound.CurrentRow());

    private WindowFrames() {}

    /// The frame as it is meant.
    ///
    /// @param keys the types of the order
    /// @throws TidemillException when it means nothing
    static Frame check(Frame frame, List<DataType> keys) {
        boolean distances =
                List.of(frame.start(), frame.end()).stream()
                        .anyMatch(
                                b -> b instanceof Bound.Preceding || b instanceof Bound.Following);
        if (frame.unit() == Unit.RANGE && distances && keys.size() != 1) {
            throw wrong(
                    "a RANGE frame with distances needs one key in ORDER BY, not " + keys.size(),
                    "order by one column, or write ROWS or GROUPS");
        }
        if (frame.unit() == Unit.GROUPS && keys.isEmpty()) {
            throw wrong("a GROUPS frame needs ORDER BY", "order the window, or write ROWS");
        }
        var start = bound(frame.start(), frame.unit(), keys);
        var end = bound(frame.end(), frame.unit(), keys);
        if (start instanceof Bound.UnboundedFollowing
                || end instanceof Bound.UnboundedPreceding
                || place(start).compareTo(place(end)) > 0) {
            throw wrong(
                    "the frame begins behind its end", "write BETWEEN the earlier AND the later");
        }
        return new Frame(frame.unit(), start, end);
    }

    private static Bound bound(Bound bound, Unit unit, List<DataType> keys) {
        return switch (bound) {
            case Bound.Preceding(var distance) -> distance(distance, unit, keys, true);
            case Bound.Following(var distance) -> distance(distance, unit, keys, false);
            case Bound.UnboundedPreceding _, Bound.CurrentRow _, Bound.UnboundedFollowing _ ->
                    bound;
        };
    }

    private static Bound distance(
            Expression distance, Unit unit, List<DataType> keys, boolean preceding) {
        if (!Interpreter.isConstant(distance)) {
            throw wrong(
                    "the distance %s in a frame is no constant".formatted(distance),
                    "write a number or an interval");
        }
        var typed = unit == Unit.RANGE ? inRange(distance, keys.getFirst()) : rows(distance);
        var value = Interpreter.constant(typed);
        if (value == null) {
            throw wrong("a distance in a frame is NULL", "write a number or an interval");
        }
        int sign = sign(value);
        var positive = new Expression.Literal(sign < 0 ? negated(typed) : value, typed.type());
        return sign == 0
                ? new Bound.CurrentRow()
                : preceding == sign > 0
                        ? new Bound.Preceding(positive)
                        : new Bound.Following(positive);
    }

    private static Expression rows(Expression distance) {
        if (!io.tidemill.expression.Types.isNumber(distance.type())) {
            throw wrong(
                    "the distance %s in a frame is no number of rows".formatted(distance),
                    "write a whole number");
        }
        return Function.cast(distance, DataTypes.LongType, Position.NONE);
    }

    private static Expression inRange(Expression distance, DataType key) {
        if (io.tidemill.expression.Types.isNumber(key)
                && io.tidemill.expression.Types.isNumber(distance.type())) {
            return Function.cast(distance, key, Position.NONE);
        }
        return switch (key) {
            case DateType _ when distance.type() instanceof IntegerType -> {
                var days = (Integer) Interpreter.constant(distance);
                yield new Expression.Literal(
                        days == null ? null : Duration.ofDays(days),
                        new DayTimeIntervalType((byte) 0, (byte) 0));
            }
            case DateType _, TimestampType _, TimestampNTZType _
                    when distance.type() instanceof DayTimeIntervalType
                            || distance.type() instanceof YearMonthIntervalType ->
                    distance;
            case DayTimeIntervalType _ when distance.type() instanceof DayTimeIntervalType ->
                    distance;
            case YearMonthIntervalType _ when distance.type() instanceof YearMonthIntervalType ->
                    distance;
            default ->
                    throw wrong(
                            "a distance of %s means nothing to a key of %s"
                                    .formatted(distance.type().sql(), key.sql()),
                            "write a number for numbers and an interval for times");
        };
    }

    private static Object negated(Expression distance) {
        var negative = Meanings.call("negative", Position.NONE, distance);
        return java.util.Objects.requireNonNull(Interpreter.constant(negative));
    }

    private static int sign(Object value) {
        return switch (value) {
            case BigDecimal number -> number.signum();
            case Double number -> (int) Math.signum(number);
            case Float number -> (int) Math.signum(number);
            case Number number -> Long.signum(number.longValue());
            case Duration span -> span.isZero() ? 0 : span.isNegative() ? -1 : 1;
            case Period span -> Long.signum(span.toTotalMonths());
            default -> throw new IllegalStateException("no distance: " + value);
        };
    }

    /// Where a bound lies, roughly: distances of one direction compare by themselves.
    private static BigDecimal place(Bound bound) {
        return switch (bound) {
            case Bound.UnboundedPreceding _ -> BigDecimal.TEN.pow(60).negate();
            case Bound.Preceding(var distance) -> size(distance).negate();
            case Bound.CurrentRow _ -> BigDecimal.ZERO;
            case Bound.Following(var distance) -> size(distance);
            case Bound.UnboundedFollowing _ -> BigDecimal.TEN.pow(60);
        };
    }

    private static BigDecimal size(Expression distance) {
        return switch (((Expression.Literal) distance).value()) {
            case Duration span -> BigDecimal.valueOf(span.toNanos());
            case Period span ->
                    BigDecimal.valueOf(span.toTotalMonths())
                            .multiply(BigDecimal.valueOf(Duration.ofDays(30).toNanos()));
            case Double number when number.isInfinite() || number.isNaN() -> BigDecimal.TEN.pow(50);
            case Number number -> new BigDecimal(number.toString());
            case null, default -> BigDecimal.ZERO;
        };
    }

    static TidemillException wrong(String problem, String remedy) {
        return new TidemillException(
                Condition.DATATYPE_MISMATCH__SPECIFIED_WINDOW_FRAME_INVALID_BOUND, problem, remedy);
    }
}
