package io.tidemill.format;

import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.sql.types.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/// Numbers read from ASCII text.
///
/// Doubles: up to 19 digits and a power of ten that a double holds exactly are exact by one
/// multiplication or division (Clinger, *How to read floating point numbers accurately*, 1990);
/// otherwise by Eisel and Lemire ([PowersOfTen]), and where that cannot decide by the JDK.
public final class NumberText {
    private static final double[] EXACT = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    private static final int TOO_LONG = 400;

    private NumberText() {}

    /// Whether `[from, to)` is an optional sign and digits whose value fits a long.
    public static boolean isLong(byte[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative || at < to && text[at] == '+') {
            at++;
        }
        if (at == to) {
            return false;
        }
        long value = 0;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
                return false;
            }
            long next = value * 10 - digit;
            if (next > value * 10) {
                return false;
            }
            value = next;
        }
        return negative || value != Long.MIN_VALUE;
    }

    /// The value of a text that [#isLong].
    public static long toLong(byte[] text, int from, int to) {
        int at = from;
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        long value = 0;
        for (; at < to; at++) {
            value = value * 10 - (text[at] - '0');
        }
        return negative ? value : -value;
    }

    /// The nearest double to a number in JSON's form (digits, fraction, exponent, optional sign).
    ///
    /// @throws NumberFormatException when the text is not such a number
    public static double toDouble(byte[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative) {
            at++;
        }
        long mantissa = 0;
        int digits = 0;
        int exponent = 0;
        boolean point = false;
        boolean some = false;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                some = true;
                if (digits > 0 || digit > 0) {
                    digits++;
                }
                mantissa = mantissa * 10 + digit;
                exponent -= point ? 1 : 0;
            } else if (text[at] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (!some || digits > 19) {
            return slowDouble(text, from, to);
        }
        if (at < to) {
            if ((text[at] | 0x20) != 'e' || to - at < 2 || to - at > 6) {
                return slowDouble(text, from, to);
            }
            at++;
            boolean minus = text[at] == '-';
            if (minus || text[at] == '+') {
                at++;
            }
            if (at == to) {
                return slowDouble(text, from, to);
            }
            int power = 0;
            for (; at < to; at++) {
                int digit = text[at] - '0';
                if (digit < 0 || digit > 9) {
                    return slowDouble(text, from, to);
                }
                power = power * 10 + digit;
            }
            exponent += minus ? -power : power;
        }
        double value = fromDecimal(mantissa, exponent);
        return value < 0 ? slowDouble(text, from, to) : negative ? -value : value;
    }

    /// The nearest double to `mantissa` (unsigned) times ten to the power `exponent`; negative when
    /// only the digits themselves can decide.
    public static double fromDecimal(long mantissa, int exponent) {
        if (mantissa >= 0 && mantissa <= 1L << 53 && exponent >= -22 && exponent <= 22) {
            return exponent < 0 ? mantissa / EXACT[-exponent] : mantissa * EXACT[exponent];
        }
        return PowersOfTen.toDouble(mantissa, exponent);
    }

    private static double slowDouble(byte[] text, int from, int to) {
        if (to > from && (text[to - 1] | 0x20) >= 'a' && (text[to - 1] | 0x20) <= 'z') {
            throw new NumberFormatException("a suffix is no part of a number");
        }
        return Double.parseDouble(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
    }

    /// Writes a decimal number to a column of decimals, rounding half up to the scale; says whether
    /// it fits the precision (nothing is written otherwise).
    public static boolean decimal(
            byte[] text, int from, int to, DecimalType type, Column column, int row) {
        if (to - from <= 18 && plainDecimal(text, from, to, type, column, row)) {
            return true;
        }
        if (to - from > TOO_LONG) {
            return false;
        }
        BigDecimal value;
        try {
            value = new BigDecimal(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            return false;
        }
        return decimal(value, type, column, row);
    }

    /// As the other, from an object.
    public static boolean decimal(BigDecimal number, DecimalType type, Column column, int row) {
        var value = number;
        if ((long) value.precision() - value.scale() > type.precision()) {
            return false;
        }
        if (value.scale() != type.scale()) {
            value =
                    (long) value.scale() - value.precision() > type.scale() + 1L
                            ? BigDecimal.ZERO.setScale(type.scale())
                            : value.setScale(type.scale(), RoundingMode.HALF_UP);
        }
        if (value.precision() > type.precision()) {
            return false;
        }
        BigInteger unscaled = value.unscaledValue();
        if (column instanceof LongColumn longs) {
            longs.setLong(row, unscaled.longValue());
        } else {
            ((DecimalColumn) column)
                    .setDecimal(row, unscaled.shiftRight(64).longValue(), unscaled.longValue());
        }
        return true;
    }

    /// Digits with at most as many behind the point as the type has: no object is made.
    private static boolean plainDecimal(
            byte[] text, int from, int to, DecimalType type, Column column, int row) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        int scale = -1;
        int digits = 0;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                digits++;
                scale += scale < 0 ? 0 : 1;
            } else if (text[at] == '.' && scale < 0) {
                scale = 0;
            } else {
                return false;
            }
        }
        int missing = type.scale() - Math.max(0, scale);
        if (digits == 0 || missing < 0 || digits + missing > 18) {
            return false;
        }
        for (int i = 0; i < missing; i++) {
            value *= 10;
        }
        long bound = 1;
        for (int i = 0; i < Math.min(18, type.precision()); i++) {
            bound *= 10;
        }
        if (value >= bound) {
            return false;
        }
        long signed = negative ? -value : value;
        if (column instanceof LongColumn longs) {
            longs.setLong(row, signed);
        } else {
            ((DecimalColumn) column).setDecimal(row, signed >> 63, signed);
        }
        return true;
    }
}
