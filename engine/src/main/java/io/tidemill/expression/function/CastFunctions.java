package io.tidemill.expression.function;

import io.tidemill.expression.Casts;
import io.tidemill.expression.Expression;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.util.Map;

/// `int(value)` and the like, which are casts.
final class CastFunctions {
    private static final Map<String, DataType> TYPES =
            Map.ofEntries(
                    Map.entry("boolean", DataTypes.BooleanType),
                    Map.entry("tinyint", DataTypes.ByteType),
                    Map.entry("smallint", DataTypes.ShortType),
                    Map.entry("int", DataTypes.IntegerType),
                    Map.entry("bigint", DataTypes.LongType),
                    Map.entry("float", DataTypes.FloatType),
                    Map.entry("double", DataTypes.DoubleType),
                    Map.entry("decimal", DataTypes.createDecimalType()),
                    Map.entry("string", DataTypes.StringType),
                    Map.entry("binary", DataTypes.BinaryType),
                    Map.entry("date", DataTypes.DateType),
                    Map.entry("timestamp", DataTypes.TimestampType));

    private CastFunctions() {}

    static void define(Catalog catalog) {
        TYPES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> define(catalog, entry.getKey(), entry.getValue()));
    }

    private static void define(Catalog catalog, String name, DataType type) {
        catalog.define(Group.CONVERSION, name + "(value)")
                .says("`CAST(value AS %s)`.".formatted(type.sql()))
                .example(
                        switch (name) {
                            case "boolean" -> "boolean('yes')";
                            case "date", "timestamp" -> name + "('2024-02-29')";
                            default -> name + "('12')";
                        })
                .withRewrite((arguments, position) -> {
                    arguments.count(1);
                    var operand = arguments.get(0);
                    Casts.check(operand.type(), type);
                    return operand.type().equals(type)
                            ? operand
                            : new Expression.Cast(operand, type, false, position);
                });
    }
}
