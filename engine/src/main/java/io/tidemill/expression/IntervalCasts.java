package io.tidemill.expression;

import io.tidemill.data.Boxes;
import io.tidemill.format.IntervalText;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Period;

/// Casts to and from intervals. As a number, an interval is a count of the smallest unit of its
/// type; cast to a coarser type, it loses what is finer.
final class IntervalCasts {
    private IntervalCasts() {}

    static Object dayTime(Object value, DataType from, DayTimeIntervalType to) {
        return switch (value) {
            case String text -> IntervalText.dayTime(text, to);
            case Duration duration -> {
                long micros = micros(duration);
                yield IntervalText.micros(micros - micros % IntervalText.unitMicros(to));
            }
            default -> {
                var micros =
                        decimal(value)
                                .multiply(BigDecimal.valueOf(IntervalText.unitMicros(to)))
                                .setScale(0, RoundingMode.HALF_UP)
                                .toBigInteger();
                if (micros.bitLength() > 63) {
                    throw QueryErrors.castOverflow(value, from, to);
                }
                yield IntervalText.micros(micros.longValue());
            }
        };
    }

    static Object yearMonth(Object value, DataType from, YearMonthIntervalType to) {
        return switch (value) {
            case String text -> IntervalText.yearMonth(text, to);
            case Period period -> {
                int months = (int) period.toTotalMonths();
                yield IntervalText.months(months - months % IntervalText.unitMonths(to));
            }
            default -> {
                var months =
                        decimal(value)
                                .multiply(BigDecimal.valueOf(IntervalText.unitMonths(to)))
                                .setScale(0, RoundingMode.HALF_UP)
                                .toBigInteger();
                if (months.bitLength() > 31) {
                    throw QueryErrors.castOverflow(value, from, to);
                }
                yield IntervalText.months(months.intValue());
            }
        };
    }

    static Object number(Object value, DataType from, DataType to) {
        BigDecimal count =
                switch (from) {
                    case DayTimeIntervalType type ->
                            BigDecimal.valueOf(micros((Duration) value))
                                    .divide(
                                            BigDecimal.valueOf(IntervalText.unitMicros(type)),
                                            6,
                                            RoundingMode.DOWN);
                    case YearMonthIntervalType type ->
                            BigDecimal.valueOf(((Period) value).toTotalMonths())
                                    .divide(
                                            BigDecimal.valueOf(IntervalText.unitMonths(type)),
                                            0,
                                            RoundingMode.DOWN);
                    default -> throw new IllegalStateException(from.sql() + " is no interval");
                };
        if (to instanceof DecimalType decimal) {
            return NumberCasts.fit(count, decimal);
        }
        return NumberCasts.ofLong(count.longValue(), value, from, to);
    }

    /// An interval as microseconds.
    static long micros(Duration duration) {
        return Boxes.toLong(DataTypes.createDayTimeIntervalType(), duration);
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof BigDecimal decimal
                ? decimal
                : BigDecimal.valueOf(((Number) value).longValue());
    }
}
