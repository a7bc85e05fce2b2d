package io.tidemill.generate;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// A value as Spark's `show` writes it; times are in UTC.
final class CellText {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
                    .toFormatter(Locale.ROOT);

    private CellText() {}

    static String of(DataType type, @Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case BigDecimal decimal -> decimal.toPlainString();
            case Instant instant -> TIME.format(instant.atOffset(ZoneOffset.UTC));
            case LocalDateTime time -> TIME.format(time);
            case Duration duration when type instanceof DayTimeIntervalType -> dayTime(duration);
            case Period period when type instanceof YearMonthIntervalType -> yearMonth(period);
            case byte[] bytes -> hex(bytes);
            case List<?> list when type instanceof ArrayType array -> list(array, list);
            case Map<?, ?> map when type instanceof MapType mapType -> map(mapType, map);
            case Object[] fields when type instanceof StructType struct -> struct(struct, fields);
            default -> value.toString();
        };
    }

    private static String list(ArrayType type, List<?> list) {
        var text = new StringJoiner(", ", "[", "]");
        for (var element : list) {
            text.add(of(type.elementType(), element));
        }
        return text.toString();
    }

    private static String map(MapType type, Map<?, ?> map) {
        var text = new StringJoiner(", ", "{", "}");
        for (var entry : map.entrySet()) {
            text.add(
                    of(type.keyType(), entry.getKey())
                            + " -> "
                            + of(type.valueType(), entry.getValue()));
        }
        return text.toString();
    }

    private static String struct(StructType type, @Nullable Object[] fields) {
        var text = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < fields.length; i++) {
            text.add(of(type.typeOf(i), fields[i]));
        }
        return text.toString();
    }

    private static String hex(byte[] bytes) {
        var text = new StringJoiner(" ", "[", "]");
        for (byte b : bytes) {
            text.add("%02X".formatted(b));
        }
        return text.toString();
    }

    private static String dayTime(Duration duration) {
        var absolute = duration.abs();
        int micros = absolute.toNanosPart() / 1000;
        var fraction = micros == 0 ? "" : ".%06d".formatted(micros).replaceAll("0+$", "");
        return "INTERVAL '%s%d %02d:%02d:%02d%s' DAY TO SECOND"
                .formatted(
                        duration.isNegative() ? "-" : "",
                        absolute.toDaysPart(),
                        absolute.toHoursPart(),
                        absolute.toMinutesPart(),
                        absolute.toSecondsPart(),
                        fraction);
    }

    private static String yearMonth(Period period) {
        long months = period.toTotalMonths();
        return "INTERVAL '%s%d-%d' YEAR TO MONTH"
                .formatted(months < 0 ? "-" : "", Math.abs(months / 12), Math.abs(months % 12));
    }
}
