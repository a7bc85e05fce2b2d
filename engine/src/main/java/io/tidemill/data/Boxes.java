package io.tidemill.data;

import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;

/// Turns the `long` that a [LongColumn] holds into the object that stands for it, and back.
public final class Boxes {
    private static final long MICROS = 1_000_000;

    private Boxes() {}

    /// The object for `value` of `type`.
    ///
    /// @throws IllegalStateException when values of that type are not held as a long
    public static Object ofLong(DataType type, long value) {
        return switch (type) {
            case BooleanType _ -> value != 0;
            case ByteType _ -> (byte) value;
            case ShortType _ -> (short) value;
            case IntegerType _ -> (int) value;
            case LongType _ -> value;
            case DecimalType decimal -> BigDecimal.valueOf(value, decimal.scale());
            case DateType _ -> LocalDate.ofEpochDay(value);
            case TimestampType _ -> instant(value);
            case TimestampNTZType _ -> LocalDateTime.ofInstant(instant(value), ZoneOffset.UTC);
            case DayTimeIntervalType _ ->
                    Duration.ofSeconds(
                            Math.floorDiv(value, MICROS), Math.floorMod(value, MICROS) * 1000);
            case YearMonthIntervalType _ -> Period.of((int) (value / 12), (int) (value % 12), 0);
            default -> throw new IllegalStateException(type.typeName() + " is not held as a long");
        };
    }

    /// The long that stands for the object `value` of `type`.
    ///
    /// @throws ArithmeticException when a time does not fit 64 bits of microseconds, or a decimal
    ///   has more digits behind the point than its type
    public static long toLong(DataType type, Object value) {
        return switch (type) {
            case BooleanType _ -> (Boolean) value ? 1 : 0;
            case ByteType _, ShortType _, IntegerType _, LongType _ -> ((Number) value).longValue();
            case DecimalType decimal ->
                    ((BigDecimal) value).setScale(decimal.scale()).unscaledValue().longValueExact();
            case DateType _ -> ((LocalDate) value).toEpochDay();
            case TimestampType _ -> micros((Instant) value);
            case TimestampNTZType _ -> micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
            case DayTimeIntervalType _ -> micros((Duration) value);
            case YearMonthIntervalType _ -> ((Period) value).toTotalMonths();
            default -> throw new IllegalStateException(type.typeName() + " is not held as a long");
        };
    }

    /// Microseconds since 1970 as an instant.
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
    }

    /// An instant as microseconds since 1970; what is finer is cut off, towards the past.
    ///
    /// @throws ArithmeticException when it lies further away than 64 bits reach
    public static long micros(Instant instant) {
        if (instant.getEpochSecond() < 0 && instant.getNano() > 0) {
            long wholeSeconds = Math.multiplyExact(instant.getEpochSecond() + 1, MICROS);
            return Math.addExact(wholeSeconds, instant.getNano() / 1000 - MICROS);
        }
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1000);
    }

    private static long micros(Duration duration) {
        if (duration.getSeconds() < 0 && duration.getNano() > 0) {
            long wholeSeconds = Math.multiplyExact(duration.getSeconds() + 1, MICROS);
            return Math.addExact(wholeSeconds, duration.getNano() / 1000 - MICROS);
        }
        return Math.addExact(
                Math.multiplyExact(duration.getSeconds(), MICROS), duration.getNano() / 1000);
    }
}
