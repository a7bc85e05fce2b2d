package io.tidemill.sql;

import io.tidemill.data.Condition;
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
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Between rows of the API and the engine's boxed values: a struct is a [Row] here and an
/// `Object[]` there; all else is the same. Pure.
final class RowValues {
    private RowValues() {}

    /// A row of the API from the engine's values.
    static Row row(@Nullable Object[] values, StructType schema) {
        var shown = new @Nullable Object[values.length];
        for (int i = 0; i < values.length; i++) {
            shown[i] = shown(values[i], schema.typeOf(i));
        }
        return new Row(shown, schema);
    }

    static @Nullable Object shown(@Nullable Object value, DataType type) {
        return switch (value) {
            case null -> null;
            case Object[] fields -> row(fields, (StructType) type);
            case List<?> list -> {
                var element = ((ArrayType) type).elementType();
                var shown = new ArrayList<@Nullable Object>(list.size());
                list.forEach(each -> shown.add(shown(each, element)));
                yield Collections.unmodifiableList(shown);
            }
            case Map<?, ?> map -> {
                var mapType = (MapType) type;
                var shown = new LinkedHashMap<@Nullable Object, @Nullable Object>();
                map.forEach((k, v) ->
                        shown.put(shown(k, mapType.keyType()), shown(v, mapType.valueType())));
                yield Collections.unmodifiableMap(shown);
            }
            default -> value;
        };
    }

    /// The engine's values of a row that a program made.
    ///
    /// @throws AnalysisException DATATYPE_MISMATCH when a value is not of its column's type
    static @Nullable Object[] raw(Row row, StructType schema) {
        if (row.size() != schema.size()) {
            throw new AnalysisException(
                    Condition.DATATYPE_MISMATCH,
                    "the row %s has %d values, the schema %d columns (%s)"
                            .formatted(row, row.size(), schema.size(), schema.toDDL()),
                    "give one value for each column");
        }
        var values = new @Nullable Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = raw(row.get(i), schema.field(i));
        }
        return values;
    }

    static @Nullable Object raw(@Nullable Object value, StructField field) {
        if (value == null && !field.nullable()) {
            throw new AnalysisException(
                    Condition.DATATYPE_MISMATCH,
                    "column %s is NOT NULL and was given NULL".formatted(field.name()),
                    "give a value, or declare the column nullable");
        }
        return raw(value, field.dataType(), field.name());
    }

    private static @Nullable Object raw(@Nullable Object value, DataType type, String column) {
        if (value == null) {
            return null;
        }
        Object found =
                switch (type) {
                    case BooleanType _ -> value instanceof Boolean ? value : null;
                    case ByteType _ -> value instanceof Byte ? value : null;
                    case ShortType _ -> value instanceof Short ? value : null;
                    case IntegerType _ -> value instanceof Integer ? value : null;
                    case LongType _ -> value instanceof Long ? value : null;
                    case FloatType _ -> value instanceof Float ? value : null;
                    case DoubleType _ -> value instanceof Double ? value : null;
                    case DecimalType decimal -> decimal(value, decimal);
                    case StringType _ -> value instanceof String ? value : null;
                    case BinaryType _ -> value instanceof byte[] ? value : null;
                    case DateType _ ->
                            value instanceof Date date
                                    ? date.toLocalDate()
                                    : value instanceof LocalDate ? value : null;
                    case TimestampType _ ->
                            value instanceof Timestamp timestamp
                                    ? timestamp.toInstant()
                                    : value instanceof Instant ? value : null;
                    case TimestampNTZType _ -> value instanceof LocalDateTime ? value : null;
                    case DayTimeIntervalType _ -> value instanceof Duration ? value : null;
                    case YearMonthIntervalType _ -> value instanceof Period ? value : null;
                    case ArrayType array -> list(value, array, column);
                    case MapType map -> map(value, map, column);
                    case StructType struct -> value instanceof Row row ? raw(row, struct) : null;
                    case NullType _ -> null;
                };
        if (found == null) {
            throw new AnalysisException(
                    Condition.DATATYPE_MISMATCH,
                    "column %s is %s and was given %s, an object of %s"
                            .formatted(column, type.sql(), value, value.getClass().getName()),
                    "give an object of the class that Row names for this type");
        }
        return found;
    }

    private static @Nullable Object decimal(Object value, DecimalType type) {
        var number =
                switch (value) {
                    case BigDecimal decimal -> decimal;
                    case BigInteger integer -> new BigDecimal(integer);
                    default -> null;
                };
        if (number == null) {
            return null;
        }
        var scaled = number.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > type.precision()) {
            throw new AnalysisException(
                    Condition.NUMERIC_VALUE_OUT_OF_RANGE,
                    "%s does not fit %s".formatted(number.toPlainString(), type.sql()),
                    "declare more digits");
        }
        return scaled;
    }

    private static @Nullable Object list(Object value, ArrayType type, String column) {
        var given =
                switch (value) {
                    case List<?> list -> list;
                    case Object[] array -> Arrays.asList(array);
                    default -> null;
                };
        if (given == null) {
            return null;
        }
        var list = new ArrayList<@Nullable Object>(given.size());
        given.forEach(each -> list.add(raw(each, type.elementType(), column + ".element")));
        return list;
    }

    private static @Nullable Object map(Object value, MapType type, String column) {
        if (!(value instanceof Map<?, ?> given)) {
            return null;
        }
        var map = new LinkedHashMap<@Nullable Object, @Nullable Object>();
        given.forEach((k, v) ->
                map.put(
                        raw(k, type.keyType(), column + ".key"),
                        raw(v, type.valueType(), column + ".value")));
        return map;
    }
}
