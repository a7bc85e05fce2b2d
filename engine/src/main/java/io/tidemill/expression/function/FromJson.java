package io.tidemill.expression.function;

import io.tidemill.data.Boxes;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Casts;
import io.tidemill.expression.NumberCasts;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns JSON into values of a type.
///
/// What does not fit its type becomes NULL, and makes the record a malformed one: then the column
/// `_corrupt_record`, if the schema has it, takes the text, and mode FAILFAST raises. Source:
/// Apache Spark's `JacksonParser`.
final class FromJson {
    private final DataType type;
    private final JsonSettings settings;
    private final boolean failFast;
    private final int corruptAt;
    private final Optional<TimeFormat> dates;
    private final Optional<TimeFormat> times;
    private boolean malformed;

    FromJson(DataType type, JsonSettings settings) {
        this.type = type;
        this.settings = settings;
        this.failFast = settings.text("mode").orElse("").equalsIgnoreCase("FAILFAST");
        this.dates = settings.text("dateFormat").map(TimeFormat::reading);
        this.times = settings.text("timestampFormat").map(TimeFormat::reading);
        var corrupt = settings.text("columnNameOfCorruptRecord").orElse("_corrupt_record");
        int index = -1;
        if (type instanceof StructType struct) {
            for (int i = 0; i < struct.size(); i++) {
                index = struct.field(i).name().equals(corrupt) ? i : index;
            }
        }
        this.corruptAt = index;
    }

    /// The value of a text.
    @Nullable Object read(String text, ZoneId zone) {
        if (text.isBlank()) {
            return null;
        }
        malformed = false;
        Object value = null;
        try {
            value = root(JsonTree.read(text, settings), zone);
        } catch (JsonTree.Malformed _) {
            malformed = true;
        }
        if (malformed && failFast) {
            throw new TidemillException(
                    Condition.MALFORMED_RECORD_IN_PARSING__WITHOUT_SUGGESTION,
                    "Malformed records are detected in record parsing: " + text,
                    "use the mode PERMISSIVE to get NULLs instead");
        }
        if (type instanceof StructType struct) {
            var row = value instanceof Object[] fields ? fields : new Object[struct.size()];
            if (malformed && corruptAt >= 0) {
                row[corruptAt] = text;
            }
            return row;
        }
        return value;
    }

    private @Nullable Object root(JsonNode node, ZoneId zone) {
        if (node instanceof JsonNode.Nothing) {
            return null;
        }
        boolean single =
                type instanceof ArrayType(StructType _, _) && node instanceof JsonNode.Thing;
        return single
                ? value(new JsonNode.Sequence(List.of(node)), type, zone)
                : value(node, type, zone);
    }

    /// The value of a node; null, and a malformed record, when it does not fit.
    private @Nullable Object value(JsonNode node, DataType wanted, ZoneId zone) {
        if (node instanceof JsonNode.Nothing) {
            return null;
        }
        try {
            var value =
                    switch (wanted) {
                        case StructType struct -> struct(node, struct, zone);
                        case ArrayType array -> list(node, array, zone);
                        case MapType map -> map(node, map, zone);
                        default -> plain(node, wanted, zone);
                    };
            malformed |= value == null;
            return value;
        } catch (TidemillException | IllegalArgumentException | ArithmeticException _) {
            malformed = true;
            return null;
        }
    }

    private @Nullable Object struct(JsonNode node, StructType struct, ZoneId zone) {
        if (!(node instanceof JsonNode.Thing(var members))) {
            return null;
        }
        var row = new @Nullable Object[struct.size()];
        for (var member : members) {
            for (int i = 0; i < row.length; i++) {
                if (i != corruptAt && struct.field(i).name().equals(member.name())) {
                    row[i] = value(member.value(), struct.typeOf(i), zone);
                }
            }
        }
        return row;
    }

    /// One element that does not fit makes the whole array NULL.
    private @Nullable Object list(JsonNode node, ArrayType array, ZoneId zone) {
        if (!(node instanceof JsonNode.Sequence(var elements))) {
            return null;
        }
        var list = new ArrayList<@Nullable Object>();
        for (var element : elements) {
            var value = value(element, array.elementType(), zone);
            if (value == null && !(element instanceof JsonNode.Nothing)) {
                return null;
            }
            list.add(value);
        }
        return list;
    }

    private @Nullable Object map(JsonNode node, MapType type, ZoneId zone) {
        if (!(node instanceof JsonNode.Thing(var members))) {
            return null;
        }
        var map = Lists.newMap();
        for (var member : members) {
            map.put(member.name(), value(member.value(), type.valueType(), zone));
        }
        return map;
    }

    private @Nullable Object plain(JsonNode node, DataType wanted, ZoneId zone) {
        if (wanted instanceof StringType) {
            return node instanceof JsonNode.Text(var text) ? text : node.write();
        }
        return switch (node) {
            case JsonNode.Truth(var truth) when wanted instanceof BooleanType -> truth;
            case JsonNode.Text(var text) -> ofText(text, wanted, zone);
            case JsonNode.Numeral number -> ofNumber(number, wanted);
            default -> null;
        };
    }

    private @Nullable Object ofText(String text, DataType wanted, ZoneId zone) {
        return switch (wanted) {
            case FloatType _, DoubleType _ -> special(text, wanted);
            case DecimalType decimal -> NumberCasts.ofText(text, decimal);
            case DateType _ ->
                    dates.isPresent()
                            ? dates.get().require(text, zone, "from_json").toLocalDate()
                            : Casts.cast(text, DataTypes.StringType, wanted, zone);
            case TimestampType _ ->
                    times.isPresent()
                            ? Times.instant(times.get().require(text, zone, "from_json"))
                            : Casts.cast(text, DataTypes.StringType, wanted, zone);
            case TimestampNTZType _, DayTimeIntervalType _, YearMonthIntervalType _ ->
                    Casts.cast(text, DataTypes.StringType, wanted, zone);
            case BinaryType _ -> Base64.getDecoder().decode(text);
            default -> null;
        };
    }

    private static @Nullable Object special(String text, DataType wanted) {
        Double value =
                switch (text) {
                    case "NaN" -> Double.NaN;
                    case "Infinity", "+Infinity", "INF", "+INF" -> Double.POSITIVE_INFINITY;
                    case "-Infinity", "-INF" -> Double.NEGATIVE_INFINITY;
                    default -> null;
                };
        return value == null || wanted instanceof DoubleType ? value : (Object) value.floatValue();
    }

    private static @Nullable Object ofNumber(JsonNode.Numeral number, DataType wanted) {
        var digits = number.digits();
        return switch (wanted) {
            case DoubleType _ -> Double.parseDouble(digits);
            case FloatType _ -> Float.parseFloat(digits);
            case DecimalType decimal -> NumberCasts.fit(new BigDecimal(digits), decimal);
            case TimestampType _ ->
                    number.isWhole()
                            ? Boxes.instant(Math.multiplyExact(Long.parseLong(digits), 1_000_000L))
                            : null;
            case BooleanType _, DateType _, TimestampNTZType _, BinaryType _, NullType _ -> null;
            case DayTimeIntervalType _, YearMonthIntervalType _ -> null;
            default -> number.isWhole() ? NumberCasts.ofText(digits, wanted) : null;
        };
    }
}
