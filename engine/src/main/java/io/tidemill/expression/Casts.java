package io.tidemill.expression;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.IntervalText;
import io.tidemill.format.TimeStrings;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `CAST`: a value of one type as a value of another, ANSI mode.
///
/// [#check] says at planning whether two types go together; [#cast] then turns one boxed value into
/// another or raises. Values of nested types are cast part by part. Source: Apache Spark's `Cast`.
public final class Casts {
    private Casts() {}

    /// Whether a cast from one type to the other exists.
    public static boolean exists(DataType from, DataType to) {
        if (from.equals(to) || from instanceof NullType) {
            return true;
        }
        return switch (to) {
            case StringType _ -> true;
            case BinaryType _ -> from instanceof StringType;
            case BooleanType _ -> from instanceof StringType || Types.isNumber(from);
            case DateType _, TimestampNTZType _ -> from instanceof StringType || Types.isTime(from);
            case TimestampType _ ->
                    from instanceof StringType || Types.isTime(from) || Types.isNumber(from);
            case DayTimeIntervalType _ ->
                    from instanceof StringType
                            || from instanceof DayTimeIntervalType
                            || DecimalRules.forWhole(from).isPresent();
            case YearMonthIntervalType _ ->
                    from instanceof StringType
                            || from instanceof YearMonthIntervalType
                            || DecimalRules.forWhole(from).isPresent();
            case ArrayType array ->
                    from instanceof ArrayType other
                            && (array.containsNull() || !other.containsNull())
                            && exists(other.elementType(), array.elementType());
            case MapType map ->
                    from instanceof MapType other
                            && (map.valueContainsNull() || !other.valueContainsNull())
                            && exists(other.keyType(), map.keyType())
                            && exists(other.valueType(), map.valueType());
            case StructType struct -> from instanceof StructType other && exists(other, struct);
            case NullType _ -> false;
            default -> toNumber(from, to);
        };
    }

    private static boolean toNumber(DataType from, DataType to) {
        return Types.isNumber(from)
                || from instanceof BooleanType
                || from instanceof StringType
                || from instanceof TimestampType
                || (Types.isInterval(from) && DecimalRules.forWhole(to).isPresent());
    }

    private static boolean exists(StructType from, StructType to) {
        if (from.size() != to.size()) {
            return false;
        }
        for (int i = 0; i < from.size(); i++) {
            if (!exists(from.typeOf(i), to.typeOf(i))
                    || (from.field(i).nullable() && !to.field(i).nullable())) {
                return false;
            }
        }
        return true;
    }

    /// Refuses casts that do not exist.
    ///
    /// @throws TidemillException DATATYPE_MISMATCH.CAST_…, with the function to use where there is
    ///   one
    public static void check(DataType from, DataType to) {
        if (exists(from, to)) {
            return;
        }
        var problem =
                "cannot cast %s to %s".formatted(QueryErrors.quoted(from), QueryErrors.quoted(to));
        if (from instanceof DateType && Types.isNumber(to)) {
            throw new TidemillException(
                    Condition.DATATYPE_MISMATCH__CAST_WITH_FUNC_SUGGESTION,
                    problem,
                    "use `unix_date` instead");
        }
        if (Types.isNumber(from) && to instanceof DateType) {
            throw new TidemillException(
                    Condition.DATATYPE_MISMATCH__CAST_WITH_FUNC_SUGGESTION,
                    problem,
                    "use `date_from_unix_date` instead");
        }
        boolean guess =
                (Types.isWhole(from) && to instanceof BinaryType)
                        || (Types.isTime(from)
                                && !(from instanceof TimestampNTZType)
                                && to instanceof BooleanType)
                        || (from instanceof BooleanType && to instanceof TimestampType);
        throw new TidemillException(
                guess
                        ? Condition.DATATYPE_MISMATCH__CAST_WITH_CONF_SUGGESTION
                        : Condition.DATATYPE_MISMATCH__CAST_WITHOUT_SUGGESTION,
                problem,
                "cast to another type, or by way of STRING");
    }

    /// Whether a value can be refused: then the cast must not be moved to rows that it was not
    /// asked for.
    public static boolean canRaise(DataType from, DataType to) {
        if (from.equals(to) || from instanceof NullType || to instanceof StringType) {
            return false;
        }
        if (Types.isNumber(from) && Types.isNumber(to)) {
            boolean toFloating = Types.isFloating(to);
            boolean widens =
                    Coercion.tightest(from, to).filter(to::equals).isPresent()
                            && !(to instanceof DecimalType && !Types.isWhole(from));
            return !toFloating && !widens;
        }
        return switch (to) {
            case BinaryType _ -> false;
            case BooleanType _ -> from instanceof StringType;
            case DateType _ -> from instanceof StringType;
            default -> true;
        };
    }

    /// Whether a cast of a value that is there can give NULL: NaN as a decimal.
    public static boolean canGiveNull(DataType from, DataType to) {
        return Types.isFloating(from) && to instanceof DecimalType;
    }

    /// Casts one value, boxed as `io.tidemill.data` says.
    ///
    /// @throws TidemillException when the value does not fit or cannot be read
    public static @Nullable Object cast(
            @Nullable Object value, DataType from, DataType to, ZoneId zone) {
        if (value == null || from.equals(to)) {
            return value;
        }
        return switch (to) {
            case StringType _ -> text(value, from, zone);
            case BinaryType _ -> ((String) value).getBytes(StandardCharsets.UTF_8);
            case BooleanType _ -> truth(value, from);
            case DateType _ -> TimeCasts.date(value, zone);
            case TimestampType _ -> TimeCasts.timestamp(value, from, zone);
            case TimestampNTZType _ -> TimeCasts.local(value, zone);
            case DayTimeIntervalType type -> IntervalCasts.dayTime(value, from, type);
            case YearMonthIntervalType type -> IntervalCasts.yearMonth(value, from, type);
            case ArrayType type -> list((List<?>) value, (ArrayType) from, type, zone);
            case MapType type -> map((Map<?, ?>) value, (MapType) from, type, zone);
            case StructType type -> struct((Object[]) value, (StructType) from, type, zone);
            default -> number(value, from, to);
        };
    }

    private static @Nullable Object number(Object value, DataType from, DataType to) {
        return switch (value) {
            case Number number -> NumberCasts.number(number, from, to);
            case String text -> NumberCasts.ofText(text, to);
            case Boolean truth -> NumberCasts.number(truth ? 1 : 0, from, to);
            case Instant instant -> TimeCasts.number(instant, from, to);
            default -> IntervalCasts.number(value, from, to);
        };
    }

    private static Object truth(Object value, DataType from) {
        if (value instanceof String text) {
            return switch (TimeStrings.trim(text).toLowerCase(Locale.ROOT)) {
                case "t", "true", "y", "yes", "1" -> true;
                case "f", "false", "n", "no", "0" -> false;
                default -> throw QueryErrors.malformed(value, from, new BooleanType());
            };
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.signum() != 0;
        }
        return value instanceof Long number ? number != 0 : ((Number) value).doubleValue() != 0;
    }

    private static List<@Nullable Object> list(
            List<?> values, ArrayType from, ArrayType to, ZoneId zone) {
        var cast = new ArrayList<@Nullable Object>(values.size());
        for (var value : values) {
            cast.add(cast(value, from.elementType(), to.elementType(), zone));
        }
        return cast;
    }

    private static Map<Object, @Nullable Object> map(
            Map<?, ?> values, MapType from, MapType to, ZoneId zone) {
        var cast = new LinkedHashMap<Object, @Nullable Object>();
        for (var entry : values.entrySet()) {
            var key = cast(entry.getKey(), from.keyType(), to.keyType(), zone);
            if (key == null) {
                throw new TidemillException(
                        Condition.NULL_MAP_KEY, "Cannot use null as map key", "leave the key out");
            }
            cast.put(key, cast(entry.getValue(), from.valueType(), to.valueType(), zone));
        }
        return cast;
    }

    private static @Nullable Object[] struct(
            Object[] values, StructType from, StructType to, ZoneId zone) {
        var cast = new @Nullable Object[values.length];
        for (int i = 0; i < values.length; i++) {
            cast[i] = cast(values[i], from.typeOf(i), to.typeOf(i), zone);
        }
        return cast;
    }

    /// A value as text: what `CAST(… AS STRING)` shows.
    public static String text(Object value, DataType type, ZoneId zone) {
        var out = new StringBuilder();
        append(out, value, type, zone);
        return out.toString();
    }

    private static void append(
            StringBuilder out, @Nullable Object value, DataType type, ZoneId zone) {
        switch (value) {
            case null -> out.append("null");
            case byte[] bytes -> out.append(new String(bytes, StandardCharsets.UTF_8));
            case BigDecimal decimal -> out.append(decimal.toPlainString());
            case Instant instant -> out.append(TimeStrings.write(instant, zone));
            case LocalDateTime time -> out.append(TimeStrings.write(time));
            case Duration duration ->
                    out.append(IntervalText.write(duration, (DayTimeIntervalType) type));
            case Period period ->
                    out.append(IntervalText.write(period, (YearMonthIntervalType) type));
            case List<?> list -> {
                var element = ((ArrayType) type).elementType();
                var separator = "[";
                for (var each : list) {
                    append(out.append(separator), each, element, zone);
                    separator = ", ";
                }
                out.append(list.isEmpty() ? "[]" : "]");
            }
            case Map<?, ?> map -> {
                var separator = "{";
                for (var entry : map.entrySet()) {
                    append(out.append(separator), entry.getKey(), ((MapType) type).keyType(), zone);
                    out.append(" -> ");
                    append(out, entry.getValue(), ((MapType) type).valueType(), zone);
                    separator = ", ";
                }
                out.append(map.isEmpty() ? "{}" : "}");
            }
            case Object[] fields -> {
                var separator = "{";
                for (int i = 0; i < fields.length; i++) {
                    append(out.append(separator), fields[i], ((StructType) type).typeOf(i), zone);
                    separator = ", ";
                }
                out.append(fields.length == 0 ? "{}" : "}");
            }
            default -> out.append(value);
        }
    }
}
