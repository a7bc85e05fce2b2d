package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.DecimalRules;
import io.tidemill.expression.NumberCasts;
import io.tidemill.expression.QueryErrors;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DecimalType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `round`, `bround`, `ceil`, `floor`: to so many places behind the point, or in front of it when
/// negative.
final class RoundingFunctions {
    /// More places, before or behind the point, than a digit of any number can have.
    private static final int MOST_PLACES = 400;

    private RoundingFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.MATH, "round(number[, places])")
                .says("Rounded half away from zero.")
                .example("round(2.5)", "round(1234.567, -2)")
                .withTyping(arguments -> round(arguments, RoundingMode.HALF_UP));
        catalog.define(Group.MATH, "bround(number[, places])")
                .says("Rounded half to even, as bankers do.")
                .example("bround(2.5)")
                .withTyping(arguments -> round(arguments, RoundingMode.HALF_EVEN));
        catalog.define(Group.MATH, "ceil(number[, places])")
                .alias("ceiling")
                .says("The least number that is not smaller and has no more places.")
                .example("ceil(-0.1)", "ceil(3.1411, 3)")
                .withTyping(arguments -> towards(arguments, RoundingMode.CEILING));
        catalog.define(Group.MATH, "floor(number[, places])")
                .says("The greatest number that is not larger and has no more places.")
                .example("floor(-0.1)", "floor(3.1411, 3)")
                .withTyping(arguments -> towards(arguments, RoundingMode.FLOOR));
    }

    private static @Nullable Integer places(Arguments arguments) {
        if (arguments.size() == 1) {
            return 0;
        }
        var type = arguments.as(1, Kind.INT);
        var places = (Integer) arguments.requireConstant(1, "scale", type);
        return places == null ? null : (Integer) Math.clamp(places, -MOST_PLACES, MOST_PLACES);
    }

    private static List<DataType> types(Arguments arguments, DataType type) {
        return arguments.size() == 1 ? List.of(type) : List.of(type, DataTypes.IntegerType);
    }

    private static Signature round(Arguments arguments, RoundingMode mode) {
        arguments.countBetween(1, 2);
        var type = arguments.as(0, Kind.NUMBER);
        var places = places(arguments);
        if (places == null) {
            return new Signature(types(arguments, type), type, true, (_, _) -> null);
        }
        var result = type instanceof DecimalType decimal ? rounded(decimal, places) : type;
        Body body = (a, _) -> round(Catalog.the(a[0]), result, places, mode);
        return new Signature(types(arguments, type), result, arguments.nullable(), body.strict());
    }

    /// One more digit in front of the point than before, as rounding may need it.
    private static DecimalType rounded(DecimalType type, int places) {
        int whole = DecimalRules.whole(type) + 1;
        if (places < 0) {
            int precision = Math.max(whole, -places + 1);
            return DecimalRules.bounded(precision, 0);
        }
        int scale = Math.min(type.scale(), places);
        return DecimalRules.bounded(whole + scale, scale);
    }

    private static Object round(Object number, DataType type, int places, RoundingMode mode) {
        return switch (number) {
            case BigDecimal decimal ->
                    NumberCasts.fit(decimal.setScale(places, mode), (DecimalType) type);
            case Double d -> {
                boolean special = Double.isNaN(d) || Double.isInfinite(d);
                yield special
                        ? d
                        : new BigDecimal(Double.toString(d)).setScale(places, mode).doubleValue();
            }
            case Float f -> {
                boolean special = Float.isNaN(f) || Float.isInfinite(f);
                yield special
                        ? f
                        : new BigDecimal(Float.toString(f)).setScale(places, mode).floatValue();
            }
            default -> {
                if (places >= 0) {
                    yield number;
                }
                var rounded =
                        BigDecimal.valueOf(((Number) number).longValue())
                                .setScale(Math.max(places, -400), mode)
                                .toBigInteger();
                if (rounded.bitLength() > 63) {
                    throw QueryErrors.overflow("long", "");
                }
                yield narrow(rounded.longValue(), type);
            }
        };
    }

    private static Object narrow(long number, DataType type) {
        var name = type.typeName();
        boolean fits =
                switch (name) {
                    case "tinyint" -> number == (byte) number;
                    case "smallint" -> number == (short) number;
                    case "int" -> number == (int) number;
                    default -> true;
                };
        if (!fits) {
            throw QueryErrors.overflow(name.equals("int") ? "integer" : name, "");
        }
        return NumberCasts.box(number, type);
    }

    private static Signature towards(Arguments arguments, RoundingMode mode) {
        arguments.countBetween(1, 2);
        if (arguments.size() == 2) {
            return toPlaces(arguments, mode);
        }
        var kind =
                Types.isWhole(arguments.type(0))
                        ? Kind.LONG
                        : Kind.DECIMAL.accepts(arguments.type(0)) ? Kind.DECIMAL : Kind.DOUBLE;
        var type = arguments.as(0, kind);
        var result =
                type instanceof DecimalType decimal
                        ? DecimalRules.bounded(
                                DecimalRules.whole(decimal) + Math.min(decimal.scale(), 1), 0)
                        : DataTypes.LongType;
        Body body =
                (a, _) -> {
                    var number = Catalog.<Object>the(a[0]);
                    return switch (number) {
                        case BigDecimal decimal ->
                                NumberCasts.fit(decimal.setScale(0, mode), (DecimalType) result);
                        case Double d ->
                                (long)
                                        (mode == RoundingMode.CEILING
                                                ? Math.ceil(d)
                                                : Math.floor(d));
                        default -> number;
                    };
                };
        return new Signature(List.of(type), result, arguments.nullable(), body.strict());
    }

    private static Signature toPlaces(Arguments arguments, RoundingMode mode) {
        var type = arguments.as(0, Kind.DECIMAL);
        if (!Kind.INT.accepts(arguments.type(1)) || !arguments.isConstant(1)) {
            throw new TidemillException(
                    Condition.NON_FOLDABLE_ARGUMENT,
                    "The function `%s` requires the parameter `scale` to be a foldable expression of the type INT"
                            .formatted(arguments.function()),
                    "use a whole number");
        }
        var places = places(arguments);
        if (places == null) {
            return new Signature(types(arguments, type), type, true, (_, _) -> null);
        }
        var result = rounded((DecimalType) type, places);
        Body body =
                (a, _) ->
                        NumberCasts.fit(
                                Catalog.<BigDecimal>the(a[0]).setScale(places, mode), result);
        return new Signature(types(arguments, type), result, arguments.nullable(), body.strict());
    }
}
