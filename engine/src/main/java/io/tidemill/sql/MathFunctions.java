package io.tidemill.sql;

/// Numbers, as [functions] offers them; semantics are those of the SQL reference.
abstract sealed class MathFunctions extends ConditionFunctions permits PowerFunctions {
    MathFunctions() {}

    /// The absolute value.
    public static Column abs(Column value) {
        return Column.call("abs", value);
    }

    /// The angle of this cosine, in radians.
    public static Column acos(Column value) {
        return Column.call("acos", value);
    }

    public static Column acos(String column) {
        return Column.call("acos", new Column(column));
    }

    /// The inverse hyperbolic cosine.
    public static Column acosh(Column value) {
        return Column.call("acosh", value);
    }

    public static Column acosh(String column) {
        return Column.call("acosh", new Column(column));
    }

    /// The angle of this sine, in radians.
    public static Column asin(Column value) {
        return Column.call("asin", value);
    }

    public static Column asin(String column) {
        return Column.call("asin", new Column(column));
    }

    /// The inverse hyperbolic sine.
    public static Column asinh(Column value) {
        return Column.call("asinh", value);
    }

    public static Column asinh(String column) {
        return Column.call("asinh", new Column(column));
    }

    /// The angle of this tangent, in radians.
    public static Column atan(Column value) {
        return Column.call("atan", value);
    }

    public static Column atan(String column) {
        return Column.call("atan", new Column(column));
    }

    /// The inverse hyperbolic tangent.
    public static Column atanh(Column value) {
        return Column.call("atanh", value);
    }

    public static Column atanh(String column) {
        return Column.call("atanh", new Column(column));
    }

    /// The number in binary digits.
    public static Column bin(Column value) {
        return Column.call("bin", value);
    }

    public static Column bin(String column) {
        return Column.call("bin", new Column(column));
    }

    /// How many bits are set.
    public static Column bit_count(Column value) {
        return Column.call("bit_count", value);
    }

    /// The bit at a position, counted from 0 at the right.
    public static Column bit_get(Column first, Column second) {
        return Column.call("bit_get", first, second);
    }

    /// Rounded, halves to the even neighbour.
    public static Column bround(Column value) {
        return Column.call("bround", value);
    }

    public static Column bround(Column first, int second) {
        return Column.call("bround", first, second);
    }

    public static Column bround(Column first, Column second) {
        return Column.call("bround", first, second);
    }

    /// The cube root.
    public static Column cbrt(Column value) {
        return Column.call("cbrt", value);
    }

    public static Column cbrt(String column) {
        return Column.call("cbrt", new Column(column));
    }

    /// The least whole number that is not less.
    public static Column ceil(Column value) {
        return Column.call("ceil", value);
    }

    public static Column ceil(String column) {
        return Column.call("ceil", new Column(column));
    }

    public static Column ceil(Column first, Column second) {
        return Column.call("ceil", first, second);
    }

    /// The least whole number that is not less.
    public static Column ceiling(Column value) {
        return Column.call("ceiling", value);
    }

    public static Column ceiling(Column first, Column second) {
        return Column.call("ceiling", first, second);
    }

    /// Digits of one base in another.
    public static Column conv(Column first, int second, int third) {
        return Column.call("conv", first, second, third);
    }

    /// The cosine of an angle in radians.
    public static Column cos(Column value) {
        return Column.call("cos", value);
    }

    public static Column cos(String column) {
        return Column.call("cos", new Column(column));
    }

    /// The hyperbolic cosine.
    public static Column cosh(Column value) {
        return Column.call("cosh", value);
    }

    public static Column cosh(String column) {
        return Column.call("cosh", new Column(column));
    }

    /// The cotangent of an angle in radians.
    public static Column cot(Column value) {
        return Column.call("cot", value);
    }

    /// The cosecant of an angle in radians.
    public static Column csc(Column value) {
        return Column.call("csc", value);
    }

    /// Radians as degrees.
    public static Column degrees(Column value) {
        return Column.call("degrees", value);
    }

    public static Column degrees(String column) {
        return Column.call("degrees", new Column(column));
    }

    /// Euler's number.
    public static Column e() {
        return Column.call("e");
    }

    /// Euler's number to a power.
    public static Column exp(Column value) {
        return Column.call("exp", value);
    }

    public static Column exp(String column) {
        return Column.call("exp", new Column(column));
    }

    /// `exp(x) - 1`, exact near 0.
    public static Column expm1(Column value) {
        return Column.call("expm1", value);
    }

    public static Column expm1(String column) {
        return Column.call("expm1", new Column(column));
    }

    /// The product of 1 to n, for n from 0 to 20.
    public static Column factorial(Column value) {
        return Column.call("factorial", value);
    }

    /// The greatest whole number that is not greater.
    public static Column floor(Column value) {
        return Column.call("floor", value);
    }

    public static Column floor(String column) {
        return Column.call("floor", new Column(column));
    }

    public static Column floor(Column first, Column second) {
        return Column.call("floor", first, second);
    }

    /// The greatest value, leaving out NULL.
    public static Column greatest(Column... columns) {
        return Column.call("greatest", (Object[]) columns);
    }

    public static Column greatest(String first, String... others) {
        return greatest(Relational.columns(first, others));
    }

    /// The least value, leaving out NULL.
    public static Column least(Column... columns) {
        return Column.call("least", (Object[]) columns);
    }

    public static Column least(String first, String... others) {
        return least(Relational.columns(first, others));
    }

    /// The natural logarithm.
    public static Column ln(Column value) {
        return Column.call("ln", value);
    }

    /// The natural logarithm, or one to a base that comes first.
    public static Column log(Column value) {
        return Column.call("log", value);
    }

    public static Column log(String column) {
        return Column.call("log", new Column(column));
    }

    public static Column log(Column first, Column second) {
        return Column.call("log", first, second);
    }

    /// The logarithm to base 10.
    public static Column log10(Column value) {
        return Column.call("log10", value);
    }

    public static Column log10(String column) {
        return Column.call("log10", new Column(column));
    }

    /// `log(1 + x)`, exact near 0.
    public static Column log1p(Column value) {
        return Column.call("log1p", value);
    }

    public static Column log1p(String column) {
        return Column.call("log1p", new Column(column));
    }

    /// The logarithm to base 2.
    public static Column log2(Column value) {
        return Column.call("log2", value);
    }

    public static Column log2(String column) {
        return Column.call("log2", new Column(column));
    }

    /// The number with the other sign.
    public static Column negative(Column value) {
        return Column.call("negative", value);
    }

    /// The ratio of a circle's circumference to its diameter.
    public static Column pi() {
        return Column.call("pi");
    }

    /// The remainder that is not negative.
    public static Column pmod(Column first, Column second) {
        return Column.call("pmod", first, second);
    }

    /// The number itself.
    public static Column positive(Column value) {
        return Column.call("positive", value);
    }

    /// The first number to the power of the second.
    public static Column power(Column first, Column second) {
        return Column.call("power", first, second);
    }

    /// Degrees as radians.
    public static Column radians(Column value) {
        return Column.call("radians", value);
    }

    public static Column radians(String column) {
        return Column.call("radians", new Column(column));
    }

    /// A random number from 0 to 1, from an optional seed.
    public static Column rand() {
        return Column.call("rand");
    }

    public static Column rand(long value) {
        return Column.call("rand", value);
    }

    /// A random number of the standard normal distribution.
    public static Column randn() {
        return Column.call("randn");
    }

    public static Column randn(long value) {
        return Column.call("randn", value);
    }

    /// The nearest whole number, as DOUBLE.
    public static Column rint(Column value) {
        return Column.call("rint", value);
    }

    public static Column rint(String column) {
        return Column.call("rint", new Column(column));
    }

    /// Rounded, halves away from 0.
    public static Column round(Column value) {
        return Column.call("round", value);
    }

    public static Column round(Column first, int second) {
        return Column.call("round", first, second);
    }

    public static Column round(Column first, Column second) {
        return Column.call("round", first, second);
    }

    /// The secant of an angle in radians.
    public static Column sec(Column value) {
        return Column.call("sec", value);
    }

    /// Bits moved to the left.
    public static Column shiftleft(Column first, int second) {
        return Column.call("shiftleft", first, second);
    }

    /// Bits moved to the right, keeping the sign.
    public static Column shiftright(Column first, int second) {
        return Column.call("shiftright", first, second);
    }

    /// Bits moved to the right, filled with 0.
    public static Column shiftrightunsigned(Column first, int second) {
        return Column.call("shiftrightunsigned", first, second);
    }

    /// -1, 0 or 1.
    public static Column sign(Column value) {
        return Column.call("sign", value);
    }

    /// -1, 0 or 1.
    public static Column signum(Column value) {
        return Column.call("signum", value);
    }

    public static Column signum(String column) {
        return Column.call("signum", new Column(column));
    }

    /// The sine of an angle in radians.
    public static Column sin(Column value) {
        return Column.call("sin", value);
    }

    public static Column sin(String column) {
        return Column.call("sin", new Column(column));
    }

    /// The hyperbolic sine.
    public static Column sinh(Column value) {
        return Column.call("sinh", value);
    }

    public static Column sinh(String column) {
        return Column.call("sinh", new Column(column));
    }

    /// The square root.
    public static Column sqrt(Column value) {
        return Column.call("sqrt", value);
    }

    public static Column sqrt(String column) {
        return Column.call("sqrt", new Column(column));
    }

    /// The tangent of an angle in radians.
    public static Column tan(Column value) {
        return Column.call("tan", value);
    }

    public static Column tan(String column) {
        return Column.call("tan", new Column(column));
    }

    /// The hyperbolic tangent.
    public static Column tanh(Column value) {
        return Column.call("tanh", value);
    }

    public static Column tanh(String column) {
        return Column.call("tanh", new Column(column));
    }

    /// The sum, NULL where it would raise an error.
    public static Column try_add(Column first, Column second) {
        return Column.call("try_add", first, second);
    }

    /// The quotient, NULL where it would raise an error.
    public static Column try_divide(Column first, Column second) {
        return Column.call("try_divide", first, second);
    }

    /// The remainder, NULL where it would raise an error.
    public static Column try_mod(Column first, Column second) {
        return Column.call("try_mod", first, second);
    }

    /// The product, NULL where it would raise an error.
    public static Column try_multiply(Column first, Column second) {
        return Column.call("try_multiply", first, second);
    }

    /// The difference, NULL where it would raise an error.
    public static Column try_subtract(Column first, Column second) {
        return Column.call("try_subtract", first, second);
    }

    /// Which of n equal buckets between two bounds a number falls into.
    public static Column width_bucket(Column first, Column second, Column third, Column fourth) {
        return Column.call("width_bucket", first, second, third, fourth);
    }
}
