package io.tidemill.file;

import io.tidemill.data.Column;
import io.tidemill.data.LongColumn;
import io.tidemill.format.ByteOut;
import io.tidemill.format.NumberText;
import io.tidemill.format.TimeText;
import io.tidemill.format.TypeMerge;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Values of columns as names of folders, `key=value`, escaped as Spark and Hive do.
final class PartitionPath {
    /// The name that stands for NULL, and for an empty string.
    static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private static final String ESCAPED = "\"#%'*/:=?\\\u007F{[]^";

    private PartitionPath() {}

    static String escape(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || ESCAPED.indexOf(c) >= 0) {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high =
                    c == '%' && i + 2 < text.length()
                            ? Character.digit(text.charAt(i + 1), 16)
                            : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low < 0) {
                out.append(c);
            } else {
                out.append((char) (high * 16 + low));
                i += 2;
            }
        }
        return out.toString();
    }

    /// The value that a folder's name has behind its `=`.
    static @Nullable String value(String escaped) {
        return escaped.equals(NULL) ? null : unescape(escaped);
    }

    /// The folder of a row's value: `city=Oslo`.
    static String folder(String name, Column column, int row) {
        var text = column.isNull(row) ? "" : text(column, row);
        return escape(name) + "=" + (text.isEmpty() ? NULL : escape(text));
    }

    /// A value as a cast to STRING has it.
    private static String text(Column column, int row) {
        Object value = column.get(row);
        return switch (column.type()) {
            case TimestampType _, TimestampNTZType _ ->
                    timeText(((LongColumn) column).getLong(row));
            default ->
                    switch (value) {
                        case null -> "";
                        case BigDecimal decimal -> decimal.toPlainString();
                        case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
                        default -> String.valueOf(value);
                    };
        };
    }

    private static String timeText(long micros) {
        var out = new ByteOut();
        out.localTime(micros, ' ');
        var text = out.toString();
        return text.replaceAll("\\.?0+$", "");
    }

    /// The narrowest type that a value of a folder's name has.
    static DataType infer(@Nullable String text) {
        if (text == null) {
            return new NullType();
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (NumberText.isLong(bytes, 0, bytes.length)) {
            long value = NumberText.toLong(bytes, 0, bytes.length);
            return value == (int) value ? new IntegerType() : new LongType();
        }
        if (isDouble(text)) {
            return new DoubleType();
        }
        if (text.length() == 10 && TimeText.usualDate(bytes, 0) != TimeText.NONE) {
            return new DateType();
        }
        var times = new TimeText(ZoneOffset.UTC);
        if (text.length() >= 19 && times.timestamp(bytes, 0, bytes.length) != TimeText.NONE) {
            return new TimestampType();
        }
        return new StringType();
    }

    private static boolean isDouble(String text) {
        return text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    }

    /// The type that takes the values of both; STRING where nothing else does.
    static DataType merge(DataType a, DataType b) {
        return TypeMerge.merge(a, b);
    }

    /// Writes a value of a folder's name to a row; NULL when the text does not fit the type.
    static boolean set(@Nullable String text, Column column, int row, ZoneId zone) {
        if (text == null) {
            column.setNull(row);
            return true;
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        Object value = parse(column.type(), text, bytes, new TimeText(zone));
        if (value instanceof Long number && column instanceof LongColumn longs) {
            column.setPresent(row);
            longs.setLong(row, number);
            return true;
        }
        column.set(row, value);
        return value != null;
    }

    private static @Nullable Object parse(
            DataType type, String text, byte[] bytes, TimeText times) {
        try {
            return switch (type) {
                case StringType _ -> text;
                case BinaryType _ -> bytes;
                case BooleanType _ -> Boolean.parseBoolean(text) ? 1L : 0L;
                case ByteType _ -> (long) Byte.parseByte(text);
                case ShortType _ -> (long) Short.parseShort(text);
                case IntegerType _ -> (long) Integer.parseInt(text);
                case LongType _ -> Long.parseLong(text);
                case FloatType _ -> Float.parseFloat(text);
                case DoubleType _ -> Double.parseDouble(text);
                case DecimalType decimal ->
                        new BigDecimal(text).setScale(decimal.scale(), RoundingMode.HALF_UP);
                case DateType _ -> time(times.date(bytes, 0, bytes.length));
                case TimestampType _ -> time(times.timestamp(bytes, 0, bytes.length));
                case TimestampNTZType _ -> time(times.timestampNtz(bytes, 0, bytes.length, true));
                default -> null;
            };
        } catch (NumberFormatException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Long time(long value) {
        return value == TimeText.NONE ? null : value;
    }
}
