package io.tidemill.app.output;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A value as people read it, the way Spark's `show` writes it: `2026-01-02 03:04:05.6`, `[1, 2]`,
/// `{a -> 1}`, `{1, x}`, `[4A 4B]` for bytes, `NULL`.
///
/// @param zone in which timestamps are shown
record ValueText(ZoneId zone) {
    static final String NULL = "NULL";

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd HH:mm:ss")
                    .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
                    .toFormatter(Locale.ROOT);
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    String of(DataType type, @Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        return switch (type) {
            case ArrayType array ->
                    ((List<?>) value)
                            .stream()
                                    .map(item -> of(array.elementType(), item))
                                    .collect(Collectors.joining(", ", "[", "]"));
            case MapType map ->
                    ((Map<?, ?>) value)
                            .entrySet().stream()
                                    .map(e ->
                                            of(map.keyType(), e.getKey())
                                                    + " -> "
                                                    + of(map.valueType(), e.getValue()))
                                    .collect(Collectors.joining(", ", "{", "}"));
            case StructType struct ->
                    IntStream.range(0, struct.size())
                            .mapToObj(i -> of(struct.typeOf(i), Nested.fields(value).get(i)))
                            .collect(Collectors.joining(", ", "{", "}"));
            case BinaryType _ -> "[" + HEX.formatHex((byte[]) value) + "]";
            case DecimalType _ -> ((BigDecimal) value).toPlainString();
            case TimestampType _ -> TIME.format(LocalDateTime.ofInstant((Instant) value, zone));
            case TimestampNTZType _ -> TIME.format((LocalDateTime) value);
            case DayTimeIntervalType _ -> dayTime((Duration) value);
            case YearMonthIntervalType _ -> yearMonth((Period) value);
            case BooleanType _,
                    ByteType _,
                    ShortType _,
                    IntegerType _,
                    LongType _,
                    FloatType _,
                    DoubleType _,
                    StringType _,
                    DateType _,
                    NullType _ ->
                    value.toString();
        };
    }

    private static String dayTime(Duration span) {
        boolean negative = span.isNegative();
        Duration size = span.abs();
        String fraction = "%06d".formatted(size.toNanosPart() / 1000).replaceAll("0+$", "");
        return "INTERVAL '%s%d %02d:%02d:%02d%s' DAY TO SECOND"
                .formatted(
                        negative ? "-" : "",
                        size.toDaysPart(),
                        size.toHoursPart(),
                        size.toMinutesPart(),
                        size.toSecondsPart(),
                        fraction.isEmpty() ? "" : "." + fraction);
    }

    private static String yearMonth(Period span) {
        long months = span.toTotalMonths();
        long size = Math.abs(months);
        return "INTERVAL '%s%d-%d' YEAR TO MONTH"
                .formatted(months < 0 ? "-" : "", size / 12, size % 12);
    }
}
