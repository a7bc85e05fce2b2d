package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.NumberCasts;
import io.tidemill.expression.QueryErrors;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.ShortType;
import java.util.List;
import java.util.function.LongBinaryOperator;

/// `& | ^ ~ << >> >>>` and functions of bits.
final class BitFunctions {
    private BitFunctions() {}

    static void define(Catalog catalog) {
        binary(catalog, "&", "Bits that are set in both.", (a, b) -> a & b);
        binary(catalog, "|", "Bits that are set in one or both.", (a, b) -> a | b);
        binary(catalog, "^", "Bits that are set in exactly one.", (a, b) -> a ^ b);
        catalog.operator("~", "~number")
                .says("Every bit turned over.")
                .example("~0")
                .total()
                .withTyping(arguments -> {
                    arguments.count(1);
                    var type = arguments.as(0, Kind.WHOLE);
                    Body body =
                            (a, _) -> NumberCasts.box(~Catalog.<Number>the(a[0]).longValue(), type);
                    return new Signature(List.of(type), type, arguments.nullable(), body.strict());
                });
        shift(
                catalog,
                "shiftleft(number, bits)",
                "<<",
                "to the left",
                (a, b) -> a << b,
                (a, b) -> a << b);
        shift(
                catalog,
                "shiftright(number, bits)",
                ">>",
                "to the right, with its sign",
                (a, b) -> a >> b,
                (a, b) -> a >> b);
        shift(
                catalog,
                "shiftrightunsigned(number, bits)",
                ">>>",
                "to the right, filled with zeros",
                (a, b) -> a >>> b,
                (a, b) -> (int) a >>> b);
        counts(catalog);
    }

    private static void binary(
            Catalog catalog, String sign, String says, LongBinaryOperator operator) {
        catalog.operator(sign, "left %s right".formatted(sign))
                .says(says)
                .example("3 %s 5".formatted(sign))
                .total()
                .withTyping(arguments -> {
                    arguments.count(2);
                    var common =
                            Coercion.operands(arguments.type(0), arguments.type(1))
                                    .orElseThrow(() -> ArithmeticOperators.mismatch(arguments));
                    var type = common instanceof NullType ? DataTypes.IntegerType : common;
                    if (!Types.isWhole(type)) {
                        throw ArithmeticOperators.wrongType(arguments, "INTEGRAL", type);
                    }
                    Body body =
                            (a, _) ->
                                    NumberCasts.box(
                                            operator.applyAsLong(
                                                    Catalog.<Number>the(a[0]).longValue(),
                                                    Catalog.<Number>the(a[1]).longValue()),
                                            type);
                    return new Signature(
                            List.of(type, type), type, arguments.nullable(), body.strict());
                });
    }

    private static void shift(
            Catalog catalog,
            String usage,
            String sign,
            String says,
            LongBinaryOperator wide,
            LongBinaryOperator narrow) {
        var name = usage.substring(0, usage.indexOf('('));
        catalog.define(Group.BITWISE, usage)
                .alias(sign)
                .says(
                        "The bits of an INT or BIGINT moved %s; `number %s bits`."
                                .formatted(says, sign))
                .example("%s(-8, 1)".formatted(name))
                .total()
                .withTyping(arguments -> {
                    arguments.count(2);
                    var type = arguments.as(0, Kind.oneOf(Kind.INT, Kind.LONG));
                    Body body =
                            (a, _) -> {
                                int bits = Catalog.<Integer>the(a[1]);
                                return a[0] instanceof Integer number
                                        ? (Object) (int) narrow.applyAsLong(number, bits & 31)
                                        : (Object)
                                                wide.applyAsLong(
                                                        Catalog.<Long>the(a[0]), bits & 63);
                            };
                    return new Signature(
                            List.of(type, arguments.as(1, Kind.INT)),
                            type,
                            arguments.nullable(),
                            body.strict());
                });
    }

    private static void counts(Catalog catalog) {
        catalog.define(Group.BITWISE, "bit_count(number)")
                .says("How many bits are set, in 64.")
                .example("bit_count(7)")
                .takes(Kind.oneOf(Kind.WHOLE, Kind.only(DataTypes.BooleanType)))
                .gives(DataTypes.IntegerType)
                .total()
                .with1((Object value) ->
                        value instanceof Boolean truth
                                ? truth ? 1 : 0
                                : Long.bitCount(((Number) value).longValue()));
        catalog.define(Group.BITWISE, "bit_get(number, position)")
                .alias("getbit")
                .says("The bit at a position that counts from 0 on the right, as a TINYINT.")
                .example("bit_get(11, 2)")
                .withTyping(arguments -> {
                    arguments.count(2);
                    var type = arguments.as(0, Kind.WHOLE);
                    int width = width(type);
                    Body body =
                            (a, _) ->
                                    bit(
                                            Catalog.<Number>the(a[0]).longValue(),
                                            Catalog.<Integer>the(a[1]),
                                            width);
                    return new Signature(
                            List.of(type, arguments.as(1, Kind.INT)),
                            DataTypes.ByteType,
                            arguments.nullable(),
                            body.strict());
                });
    }

    private static Object bit(long number, int position, int width) {
        if (position < 0 || position >= width) {
            throw QueryErrors.parameter(
                    Condition.INVALID_PARAMETER_VALUE__BIT_POSITION_RANGE,
                    "bit_get",
                    "pos",
                    "an integer value in [0, %d)".formatted(width),
                    position);
        }
        return (byte) (number >> position & 1);
    }

    private static int width(DataType type) {
        return switch (type) {
            case ByteType _ -> 8;
            case ShortType _ -> 16;
            case IntegerType _ -> 32;
            case LongType _ -> 64;
            default -> throw new IllegalStateException(type.sql() + " has no bits");
        };
    }
}
