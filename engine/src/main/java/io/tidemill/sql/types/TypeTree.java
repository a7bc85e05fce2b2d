package io.tidemill.sql.types;

/// Draws nested types as the tree that `printSchema` shows.
final class TypeTree {
    private TypeTree() {}

    static void append(StringBuilder text, DataType type, String prefix) {
        switch (type) {
            case StructType struct -> {
                for (var field : struct.fieldList()) {
                    line(
                            text,
                            field.name(),
                            field.dataType(),
                            "nullable",
                            field.nullable(),
                            prefix);
                }
            }
            case ArrayType array ->
                    line(
                            text,
                            "element",
                            array.elementType(),
                            "containsNull",
                            array.containsNull(),
                            prefix);
            case MapType map -> {
                text.append(prefix)
                        .append("-- key: ")
                        .append(shortName(map.keyType()))
                        .append('\n');
                append(text, map.keyType(), prefix + "    |");
                line(
                        text,
                        "value",
                        map.valueType(),
                        "valueContainsNull",
                        map.valueContainsNull(),
                        prefix);
            }
            default -> {}
        }
    }

    private static void line(
            StringBuilder text,
            String name,
            DataType type,
            String flag,
            boolean set,
            String prefix) {
        text.append("%s-- %s: %s (%s = %b)\n".formatted(prefix, name, shortName(type), flag, set));
        append(text, type, prefix + "    |");
    }

    private static String shortName(DataType type) {
        return switch (type) {
            case StructType _ -> "struct";
            case ArrayType _ -> "array";
            case MapType _ -> "map";
            case IntegerType _ -> "integer";
            case LongType _ -> "long";
            case ShortType _ -> "short";
            case ByteType _ -> "byte";
            default -> type.typeName();
        };
    }
}
