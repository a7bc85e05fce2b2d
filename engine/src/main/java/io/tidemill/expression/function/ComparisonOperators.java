package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.QueryErrors;
import io.tidemill.expression.Types;
import io.tidemill.expression.Values;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Comparisons, `AND OR NOT`, `IN`, `BETWEEN`, and access to elements.
final class ComparisonOperators {
    private ComparisonOperators() {}

    static void define(Catalog catalog) {
        comparison(catalog, "=", "==", "Whether both are equal; NaN equals NaN.", c -> c == 0);
        comparison(catalog, "<>", "!=", "Whether both differ.", c -> c != 0);
        comparison(catalog, "<", "", "Whether `left` comes first.", c -> c < 0);
        comparison(catalog, "<=", "", "Whether `left` comes first, or is equal.", c -> c <= 0);
        comparison(
                catalog,
                ">",
                "",
                "Whether `left` comes last; NaN is the greatest number.",
                c -> c > 0);
        comparison(catalog, ">=", "", "Whether `left` comes last, or is equal.", c -> c >= 0);
        catalog.operator("<=>", "left <=> right")
                .alias("equal_null")
                .says("Whether both are equal, where NULL equals NULL; never NULL.")
                .example("NULL <=> NULL", "1 <=> NULL")
                .total()
                .withTyping(arguments -> {
                    var type = operand(arguments);
                    return new Signature(
                            List.of(type, type),
                            DataTypes.BooleanType,
                            false,
                            (a, _) -> Values.equal(type, a[0], a[1]));
                });
        catalog.operator("in", "value IN (first, ...)")
                .says(
                        "Whether `value` equals one of the others; NULL if none does and one is"
                                + " NULL.")
                .example("2 IN (1, 2, 3)", "2 IN (1, NULL)")
                .total()
                .withTyping(ComparisonOperators::in);
        logic(catalog);
        access(catalog);
    }

    private static void comparison(
            Catalog catalog, String sign, String alias, String says, IntPredicate holds) {
        var definition = catalog.operator(sign, "left %s right".formatted(sign)).says(says);
        if (!alias.isEmpty()) {
            definition.alias(alias);
        }
        definition
                .example("1 %s 2".formatted(sign), "'a' %s 'b'".formatted(sign))
                .total()
                .withTyping(arguments -> {
                    var type = operand(arguments);
                    Body body = (a, _) -> holds.test(Values.compare(type, a[0], a[1]));
                    return new Signature(
                            List.of(type, type),
                            DataTypes.BooleanType,
                            arguments.nullable(),
                            body.strict());
                });
    }

    private static DataType operand(Arguments arguments) {
        arguments.count(2);
        var type =
                Coercion.operands(
                                arguments.type(0),
                                Coercion.renamed(arguments.type(1), arguments.type(0)))
                        .orElseThrow(() -> ArithmeticOperators.mismatch(arguments));
        if (!Types.isOrdered(type)) {
            throw unordered(arguments, type);
        }
        return type;
    }

    /// Values of the type cannot be compared.
    static RuntimeException unordered(Arguments arguments, DataType type) {
        return arguments.mismatch(
                Condition.DATATYPE_MISMATCH__INVALID_ORDERING_TYPE,
                "the `%s` does not support ordering on type %s"
                        .formatted(arguments.function(), QueryErrors.quoted(type)));
    }

    private static Signature in(Arguments arguments) {
        arguments.countBetween(2, Integer.MAX_VALUE);
        var type = arguments.commonByPlace();
        if (!Types.isOrdered(type)) {
            throw unordered(arguments, type);
        }
        return new Signature(
                Collections.nCopies(arguments.size(), type),
                DataTypes.BooleanType,
                arguments.nullable(),
                (a, _) -> isIn(type, a));
    }

    private static @Nullable Object isIn(DataType type, @Nullable Object[] values) {
        if (values[0] == null) {
            return null;
        }
        boolean unknown = false;
        for (int i = 1; i < values.length; i++) {
            unknown |= values[i] == null;
            if (values[i] != null && Values.equal(type, values[0], values[i])) {
                return true;
            }
        }
        return unknown ? null : false;
    }

    private static void logic(Catalog catalog) {
        catalog.operator("and", "left AND right")
                .says("True if both are; false if one is, whatever the other is.")
                .example("true AND NULL", "false AND NULL")
                .withRewrite(
                        (arguments, position) -> new Expression.And(truths(arguments, position)));
        catalog.operator("or", "left OR right")
                .says("True if one is, whatever the other is; false if both are.")
                .example("true OR NULL", "false OR NULL")
                .withRewrite(
                        (arguments, position) -> new Expression.Or(truths(arguments, position)));
        catalog.operator("not", "NOT value")
                .alias("!")
                .says("True for false and false for true.")
                .example("NOT true")
                .takes(Kind.BOOLEAN)
                .gives(DataTypes.BooleanType)
                .total()
                .with1((Boolean value) -> !value);
        catalog.operator("between", "value BETWEEN low AND high")
                .says("Whether `value` is neither less than `low` nor greater than `high`.")
                .example("2 BETWEEN 1 AND 3")
                .withRewrite((arguments, position) -> {
                    arguments.count(3);
                    var value = arguments.get(0);
                    return new Expression.And(
                            List.of(
                                    call(">=", position, value, arguments.get(1)),
                                    call("<=", position, value, arguments.get(2))));
                });
        catalog.operator("is true", "value IS TRUE")
                .says("Whether it is true: not false and not NULL.")
                .example("NULL IS TRUE")
                .withRewrite((a, p) -> is(a, true, p));
        catalog.operator("is false", "value IS FALSE")
                .says("Whether it is false: not true and not NULL.")
                .example("NULL IS FALSE")
                .withRewrite((a, p) -> is(a, false, p));
    }

    private static Expression is(Arguments arguments, boolean truth, Position position) {
        arguments.count(1);
        return call(
                "<=>",
                position,
                arguments.get(0),
                new Expression.Literal(truth, DataTypes.BooleanType));
    }

    private static Expression call(String function, Position position, Expression... arguments) {
        return Functions.get(function).call(List.of(arguments), position);
    }

    private static List<Expression> truths(Arguments arguments, Position position) {
        arguments.count(2);
        var left = arguments.type(0);
        var right = arguments.type(1);
        if (left instanceof StringType && right instanceof StringType) {
            throw ArithmeticOperators.wrongType(arguments, "BOOLEAN", left);
        }
        boolean fits = isTruth(left) && isTruth(right);
        if (!fits) {
            throw left.equals(right)
                    ? ArithmeticOperators.wrongType(arguments, "BOOLEAN", left)
                    : ArithmeticOperators.mismatch(arguments);
        }
        return Function.casts(
                arguments.expressions(),
                List.of(DataTypes.BooleanType, DataTypes.BooleanType),
                position);
    }

    private static boolean isTruth(DataType type) {
        return type instanceof BooleanType
                || type instanceof StringType
                || type instanceof NullType;
    }

    private static void access(Catalog catalog) {
        catalog.operator("[]", "array[index], map[key]")
                .says(
                        "The element of an array at an index that counts from 0, which must exist;"
                                + " the value of a map's key, NULL if it has none.")
                .example("array(1, 2, 3)[0]", "map('a', 1)['b']")
                .withTyping(ComparisonOperators::element);
    }

    private static Signature element(Arguments arguments) {
        arguments.count(2);
        return switch (arguments.type(0)) {
            case ArrayType array -> {
                var index = arguments.as(1, Kind.WHOLE);
                Body body =
                        (a, _) -> at(Catalog.the(a[0]), ((Number) Catalog.the(a[1])).longValue());
                yield new Signature(
                        List.of(array, index),
                        array.elementType(),
                        arguments.nullable() || array.containsNull(),
                        body.strict());
            }
            case MapType map -> {
                var key = arguments.as(1, Kind.of(map.keyType()));
                Body body = (a, _) -> valueOf(map, Catalog.the(a[0]), Catalog.the(a[1]));
                yield new Signature(List.of(map, key), map.valueType(), true, body.strict());
            }
            default ->
                    throw new TidemillException(
                            Condition.INVALID_EXTRACT_BASE_FIELD_TYPE,
                            "Can't extract a value from %s. Need a complex type [STRUCT, ARRAY, MAP] but got %s"
                                    .formatted(
                                            arguments.get(0),
                                            QueryErrors.quoted(arguments.type(0))),
                            "take an element of an array, a map or a struct");
        };
    }

    private static @Nullable Object at(List<?> array, long index) {
        if (index < 0 || index >= array.size()) {
            throw new TidemillException(
                    Condition.INVALID_ARRAY_INDEX,
                    "The index %d is out of bounds. The array has %d elements"
                            .formatted(index, array.size()),
                    "use `get()` to get NULL instead");
        }
        return array.get((int) index);
    }

    /// The value of a key, or null.
    static @Nullable Object valueOf(MapType type, Map<?, ?> map, Object key) {
        for (var entry : map.entrySet()) {
            if (Values.equal(type.keyType(), entry.getKey(), key)) {
                return entry.getValue();
            }
        }
        return null;
    }
}
