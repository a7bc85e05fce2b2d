package io.tidemill.format.json;

import static io.tidemill.format.Utf8.LONGS;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.format.ByteOut;
import io.tidemill.format.IntervalText;
import io.tidemill.format.TimePattern;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
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
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;

/// Writes one value of a column, which is not NULL, as JSON.
@FunctionalInterface
interface JsonPrinter {
    /// The text of NULL.
    byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

    void print(ByteOut out, Column column, int row);

    /// The printer of values of `type`.
    static JsonPrinter of(DataType type, JsonOptions options) {
        return switch (type) {
            case StringType _ -> strings(options.writeNonAsciiCharacterAsCodePoint());
            case BinaryType _ -> JsonPrinter::binary;
            case BooleanType _ -> JsonPrinter::bool;
            case FloatType _ ->
                    (out, column, row) ->
                            floating(out, column, row, Float.toString((float) at(column, row)));
            case DoubleType _ ->
                    (out, column, row) ->
                            floating(out, column, row, Double.toString(at(column, row)));
            case DecimalType decimal -> decimals(decimal);
            case DateType _ -> dates(options);
            case TimestampType _ -> timestamps(options);
            case TimestampNTZType _ -> localTimes(options);
            case DayTimeIntervalType _, YearMonthIntervalType _ ->
                    (out, column, row) -> {
                        out.put('"');
                        out.text(IntervalText.format(longAt(column, row), type));
                        out.put('"');
                    };
            case StructType struct -> structs(new JsonFields(struct, options));
            case ArrayType array -> arrays(of(array.elementType(), options));
            case MapType map -> maps(JsonMapKeys.of(map.keyType()), of(map.valueType(), options));
            case NullType _ -> (out, _, _) -> out.put(NULL);
            default -> (out, column, row) -> out.number(longAt(column, row));
        };
    }

    private static long longAt(Column column, int row) {
        return ((LongColumn) column).getLong(row);
    }

    private static double at(Column column, int row) {
        return ((DoubleColumn) column).getDouble(row);
    }

    private static void bool(ByteOut out, Column column, int row) {
        out.text(longAt(column, row) != 0 ? "true" : "false");
    }

    private static void floating(ByteOut out, Column column, int row, String text) {
        double value = at(column, row);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.put('"');
            out.text(text);
            out.put('"');
        } else {
            out.text(text);
        }
    }

    private static JsonPrinter decimals(DecimalType type) {
        if (type.fitsLong()) {
            return (out, column, row) -> out.decimal(longAt(column, row), type.scale());
        }
        return (out, column, row) -> {
            var decimals = (DecimalColumn) column;
            long low = decimals.low()[row];
            boolean isLong = decimals.high()[row] == low >> 63;
            if (isLong && type.scale() <= DecimalType.MAX_LONG_PRECISION) {
                out.decimal(low, type.scale());
                return;
            }
            out.text(
                    DecimalColumn.toBigDecimal(
                                    decimals.high()[row], decimals.low()[row], type.scale())
                            .toPlainString());
        };
    }

    private static JsonPrinter dates(JsonOptions options) {
        var pattern = options.datePattern();
        return (out, column, row) -> {
            long days = longAt(column, row);
            if (pattern.isPresent()) {
                quoted(out, pattern.get().formatDate(days));
            } else {
                out.put('"');
                out.date(days);
                out.put('"');
            }
        };
    }

    private static JsonPrinter timestamps(JsonOptions options) {
        var pattern = options.timestampPattern();
        if (pattern.isPresent()) {
            TimePattern times = pattern.get();
            return (out, column, row) -> quoted(out, times.formatTimestamp(longAt(column, row)));
        }
        ZoneId given = options.zone();
        ZoneId zone = given.normalized().equals(ZoneOffset.UTC) ? ZoneOffset.UTC : given;
        return (out, column, row) -> {
            out.put('"');
            out.timestamp(longAt(column, row), zone);
            out.put('"');
        };
    }

    private static JsonPrinter localTimes(JsonOptions options) {
        var pattern = options.timestampNtzPattern();
        return (out, column, row) -> {
            long micros = longAt(column, row);
            if (pattern.isPresent()) {
                quoted(out, pattern.get().formatTimestampNtz(micros));
            } else {
                out.put('"');
                out.localTime(micros, 'T');
                out.put('"');
            }
        };
    }

    private static void binary(ByteOut out, Column column, int row) {
        var bytes = (BytesColumn) column;
        out.put('"');
        out.put(
                Base64.getEncoder()
                        .encode(
                                Arrays.copyOfRange(
                                        bytes.data(), bytes.starts()[row], bytes.ends()[row])));
        out.put('"');
    }

    private static JsonPrinter structs(JsonFields fields) {
        return (out, column, row) -> fields.write(out, (StructColumn) column, row);
    }

    private static JsonPrinter arrays(JsonPrinter element) {
        return (out, column, row) -> {
            var list = (ListColumn) column;
            out.put('[');
            int first = list.starts()[row];
            for (int i = first; i < list.ends()[row]; i++) {
                if (i > first) {
                    out.put(',');
                }
                value(out, element, list.elements(), i);
            }
            out.put(']');
        };
    }

    private static JsonPrinter maps(JsonPrinter key, JsonPrinter value) {
        return (out, column, row) -> {
            var map = (MapColumn) column;
            out.put('{');
            int first = map.starts()[row];
            for (int i = first; i < map.ends()[row]; i++) {
                if (i > first) {
                    out.put(',');
                }
                key.print(out, map.keys(), i);
                out.put(':');
                value(out, value, map.values(), i);
            }
            out.put('}');
        };
    }

    private static void value(ByteOut out, JsonPrinter printer, Column column, int row) {
        if (column.isNull(row)) {
            out.put(NULL);
        } else {
            printer.print(out, column, row);
        }
    }

    private static JsonPrinter strings(boolean ascii) {
        if (ascii) {
            return (out, column, row) -> {
                var bytes = (BytesColumn) column;
                int from = bytes.starts()[row];
                asciiOnly(
                        out,
                        new String(
                                bytes.data(),
                                from,
                                bytes.ends()[row] - from,
                                StandardCharsets.UTF_8));
            };
        }
        return (out, column, row) -> {
            var bytes = (BytesColumn) column;
            string(out, bytes.data(), bytes.starts()[row], bytes.ends()[row]);
        };
    }

    /// A string with its quotes, and escapes where they must be.
    static void string(ByteOut out, byte[] bytes, int from, int to) {
        out.put('"');
        int at = from;
        while (at < to) {
            int end = plainEnd(bytes, at, to);
            out.put(bytes, at, end);
            if (end < to) {
                escape(out, bytes[end]);
                end++;
            }
            at = end;
        }
        out.put('"');
    }

    /// The first byte of `[from, to)` that must be escaped, or `to`.
    private static int plainEnd(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long word = (long) LONGS.get(bytes, at);
            long quote = word ^ 0x2222222222222222L;
            long backslash = word ^ 0x5C5C5C5C5C5C5C5CL;
            long found =
                    ((quote - 0x0101010101010101L) & ~quote
                                    | (backslash - 0x0101010101010101L) & ~backslash
                                    | (word - 0x2020202020202020L) & ~word)
                            & 0x8080808080808080L;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < to
                && bytes[at] != '"'
                && bytes[at] != '\\'
                && !(bytes[at] >= 0 && bytes[at] < ' ')) {
            at++;
        }
        return at;
    }

    private static void escape(ByteOut out, int b) {
        switch (b) {
            case '"' -> out.text("\\\"");
            case '\\' -> out.text("\\\\");
            case '\n' -> out.text("\\n");
            case '\r' -> out.text("\\r");
            case '\t' -> out.text("\\t");
            case '\b' -> out.text("\\b");
            case '\f' -> out.text("\\f");
            default -> out.text("\\u%04X".formatted(b));
        }
    }

    private static void asciiOnly(ByteOut out, String text) {
        out.put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 126) {
                out.text("\\u%04X".formatted((int) c));
            } else if (c < ' ' || c == '"' || c == '\\') {
                escape(out, c);
            } else {
                out.put(c);
            }
        }
        out.put('"');
    }

    private static void quoted(ByteOut out, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        string(out, bytes, 0, bytes.length);
    }

    /// `,"name":`, to go before a value.
    static byte[] quotedName(String name) {
        var out = new ByteOut();
        out.put(',');
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        string(out, bytes, 0, bytes.length);
        out.put(':');
        return Arrays.copyOf(out.bytes(), out.used());
    }
}
