package io.tidemill.expression.function;

import io.tidemill.data.Boxes;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.QueryErrors;
import io.tidemill.format.IntervalText;
import io.tidemill.sql.types.DataTypes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// `+ - * /` with dates, timestamps and intervals.
///
/// Months are counted on the calendar of the session's time zone and end on the last day of a
/// shorter month; days and finer are exact spans. What leaves the range of its type raises.
final class TimeArithmetic {
    private static final int LONGEST_DAYS = Integer.MAX_VALUE;

    private TimeArithmetic() {}

    /// A date, so many days later.
    static LocalDate plusDays(LocalDate date, long days) {
        return date(date.toEpochDay(), days);
    }

    private static LocalDate date(long day, long more) {
        long sum = day + more;
        if (sum != (int) sum || Math.abs(more) > 2L * LONGEST_DAYS) {
            throw QueryErrors.overflow("integer", "");
        }
        return LocalDate.ofEpochDay(sum);
    }

    /// A date, so many months later.
    static LocalDate plusMonths(LocalDate date, long months) {
        var later = date.plusMonths(months);
        if (later.toEpochDay() != (int) later.toEpochDay()) {
            throw QueryErrors.overflow("integer", "");
        }
        return later;
    }

    /// A date or timestamp, an interval later.
    static Object plus(Object time, Object interval, ZoneId zone) {
        return switch (time) {
            case LocalDate date ->
                    interval instanceof Period months
                            ? plusMonths(date, months.toTotalMonths())
                            : plusDays(date, ((Duration) interval).toDays());
            case Instant instant -> plus(instant, interval, zone);
            case LocalDateTime local ->
                    LocalDateTime.ofInstant(
                            plus(local.toInstant(ZoneOffset.UTC), interval, ZoneOffset.UTC),
                            ZoneOffset.UTC);
            default -> throw new IllegalStateException("not a time: " + time);
        };
    }

    private static Instant plus(Instant instant, Object interval, ZoneId zone) {
        try {
            var later =
                    interval instanceof Period months
                            ? instant.atZone(zone).plusMonths(months.toTotalMonths()).toInstant()
                            : instant.plus((Duration) interval);
            var _ = Boxes.micros(later);
            return later;
        } catch (ArithmeticException | DateTimeException e) {
            throw new TidemillException(
                    Condition.DATETIME_OVERFLOW,
                    "Datetime operation overflow: add %s to %s".formatted(interval, instant),
                    "keep the result between the years -290308 and 294247",
                    e);
        }
    }

    /// From one time to another, as days between dates and else as microseconds.
    static Duration between(Object from, Object to, ZoneId zone) {
        if (from instanceof LocalDate a && to instanceof LocalDate b) {
            return Duration.ofDays(Math.subtractExact(b.toEpochDay(), a.toEpochDay()));
        }
        if (from instanceof Instant a && to instanceof Instant b) {
            // As clocks on the wall show it: a day has 24 hours also when clocks are put back.
            return micros(
                    ChronoUnit.MICROS.between(
                            LocalDateTime.ofInstant(a, zone), LocalDateTime.ofInstant(b, zone)));
        }
        return micros(ChronoUnit.MICROS.between((LocalDateTime) from, (LocalDateTime) to));
    }

    static Duration micros(long micros) {
        return IntervalText.micros(micros);
    }

    static long micros(Duration duration) {
        return Boxes.toLong(DataTypes.createDayTimeIntervalType(), duration);
    }

    /// The sum or the difference of two intervals of one kind.
    static Object combine(Object left, Object right, boolean plus, String function) {
        try {
            if (left instanceof Period a) {
                int months = (int) a.toTotalMonths();
                int more = (int) ((Period) right).toTotalMonths();
                return IntervalText.months(
                        plus ? Math.addExact(months, more) : Math.subtractExact(months, more));
            }
            long a = micros((Duration) left);
            long b = micros((Duration) right);
            return micros(plus ? Math.addExact(a, b) : Math.subtractExact(a, b));
        } catch (ArithmeticException _) {
            throw QueryErrors.intervalOverflow(function);
        }
    }

    /// An interval times a number, rounded half up to whole months or microseconds.
    static Object times(Object interval, Object number) {
        return scaled(
                interval,
                decimal(number).multiply(BigDecimal.valueOf(units(interval))),
                "multiply");
    }

    /// An interval divided by a number, rounded half up to whole months or microseconds.
    static Object divided(Object interval, Object number) {
        var divisor = decimal(number);
        if (divisor.signum() == 0) {
            throw new TidemillException(
                    Condition.INTERVAL_DIVIDED_BY_ZERO,
                    "Division by zero",
                    "use `try_divide` to get NULL instead");
        }
        return scaled(
                interval,
                BigDecimal.valueOf(units(interval)).divide(divisor, 20, RoundingMode.HALF_UP),
                "divide");
    }

    private static Object scaled(Object interval, BigDecimal units, String function) {
        var whole = units.setScale(0, RoundingMode.HALF_UP).toBigInteger();
        if (whole.bitLength() > (interval instanceof Period ? 31 : 63)) {
            throw QueryErrors.intervalOverflow(function);
        }
        return interval instanceof Period
                ? IntervalText.months(whole.intValue())
                : micros(whole.longValue());
    }

    private static BigDecimal decimal(Object number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case Float _, Double _ -> {
                double value = ((Number) number).doubleValue();
                if (Double.isNaN(value) || Double.isInfinite(value)) {
                    throw QueryErrors.intervalOverflow("multiply or divide");
                }
                yield new BigDecimal(Double.toString(value));
            }
            default -> BigDecimal.valueOf(((Number) number).longValue());
        };
    }

    /// Months or microseconds.
    static long units(Object interval) {
        return interval instanceof Period period
                ? period.toTotalMonths()
                : micros((Duration) interval);
    }

    static Object negate(Object interval) {
        long units = units(interval);
        long least = interval instanceof Period ? Integer.MIN_VALUE : Long.MIN_VALUE;
        if (units == least) {
            throw QueryErrors.intervalOverflow("negate");
        }
        return interval instanceof Period ? IntervalText.months((int) -units) : micros(-units);
    }

    static int sign(Object interval) {
        return Long.signum(units(interval));
    }
}
