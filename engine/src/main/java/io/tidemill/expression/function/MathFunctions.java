package io.tidemill.expression.function;

import io.tidemill.sql.types.DataTypes;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Functions of floating numbers. Outside their domain they give NaN, or NULL for logarithms.
final class MathFunctions {
    private static final double LN_2 = 0.6931471805599453;
    private static final double TINY = 0x1p-28;
    private static final double LARGE = 0x1p28;

    private MathFunctions() {}

    static void define(Catalog catalog) {
        constants(catalog);
        trigonometry(catalog);
        hyperbolics(catalog);
        powers(catalog);
        logarithms(catalog);
    }

    private static void constants(Catalog catalog) {
        catalog.define(Group.MATH, "e()")
                .says("Euler's number.")
                .example("e()")
                .gives(DataTypes.DoubleType)
                .total()
                .with((_, _) -> Math.E);
        catalog.define(Group.MATH, "pi()")
                .says("The number π.")
                .example("pi()")
                .gives(DataTypes.DoubleType)
                .total()
                .with((_, _) -> Math.PI);
    }

    private static void one(
            Catalog catalog, String name, String says, String example, DoubleUnaryOperator body) {
        catalog.define(Group.MATH, name + "(number)")
                .says(says)
                .example("%s(%s)".formatted(name, example))
                .takes(Kind.DOUBLE)
                .gives(DataTypes.DoubleType)
                .total()
                .with1((Double number) -> body.applyAsDouble(number));
    }

    private static void two(
            Catalog catalog, String usage, String says, String example, DoubleBinaryOperator body) {
        catalog.define(Group.MATH, usage)
                .says(says)
                .example(example)
                .takes(Kind.DOUBLE, Kind.DOUBLE)
                .gives(DataTypes.DoubleType)
                .total()
                .with2((Double a, Double b) -> body.applyAsDouble(a, b));
    }

    private static void trigonometry(Catalog catalog) {
        one(catalog, "sin", "The sine of an angle in radians.", "1", Math::sin);
        one(catalog, "cos", "The cosine of an angle in radians.", "1", Math::cos);
        one(catalog, "tan", "The tangent of an angle in radians.", "1", Math::tan);
        one(catalog, "cot", "The cotangent of an angle in radians.", "1", x -> 1 / Math.tan(x));
        one(catalog, "sec", "The secant of an angle in radians.", "1", x -> 1 / Math.cos(x));
        one(catalog, "csc", "The cosecant of an angle in radians.", "1", x -> 1 / Math.sin(x));
        one(catalog, "asin", "The angle in radians with that sine.", "1", Math::asin);
        one(catalog, "acos", "The angle in radians with that cosine.", "1", Math::acos);
        one(catalog, "atan", "The angle in radians with that tangent.", "1", Math::atan);
        two(
                catalog,
                "atan2(y, x)",
                "The angle in radians between the x axis and the point (x, y).",
                "atan2(1, 2)",
                (y, x) -> Math.atan2(y + 0.0, x + 0.0));
        one(catalog, "degrees", "An angle in radians as degrees.", "pi()", Math::toDegrees);
        one(catalog, "radians", "An angle in degrees as radians.", "180", Math::toRadians);
    }

    private static void hyperbolics(Catalog catalog) {
        one(catalog, "sinh", "The hyperbolic sine.", "1", Math::sinh);
        one(catalog, "cosh", "The hyperbolic cosine.", "1", Math::cosh);
        one(catalog, "tanh", "The hyperbolic tangent.", "1", Math::tanh);
        one(catalog, "asinh", "The inverse hyperbolic sine.", "1", MathFunctions::asinh);
        one(catalog, "acosh", "The inverse hyperbolic cosine.", "2", MathFunctions::acosh);
        one(
                catalog,
                "atanh",
                "The inverse hyperbolic tangent.",
                "0.5",
                x -> 0.5 * (StrictMath.log1p(x) - StrictMath.log1p(-x)));
    }

    /// As fdlibm's `s_asinh.c`.
    private static double asinh(double x) {
        double size = Math.abs(x);
        if (size < TINY || Double.isInfinite(x) || Double.isNaN(x)) {
            return x;
        }
        double square = size * size;
        double result =
                size > LARGE
                        ? StrictMath.log(size) + LN_2
                        : size > 2
                                ? StrictMath.log(2 * size + 1 / (Math.sqrt(square + 1) + size))
                                : StrictMath.log1p(size + square / (1 + Math.sqrt(1 + square)));
        return Math.copySign(result, x);
    }

    /// As fdlibm's `e_acosh.c`.
    private static double acosh(double x) {
        if (x < 1) {
            return Double.NaN;
        }
        double above = x - 1;
        return x >= LARGE
                ? StrictMath.log(x) + LN_2
                : x > 2
                        ? StrictMath.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)))
                        : StrictMath.log1p(above + Math.sqrt(2 * above + above * above));
    }

    private static void powers(Catalog catalog) {
        one(catalog, "sqrt", "The square root.", "4", Math::sqrt);
        one(catalog, "cbrt", "The cube root.", "27", Math::cbrt);
        one(catalog, "exp", "e to that power.", "1", StrictMath::exp);
        one(catalog, "expm1", "`exp(number) - 1`, exact near 0.", "0.001", StrictMath::expm1);
        one(
                catalog,
                "rint",
                "The closest whole number, the even one of two, as a DOUBLE.",
                "2.5",
                Math::rint);
        catalog.define(Group.MATH, "power(base, exponent)")
                .alias("pow")
                .says("`base` to the power of `exponent`.")
                .example("power(2, 3)")
                .takes(Kind.DOUBLE, Kind.DOUBLE)
                .gives(DataTypes.DoubleType)
                .total()
                .with2((Double base, Double exponent) -> StrictMath.pow(base, exponent));
        two(
                catalog,
                "hypot(a, b)",
                "The length of the diagonal of a rectangle.",
                "hypot(3, 4)",
                Math::hypot);
    }

    private static void logarithm(
            Catalog catalog,
            String name,
            String says,
            String example,
            DoublePredicate undefined,
            DoubleUnaryOperator body) {
        catalog.define(Group.MATH, name + "(number)")
                .says(says + " NULL where there is none.")
                .example("%s(%s)".formatted(name, example))
                .takes(Kind.DOUBLE)
                .gives(DataTypes.DoubleType)
                .maybeNull()
                .total()
                .with1((Double number) ->
                        undefined.test(number) ? null : body.applyAsDouble(number));
    }

    private static void logarithms(Catalog catalog) {
        logarithm(catalog, "ln", "The natural logarithm.", "e()", x -> x <= 0, StrictMath::log);
        logarithm(
                catalog,
                "log10",
                "The logarithm to base 10.",
                "100",
                x -> x <= 0,
                StrictMath::log10);
        logarithm(
                catalog,
                "log2",
                "The logarithm to base 2.",
                "8",
                x -> x <= 0,
                x -> StrictMath.log(x) / StrictMath.log(2));
        logarithm(
                catalog,
                "log1p",
                "`ln(1 + number)`, exact near 0.",
                "0.001",
                x -> x <= -1,
                StrictMath::log1p);
        catalog.define(Group.MATH, "log([base,] number)")
                .says("The logarithm to a base, or the natural one. NULL where there is none.")
                .example("log(10, 100)", "log(e())")
                .takes(Kind.DOUBLE)
                .optional(Kind.DOUBLE)
                .gives(DataTypes.DoubleType)
                .maybeNull()
                .total()
                .with((a, _) -> log(a));
    }

    private static @Nullable Double log(@Nullable Object[] a) {
        double number = Catalog.<Double>the(a[a.length - 1]);
        if (number <= 0) {
            return null;
        }
        if (a.length == 1) {
            return StrictMath.log(number);
        }
        double base = Catalog.<Double>the(a[0]);
        return base <= 0 ? null : StrictMath.log(number) / StrictMath.log(base);
    }
}
