package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Functions of whole numbers, and of numbers in other bases.
final class NumberFunctions {
    private static final int LARGEST_FACTORIAL = 20;
    private static final BigInteger UNSIGNED_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private NumberFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.MATH, "factorial(number)")
                .says("The product of the numbers from 1 to that one; NULL above 20 and below 0.")
                .example("factorial(5)")
                .takes(Kind.INT)
                .gives(DataTypes.LongType)
                .maybeNull()
                .total()
                .with1((Integer number) -> factorial(number));
        catalog.define(Group.MATH, "bin(number)")
                .says("In binary digits.")
                .example("bin(13)")
                .takes(Kind.LONG)
                .gives(DataTypes.StringType)
                .total()
                .with1((Long number) -> Long.toBinaryString(number));
        catalog.define(Group.MATH, "conv(digits, from, to)")
                .says(
                        "A number written to base `from`, to base `to` (2 to 36); signed if `to` is"
                                + " negative.")
                .example("conv('ff', 16, 10)")
                .takes(Kind.TEXT, Kind.INT, Kind.INT)
                .gives(DataTypes.StringType)
                .maybeNull()
                .with3((String text, Integer from, Integer to) -> convert(text, from, to));
        catalog.define(Group.MATH, "width_bucket(value, low, high, buckets)")
                .says("Which of so many equally wide buckets between two bounds the value is in.")
                .example("width_bucket(5.3, 0.2, 10.6, 5)")
                .maybeNull()
                .total()
                .withTyping(NumberFunctions::widthBucket);
    }

    private static @Nullable Long factorial(int number) {
        if (number < 0 || number > LARGEST_FACTORIAL) {
            return null;
        }
        long product = 1;
        for (int i = 2; i <= number; i++) {
            product *= i;
        }
        return product;
    }

    private static @Nullable String convert(String text, int from, int to) {
        int base = Math.abs(to);
        if (from < 2 || from > 36 || base < 2 || base > 36) {
            return null;
        }
        var digits = text.strip();
        if (digits.isEmpty()) {
            return null;
        }
        boolean negative = digits.startsWith("-");
        int start = negative ? 1 : 0;
        int end = start;
        while (end < digits.length()
                && digits.charAt(end) < 0x80
                && Character.digit(digits.charAt(end), from) >= 0) {
            end++;
        }
        if (end == start) {
            return "0";
        }
        var value = new BigInteger(digits.substring(start, end), from);
        if (value.compareTo(UNSIGNED_MAX) > 0) {
            throw new TidemillException(
                    Condition.ARITHMETIC_OVERFLOW,
                    "Overflow in function conv()",
                    "use a number of at most 64 bits");
        }
        long bits = value.longValue();
        if (negative) {
            bits = to > 0 && bits < 0 ? -1 : bits < 0 ? bits : -bits;
        }
        var result = to > 0 ? Long.toUnsignedString(bits, base) : Long.toString(bits, base);
        return result.toUpperCase(Locale.ROOT);
    }

    private static Signature widthBucket(Arguments arguments) {
        arguments.count(4);
        DataType type =
                Types.isInterval(arguments.type(0)) ? arguments.type(0) : DataTypes.DoubleType;
        var bound = Kind.of(type);
        var types = arguments.as(bound, bound, bound, Kind.LONG);
        Body body =
                (a, _) ->
                        bucket(
                                number(Catalog.the(a[0])),
                                number(Catalog.the(a[1])),
                                number(Catalog.the(a[2])),
                                Catalog.<Long>the(a[3]));
        return new Signature(List.copyOf(types), DataTypes.LongType, true, body.strict());
    }

    private static double number(Object value) {
        return value instanceof Double number ? number : TimeArithmetic.units(value);
    }

    private static @Nullable Long bucket(double value, double low, double high, long buckets) {
        if (buckets <= 0
                || buckets == Long.MAX_VALUE
                || Double.isNaN(value)
                || low == high
                || !Double.isFinite(low)
                || !Double.isFinite(high)) {
            return null;
        }
        double lower = Math.min(low, high);
        double upper = Math.max(low, high);
        if (low < high) {
            return value < lower
                    ? 0
                    : value >= upper
                            ? buckets + 1
                            : (long) (buckets * (value - lower) / (upper - lower)) + 1;
        }
        return value > upper
                ? 0
                : value <= lower
                        ? buckets + 1
                        : (long) (buckets * (upper - value) / (upper - lower)) + 1;
    }
}
