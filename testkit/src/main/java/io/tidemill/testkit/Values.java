package io.tidemill.testkit;

import io.tidemill.sql.Row;
import io.tidemill.sql.RowFactory;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets tests write values short: any number for a column of numbers, text for times (UTC).
final class Values {
    private Values() {}

    /// A row as a table's columns want it.
    static Row fitted(Row row, StructType schema) {
        if (row.size() != schema.size()) {
            throw new IllegalArgumentException(
                    "%s has %d values for %d columns: %s"
                            .formatted(row, row.size(), schema.size(), schema.toDDL()));
        }
        var values = new @Nullable Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fitted(row.get(i), schema.typeOf(i));
        }
        return RowFactory.create(values);
    }

    /// An expected row with times in place of their texts; other values, and a row that does not
    /// fit the columns, as they are. In mode changelog a row has its change in front.
    static Row expected(Row row, StructType schema) {
        int ahead = row.size() - schema.size();
        if (ahead < 0 || ahead > 1) {
            return row;
        }
        var values = new @Nullable Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < ahead ? row.get(i) : expected(row.get(i), schema.typeOf(i - ahead));
        }
        return RowFactory.create(values);
    }

    private static @Nullable Object expected(@Nullable Object value, DataType type) {
        try {
            return switch (value) {
                case String text -> text(text, type);
                case Row row when type instanceof StructType struct -> expected(row, struct);
                case null, default -> value;
            };
        } catch (DateTimeParseException noTime) {
            return value;
        }
    }

    private static @Nullable Object fitted(@Nullable Object value, DataType type) {
        return switch (value) {
            case null -> null;
            case Number number -> number(number, type);
            case String text -> text(text, type);
            case Row row when type instanceof StructType struct -> fitted(row, struct);
            default -> value;
        };
    }

    private static Object number(Number number, DataType type) {
        return switch (type) {
            case ByteType _ -> number.byteValue();
            case ShortType _ -> number.shortValue();
            case IntegerType _ -> number.intValue();
            case LongType _ -> number.longValue();
            case FloatType _ -> number.floatValue();
            case DoubleType _ -> number.doubleValue();
            case DecimalType _ -> new BigDecimal(number.toString());
            case DataType _ -> number;
        };
    }

    private static Object text(String text, DataType type) {
        return switch (type) {
            case TimestampType _ -> instant(text);
            case TimestampNTZType _ -> LocalDateTime.parse(text.replace(' ', 'T'));
            case DateType _ -> LocalDate.parse(text);
            case DataType _ -> text;
        };
    }

    private static Instant instant(String text) {
        var iso = text.replace(' ', 'T');
        return iso.endsWith("Z")
                ? Instant.parse(iso)
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }

    /// A value in a form in which those that mean the same are the same text, whatever their class.
    static String comparable(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Double number when !Double.isFinite(number) -> number.toString();
            case Float number when !Float.isFinite(number) -> number.toString();
            case Number number -> plain(new BigDecimal(number.toString()));
            case byte[] bytes -> Arrays.toString(bytes);
            case Object[] fields -> comparable(Arrays.asList(fields));
            case Row row -> comparable(row.toList());
            case List<?> list -> list(list);
            case Map<?, ?> map -> {
                var entries = new ArrayList<String>();
                map.forEach((k, v) -> entries.add(comparable(k) + "=" + comparable(v)));
                yield entries.toString();
            }
            default -> value.toString();
        };
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String list(List<?> list) {
        var texts = new ArrayList<String>();
        list.forEach(each -> texts.add(comparable(each)));
        return texts.toString();
    }
}
