package io.tidemill.expression;

import io.tidemill.data.Boxes;
import io.tidemill.format.TimeStrings;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Casts to and from dates and timestamps. As numbers, timestamps are seconds since 1970.
final class TimeCasts {
    private static final double MICROS = 1e6;

    private TimeCasts() {}

    static Object date(Object value, ZoneId zone) {
        return switch (value) {
            case Instant instant -> LocalDate.ofInstant(instant, zone);
            case LocalDateTime time -> time.toLocalDate();
            default ->
                    TimeStrings.date((String) value)
                            .orElseThrow(() ->
                                    QueryErrors.malformed(
                                            value, DataTypes.StringType, DataTypes.DateType));
        };
    }

    static Object local(Object value, ZoneId zone) {
        return switch (value) {
            case Instant instant -> LocalDateTime.ofInstant(instant, zone);
            case LocalDate date -> checked(date.atStartOfDay());
            default ->
                    TimeStrings.local((String) value)
                            .orElseThrow(() ->
                                    QueryErrors.malformed(
                                            value,
                                            DataTypes.StringType,
                                            DataTypes.TimestampNTZType));
        };
    }

    static Object timestamp(Object value, DataType from, ZoneId zone) {
        return switch (value) {
            case LocalDate date -> checked(date.atStartOfDay(zone).toInstant());
            case LocalDateTime time -> checked(time.atZone(zone).toInstant());
            case String text ->
                    TimeStrings.timestamp(text, zone)
                            .orElseThrow(() ->
                                    QueryErrors.malformed(
                                            value, DataTypes.StringType, DataTypes.TimestampType));
            default -> ofSeconds((Number) value, from);
        };
    }

    private static Instant ofSeconds(Number value, DataType from) {
        return switch (value) {
            case Float _, Double _ -> {
                double seconds = value.doubleValue();
                if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
                    throw QueryErrors.malformed(value, from, DataTypes.TimestampType);
                }
                double micros = seconds * MICROS;
                if (Math.floor(micros) > 0x1p63 || Math.ceil(micros) < -0x1p63) {
                    throw QueryErrors.castOverflow(value, from, DataTypes.TimestampType);
                }
                yield Boxes.instant((long) micros);
            }
            case BigDecimal decimal -> {
                var micros = decimal.movePointRight(6).toBigInteger();
                if (micros.bitLength() > 63) {
                    throw QueryErrors.castOverflow(value, from, DataTypes.TimestampType);
                }
                yield Boxes.instant(micros.longValue());
            }
            default -> {
                // Seconds beyond the range of timestamps become its end, as in Spark.
                long seconds = value.longValue();
                long limit = Long.MAX_VALUE / 1_000_000;
                long micros =
                        seconds > limit
                                ? Long.MAX_VALUE
                                : seconds < -limit ? Long.MIN_VALUE : seconds * 1_000_000;
                yield Boxes.instant(micros);
            }
        };
    }

    static @Nullable Object number(Instant instant, DataType from, DataType to) {
        long micros = Boxes.micros(instant);
        return switch (to) {
            case DoubleType _ -> micros / MICROS;
            case FloatType _ -> (float) (micros / MICROS);
            case DecimalType decimal ->
                    NumberCasts.fit(
                            new BigDecimal(Double.toString(micros / MICROS))
                                    .setScale(6, RoundingMode.HALF_UP),
                            decimal);
            default -> NumberCasts.ofLong(Math.floorDiv(micros, 1_000_000L), instant, from, to);
        };
    }

    /// The instant, if timestamps reach that far.
    static Instant checked(Instant instant) {
        try {
            var _ = Boxes.micros(instant);
            return instant;
        } catch (ArithmeticException _) {
            throw QueryErrors.timeOverflow(instant + " is no timestamp");
        }
    }

    /// The time, if timestamps reach that far.
    static LocalDateTime checked(LocalDateTime time) {
        var _ = checked(time.toInstant(ZoneOffset.UTC));
        return time;
    }
}
