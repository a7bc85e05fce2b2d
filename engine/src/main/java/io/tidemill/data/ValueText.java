package io.tidemill.data;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// How a value is shown to people in a table: as Spark's `show` does.
///
/// In: a value boxed as this package says. Out: `NULL`, `[1, 2]`, `{a -> 1}`, `{1, x}` for a
/// struct, `[41 42]` for binary, times without trailing zeros of the second's fraction.
public final class ValueText {
    private static final long NANOS = 1_000_000_000;

    private ValueText() {}

    /// @param zone what a TIMESTAMP is shown in
    public static String of(@Nullable Object value, DataType type, ZoneId zone) {
        return switch (value) {
            case null -> "NULL";
            case BigDecimal number -> number.toPlainString();
            case byte[] bytes -> binary(bytes);
            case Instant instant -> time(LocalDateTime.ofInstant(instant, zone));
            case LocalDateTime time -> time(time);
            case LocalDate date -> date(date);
            case Duration duration -> dayTime(duration, (DayTimeIntervalType) type);
            case Period period -> yearMonth(period, (YearMonthIntervalType) type);
            case List<?> list -> list(list, ((ArrayType) type).elementType(), zone);
            case Map<?, ?> map -> map(map, (MapType) type, zone);
            case Object[] fields -> struct(fields, (StructType) type, zone);
            default -> value.toString();
        };
    }

    /// `2026-11-20 08:15:00.25`.
    public static String time(LocalDateTime time) {
        var text =
                "%s %02d:%02d:%02d"
                        .formatted(
                                date(time.toLocalDate()),
                                time.getHour(),
                                time.getMinute(),
                                time.getSecond());
        return text + fraction(time.getNano());
    }

    private static String date(LocalDate date) {
        int year = date.getYear();
        var sign = year < 0 ? "-" : year > 9999 ? "+" : "";
        return "%s%04d-%02d-%02d"
                .formatted(sign, Math.abs(year), date.getMonthValue(), date.getDayOfMonth());
    }

    /// `.25`, or nothing for a whole second.
    private static String fraction(int nanos) {
        return nanos == 0 ? "" : "." + "%09d".formatted(nanos).replaceAll("0+$", "");
    }

    private static String binary(byte[] bytes) {
        var hex = new StringJoiner(" ", "[", "]");
        for (byte b : bytes) {
            hex.add("%02X".formatted(b));
        }
        return hex.toString();
    }

    private static String list(List<?> list, DataType element, ZoneId zone) {
        var text = new StringJoiner(", ", "[", "]");
        list.forEach(value -> text.add(of(value, element, zone)));
        return text.toString();
    }

    private static String map(Map<?, ?> map, MapType type, ZoneId zone) {
        var text = new StringJoiner(", ", "{", "}");
        map.forEach((key, value) ->
                text.add(
                        of(key, type.keyType(), zone)
                                + " -> "
                                + of(value, type.valueType(), zone)));
        return text.toString();
    }

    private static String struct(@Nullable Object[] fields, StructType type, ZoneId zone) {
        var text = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < fields.length; i++) {
            text.add(of(fields[i], type.typeOf(i), zone));
        }
        return text.toString();
    }

    private static String yearMonth(Period period, YearMonthIntervalType type) {
        long months = period.toTotalMonths();
        var sign = months < 0 ? "-" : "";
        long size = Math.abs(months);
        var unit = unit(type.typeName());
        return switch (unit) {
            case "YEAR" -> "INTERVAL '%s%d' YEAR".formatted(sign, size / 12);
            case "MONTH" -> "INTERVAL '%s%d' MONTH".formatted(sign, size);
            default -> "INTERVAL '%s%d-%d' YEAR TO MONTH".formatted(sign, size / 12, size % 12);
        };
    }

    private static String dayTime(Duration duration, DayTimeIntervalType type) {
        var sign = duration.isNegative() ? "-" : "";
        var size = duration.abs();
        var unit = unit(type.typeName());
        var fields = unit.split(" TO ", -1);
        var text = new StringBuilder();
        switch (fields[0]) {
            case "DAY" -> text.append(size.toDays());
            case "HOUR" -> text.append("%02d".formatted(size.toHours()));
            case "MINUTE" -> text.append("%02d".formatted(size.toMinutes()));
            default -> text.append(seconds(size.toSeconds(), size));
        }
        var last = fields[fields.length - 1];
        if (!last.equals(fields[0])) {
            appendRest(text, fields[0], last, size);
        }
        return "INTERVAL '%s%s' %s".formatted(sign, text, unit);
    }

    private static void appendRest(StringBuilder text, String first, String last, Duration size) {
        if (first.equals("DAY")) {
            text.append(" %02d".formatted(size.toHoursPart()));
            if (last.equals("HOUR")) {
                return;
            }
        }
        if (!first.equals("MINUTE")) {
            text.append(":%02d".formatted(size.toMinutesPart()));
        }
        if (last.equals("SECOND")) {
            text.append(':').append(seconds(size.toSecondsPart(), size));
        }
    }

    private static String seconds(long seconds, Duration size) {
        return "%02d".formatted(seconds) + fraction((int) (size.toNanosPart() % NANOS));
    }

    /// `DAY TO SECOND` of `interval day to second`.
    private static String unit(String typeName) {
        return typeName.replaceFirst("^interval ", "").toUpperCase(Locale.ROOT);
    }
}
