package io.tidemill.sql;

import io.tidemill.data.ValueText;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StringType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON form of a row, as Spark's `Row.json` gives it: numbers as numbers, binary as Base64,
/// times as text, a map with text keys as an object and any other as a list of key and value.
final class RowJson {
    private RowJson() {}

    static Map<String, @Nullable Object> of(Row row) {
        var schema = row.schema();
        if (schema == null) {
            throw new UnsupportedOperationException(
                    "a row without schema has no JSON form: its values have no names");
        }
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < row.size(); i++) {
            map.put(schema.field(i).name(), value(row.get(i), schema.typeOf(i)));
        }
        return map;
    }

    private static @Nullable Object value(@Nullable Object value, DataType type) {
        return switch (value) {
            case null -> null;
            case Row row -> of(row);
            case Boolean flag -> flag;
            case Double number when !Double.isFinite(number) -> number.toString();
            case Float number when !Float.isFinite(number) -> number.toString();
            case Float number -> Double.valueOf(number.toString());
            case Byte number -> (Long) number.longValue();
            case Short number -> (Long) number.longValue();
            case Integer number -> (Long) number.longValue();
            case Number number -> number;
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case List<?> list -> list(list, type);
            case Map<?, ?> map -> map(map, type);
            default -> ValueText.of(value, type, ZoneOffset.UTC);
        };
    }

    private static List<@Nullable Object> list(List<?> list, DataType type) {
        var element = ((ArrayType) type).elementType();
        var values = new ArrayList<@Nullable Object>(list.size());
        list.forEach(each -> values.add(value(each, element)));
        return values;
    }

    private static Object map(Map<?, ?> map, DataType type) {
        var mapType = (MapType) type;
        if (mapType.keyType() instanceof StringType) {
            var object = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((k, v) -> object.put((String) k, value(v, mapType.valueType())));
            return object;
        }
        var entries = new ArrayList<@Nullable Object>(map.size());
        map.forEach((k, v) -> {
            var entry = new LinkedHashMap<String, @Nullable Object>();
            entry.put("key", value(k, mapType.keyType()));
            entry.put("value", value(v, mapType.valueType()));
            entries.add(entry);
        });
        return entries;
    }
}
