package io.tidemill.expression.function;

import io.tidemill.expression.Coercion;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;

/// The type of a JSON document: BIGINT, DOUBLE, BOOLEAN, STRING, arrays, and structs sorted by
/// name; STRING where types do not go together. Source: Apache Spark's `JsonInferSchema`.
final class JsonSchema {
    private JsonSchema() {}

    static DataType of(JsonNode node, JsonSettings settings) {
        return withoutNulls(infer(node, settings));
    }

    private static DataType infer(JsonNode node, JsonSettings settings) {
        boolean plain = settings.flag("primitivesAsString", false);
        return switch (node) {
            case JsonNode.Thing(var members) -> {
                var fields = new TreeMap<String, DataType>();
                for (var member : members) {
                    fields.merge(member.name(), infer(member.value(), settings), JsonSchema::merge);
                }
                yield struct(fields);
            }
            case JsonNode.Sequence(var elements) -> {
                DataType element = DataTypes.NullType;
                for (var each : elements) {
                    element = merge(element, infer(each, settings));
                }
                yield new ArrayType(element);
            }
            case JsonNode.Nothing() -> DataTypes.NullType;
            case JsonNode.Truth _ -> plain ? DataTypes.StringType : DataTypes.BooleanType;
            case JsonNode.Numeral number ->
                    plain
                            ? DataTypes.StringType
                            : number(number, settings.flag("prefersDecimal", false));
            case JsonNode.Text _ -> DataTypes.StringType;
        };
    }

    private static DataType number(JsonNode.Numeral number, boolean prefersDecimal) {
        if (number.digits().endsWith("N") || number.digits().endsWith("y")) {
            return DataTypes.DoubleType;
        }
        var value = new BigDecimal(number.digits());
        if (number.isWhole() && value.toBigInteger().bitLength() < 64) {
            return DataTypes.LongType;
        }
        int scale = Math.max(value.scale(), 0);
        int precision = Math.max(value.precision(), scale);
        boolean exact = number.isWhole() || prefersDecimal;
        return exact && precision <= DecimalType.MAX_PRECISION
                ? new DecimalType(precision, scale)
                : DataTypes.DoubleType;
    }

    private static DataType merge(DataType left, DataType right) {
        if (left instanceof StructType a && right instanceof StructType b) {
            var fields = new TreeMap<String, DataType>();
            a.fieldList().forEach(field -> fields.put(field.name(), field.dataType()));
            b.fieldList()
                    .forEach(field ->
                            fields.merge(field.name(), field.dataType(), JsonSchema::merge));
            return struct(fields);
        }
        if (left instanceof ArrayType a && right instanceof ArrayType b) {
            return new ArrayType(merge(a.elementType(), b.elementType()));
        }
        boolean simple = Types.isNumber(left) && Types.isNumber(right);
        if (simple || left instanceof NullType || right instanceof NullType || left.equals(right)) {
            return Coercion.common(left, right).orElse(DataTypes.StringType);
        }
        return DataTypes.StringType;
    }

    private static StructType struct(SortedMap<String, DataType> fields) {
        var list = new ArrayList<StructField>();
        fields.forEach((name, type) -> list.add(new StructField(name, type)));
        return new StructType(list);
    }

    private static DataType withoutNulls(DataType type) {
        return switch (type) {
            case NullType _ -> DataTypes.StringType;
            case ArrayType array -> new ArrayType(withoutNulls(array.elementType()));
            case StructType struct ->
                    new StructType(
                            struct.fieldList().stream()
                                    .map(field ->
                                            new StructField(
                                                    field.name(), withoutNulls(field.dataType())))
                                    .toList());
            default -> type;
        };
    }
}
