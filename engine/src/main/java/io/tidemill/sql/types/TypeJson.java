package io.tidemill.sql.types;

import java.util.stream.Collectors;

/// Spark's JSON form of types, as `StructType.json()` gives it.
final class TypeJson {
    private TypeJson() {}

    static String render(DataType type) {
        return switch (type) {
            case StructType struct ->
                    struct.fieldList().stream()
                            .map(TypeJson::field)
                            .collect(
                                    Collectors.joining(
                                            ",", "{\"type\":\"struct\",\"fields\":[", "]}"));
            case ArrayType array ->
                    "{\"type\":\"array\",\"elementType\":%s,\"containsNull\":%b}"
                            .formatted(render(array.elementType()), array.containsNull());
            case MapType map ->
                    "{\"type\":\"map\",\"keyType\":%s,\"valueType\":%s,\"valueContainsNull\":%b}"
                            .formatted(
                                    render(map.keyType()),
                                    render(map.valueType()),
                                    map.valueContainsNull());
            case IntegerType _ -> "\"integer\"";
            case LongType _ -> "\"long\"";
            case ShortType _ -> "\"short\"";
            case ByteType _ -> "\"byte\"";
            default -> quote(type.typeName());
        };
    }

    private static String field(StructField field) {
        var metadata =
                field.comment().map(text -> "{\"comment\":" + quote(text) + "}").orElse("{}");
        return "{\"name\":%s,\"type\":%s,\"nullable\":%b,\"metadata\":%s}"
                .formatted(
                        quote(field.name()), render(field.dataType()), field.nullable(), metadata);
    }

    private static String quote(String text) {
        var quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
