package io.tidemill.app.output;

import io.tidemill.data.Json;
import io.tidemill.data.ValueText;
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
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A value as JSON, the way Spark's `to_json` writes it: timestamps as ISO 8601 with their offset,
/// bytes in Base64, NaN and infinities as strings. Unlike Spark it keeps NULL fields, so that each
/// object of a result has the same keys.
///
/// @param zone in which timestamps are shown
record ValueJson(ZoneId zone) {
    private static final DateTimeFormatter LOCAL =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendFraction(ChronoField.MICRO_OF_SECOND, 3, 6, true)
                    .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter ZONED =
            new DateTimeFormatterBuilder()
                    .append(LOCAL)
                    .appendOffset("+HH:MM", "Z")
                    .toFormatter(Locale.ROOT);

    String of(DataType type, @Nullable Object value) {
        if (value == null) {
            return "null";
        }
        return switch (type) {
            case BooleanType _, ByteType _, ShortType _, IntegerType _, LongType _ ->
                    value.toString();
            case FloatType _, DoubleType _ -> number(((Number) value).doubleValue(), value);
            case DecimalType _ -> ((BigDecimal) value).toPlainString();
            case StringType _, DateType _, NullType _ -> string(value.toString());
            case BinaryType _ -> string(Base64.getEncoder().encodeToString((byte[]) value));
            case TimestampType _ -> string(ZONED.format(((Instant) value).atZone(zone)));
            case TimestampNTZType _ -> string(LOCAL.format((LocalDateTime) value));
            case DayTimeIntervalType _, YearMonthIntervalType _ ->
                    string(ValueText.of(value, type, zone));
            case ArrayType array ->
                    ((List<?>) value)
                            .stream()
                                    .map(item -> of(array.elementType(), item))
                                    .collect(Collectors.joining(",", "[", "]"));
            case MapType map ->
                    ((Map<?, ?>) value)
                            .entrySet().stream()
                                    .map(e ->
                                            key(map.keyType(), e.getKey())
                                                    + ":"
                                                    + of(map.valueType(), e.getValue()))
                                    .collect(Collectors.joining(",", "{", "}"));
            case StructType struct -> object(struct, Nested.fields(value));
        };
    }

    /// One object with a key for each column.
    String object(StructType schema, List<@Nullable Object> values) {
        return IntStream.range(0, schema.size())
                .mapToObj(i ->
                        string(schema.field(i).name()) + ":" + of(schema.typeOf(i), values.get(i)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String key(DataType type, @Nullable Object key) {
        return string(ValueText.of(Nested.plain(key), type, zone));
    }

    private static String number(double value, Object boxed) {
        return Double.isFinite(value) ? boxed.toString() : string(boxed.toString());
    }

    static String string(String text) {
        var quoted = new StringBuilder(text.length() + 2);
        Json.quote(quoted, text);
        return quoted.toString();
    }
}
