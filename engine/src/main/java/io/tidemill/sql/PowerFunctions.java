package io.tidemill.sql;

/// Functions of two numbers, each a column, the name of one, or a constant, and the older names of
/// others, as [functions] offers them; semantics are those of the SQL reference.
abstract sealed class PowerFunctions extends MathFunctions permits OriginFunctions {
    PowerFunctions() {}

    /// The angle of the point (x, y), given y and x, in radians.
    public static Column atan2(Column y, Column x) {
        return Column.call("atan2", y, x);
    }

    public static Column atan2(Column y, String x) {
        return atan2(y, new Column(x));
    }

    public static Column atan2(String y, Column x) {
        return atan2(new Column(y), x);
    }

    public static Column atan2(String y, String x) {
        return atan2(new Column(y), new Column(x));
    }

    public static Column atan2(Column y, double x) {
        return atan2(y, Column.lit(x));
    }

    public static Column atan2(String y, double x) {
        return atan2(new Column(y), Column.lit(x));
    }

    public static Column atan2(double y, Column x) {
        return atan2(Column.lit(y), x);
    }

    public static Column atan2(double y, String x) {
        return atan2(Column.lit(y), new Column(x));
    }

    /// The hypotenuse of a right triangle with these legs.
    public static Column hypot(Column first, Column second) {
        return Column.call("hypot", first, second);
    }

    public static Column hypot(Column first, String second) {
        return hypot(first, new Column(second));
    }

    public static Column hypot(String first, Column second) {
        return hypot(new Column(first), second);
    }

    public static Column hypot(String first, String second) {
        return hypot(new Column(first), new Column(second));
    }

    public static Column hypot(Column first, double second) {
        return hypot(first, Column.lit(second));
    }

    public static Column hypot(String first, double second) {
        return hypot(new Column(first), Column.lit(second));
    }

    public static Column hypot(double first, Column second) {
        return hypot(Column.lit(first), second);
    }

    public static Column hypot(double first, String second) {
        return hypot(Column.lit(first), new Column(second));
    }

    /// The first number to the power of the second.
    public static Column pow(Column base, Column exponent) {
        return Column.call("pow", base, exponent);
    }

    public static Column pow(Column base, String exponent) {
        return pow(base, new Column(exponent));
    }

    public static Column pow(String base, Column exponent) {
        return pow(new Column(base), exponent);
    }

    public static Column pow(String base, String exponent) {
        return pow(new Column(base), new Column(exponent));
    }

    public static Column pow(Column base, double exponent) {
        return pow(base, Column.lit(exponent));
    }

    public static Column pow(String base, double exponent) {
        return pow(new Column(base), Column.lit(exponent));
    }

    public static Column pow(double base, Column exponent) {
        return pow(Column.lit(base), exponent);
    }

    public static Column pow(double base, String exponent) {
        return pow(Column.lit(base), new Column(exponent));
    }

    /// The logarithm to a base.
    public static Column log(double base, Column value) {
        return Column.call("log", base, value);
    }

    public static Column log(double base, String column) {
        return log(base, new Column(column));
    }

    /// As [#rand()].
    public static Column random() {
        return Column.call("rand");
    }

    public static Column random(Column seed) {
        return Column.call("rand", seed);
    }

    /// The bit at a position that counts from 0 on the right.
    public static Column getbit(Column value, Column position) {
        return Column.call("getbit", value, position);
    }

    /// As [#shiftleft].
    public static Column shiftLeft(Column value, int bits) {
        return shiftleft(value, bits);
    }

    /// As [#shiftright].
    public static Column shiftRight(Column value, int bits) {
        return shiftright(value, bits);
    }

    /// As [#shiftrightunsigned].
    public static Column shiftRightUnsigned(Column value, int bits) {
        return shiftrightunsigned(value, bits);
    }

    /// As [#degrees].
    public static Column toDegrees(Column value) {
        return degrees(value);
    }

    public static Column toDegrees(String column) {
        return degrees(column);
    }

    /// As [#radians].
    public static Column toRadians(Column value) {
        return radians(value);
    }

    public static Column toRadians(String column) {
        return radians(column);
    }
}
