package io.tidemill.expression.function;

import io.tidemill.data.Json;
import io.tidemill.expression.Casts;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes values as JSON. Fields that are NULL are left out unless `ignoreNullFields` is false; NaN
/// and infinities become text; binary is base 64. Source: Apache Spark's `JacksonGenerator`.
final class ToJson {
    private final boolean ignoreNulls;
    private final boolean sorted;
    private final boolean pretty;
    private final ValueTexts texts;

    ToJson(JsonSettings settings) {
        ignoreNulls = settings.flag("ignoreNullFields", true);
        sorted = settings.flag("sortKeys", false);
        pretty = settings.flag("pretty", false);
        texts = new ValueTexts(settings);
    }

    String write(Object value, DataType type, ZoneId zone) {
        var out = new StringBuilder();
        append(out, value, type, zone, 0);
        return out.toString();
    }

    private void append(
            StringBuilder out, @Nullable Object value, DataType type, ZoneId zone, int depth) {
        switch (value) {
            case null -> out.append("null");
            case String text -> Json.quote(out, text);
            case byte[] bytes -> Json.quote(out, Base64.getEncoder().encodeToString(bytes));
            case Boolean _, Byte _, Short _, Integer _, Long _ -> out.append(value);
            case BigDecimal decimal -> out.append(decimal.toPlainString());
            case Float _, Double _ -> {
                double number = ((Number) value).doubleValue();
                boolean finite = !Double.isNaN(number) && !Double.isInfinite(number);
                out.append(finite ? value : "\"" + value + "\"");
            }
            case List<?> list -> {
                var element = ((ArrayType) type).elementType();
                var parts = new ArrayList<Runnable>();
                for (var each : list) {
                    parts.add(() -> append(out, each, element, zone, depth + 1));
                }
                enclose(out, '[', ']', parts, depth);
            }
            case Map<?, ?> map -> appendMap(out, map, (MapType) type, zone, depth);
            case Object[] fields -> appendStruct(out, fields, (StructType) type, zone, depth);
            default -> Json.quote(out, texts.text(value, type, zone));
        }
    }

    private void appendMap(StringBuilder out, Map<?, ?> map, MapType type, ZoneId zone, int depth) {
        var parts = new ArrayList<Part>();
        map.forEach((key, value) ->
                parts.add(
                        new Part(
                                key instanceof Object[]
                                        ? bracketed(key, type.keyType(), zone)
                                        : Casts.text(key, type.keyType(), zone),
                                value,
                                type.valueType())));
        members(out, parts, zone, depth);
    }

    private static String bracketed(Object key, DataType type, ZoneId zone) {
        var text = Casts.text(key, type, zone);
        return "[" + text.substring(1, text.length() - 1).replace(", ", ",") + "]";
    }

    private void appendStruct(
            StringBuilder out, Object[] fields, StructType type, ZoneId zone, int depth) {
        var parts = new ArrayList<Part>();
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] != null || !ignoreNulls) {
                parts.add(new Part(type.field(i).name(), fields[i], type.typeOf(i)));
            }
        }
        members(out, parts, zone, depth);
    }

    /// A name with its value.
    private record Part(String name, @Nullable Object value, DataType type) {}

    private void members(StringBuilder out, List<Part> parts, ZoneId zone, int depth) {
        if (sorted) {
            parts.sort(Comparator.comparing(Part::name));
        }
        var writers = new ArrayList<Runnable>();
        for (var part : parts) {
            writers.add(() -> {
                Json.quote(out, part.name());
                out.append(pretty ? " : " : ":");
                append(out, part.value(), part.type(), zone, depth + 1);
            });
        }
        enclose(out, '{', '}', writers, depth);
    }

    private void enclose(
            StringBuilder out, char open, char close, List<Runnable> parts, int depth) {
        out.append(open);
        for (int i = 0; i < parts.size(); i++) {
            out.append(i == 0 ? "" : ",");
            newLine(out, depth + 1);
            parts.get(i).run();
        }
        if (!parts.isEmpty()) {
            newLine(out, depth);
        }
        out.append(close);
    }

    private void newLine(StringBuilder out, int depth) {
        if (pretty) {
            out.append('\n').repeat("  ", depth);
        }
    }
}
