package io.tidemill.expression.compile;

import io.tidemill.data.DecimalColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Arithmetic of unscaled decimals, in one `long` or in two (high, low; two's complement), as
/// generated code calls it. What does not fit is an [ArithmeticException]; the interpreter words
/// it.
final class Decimals {
    private static final BigInteger[] POWERS = new BigInteger[39];

    /// The powers of ten as pairs: `[2 n]` high, `[2 n + 1]` low.
    private static final long[] POWER_BITS = new long[78];

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = BigInteger.TEN.pow(i);
            POWER_BITS[2 * i] = POWERS[i].shiftRight(64).longValue();
            POWER_BITS[2 * i + 1] = POWERS[i].longValue();
        }
    }

    private Decimals() {}

    static long add(long a, long b) {
        return a + b;
    }

    static long subtract(long a, long b) {
        return a - b;
    }

    static long times(long a, long b) {
        return a * b;
    }

    static long negate(long a) {
        return -a;
    }

    static long sumHigh(long aHigh, long aLow, long bHigh, long bLow) {
        return aHigh + bHigh + (Long.compareUnsigned(aLow + bLow, aLow) < 0 ? 1 : 0);
    }

    static long sumLow(long aHigh, long aLow, long bHigh, long bLow) {
        return aLow + bLow;
    }

    static long differenceHigh(long aHigh, long aLow, long bHigh, long bLow) {
        return aHigh - bHigh - (Long.compareUnsigned(aLow, bLow) < 0 ? 1 : 0);
    }

    static long differenceLow(long aHigh, long aLow, long bHigh, long bLow) {
        return aLow - bLow;
    }

    static long minusHigh(long high, long low) {
        return ~high + (low == 0 ? 1 : 0);
    }

    static long minusLow(long high, long low) {
        return -low;
    }

    static long productHigh(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    static long productLow(long a, long b) {
        return a * b;
    }

    static long productHigh(long aHigh, long aLow, long bHigh, long bLow) {
        return Math.unsignedMultiplyHigh(aLow, bLow) + aHigh * bLow + aLow * bHigh;
    }

    static long productLow(long aHigh, long aLow, long bHigh, long bLow) {
        return aLow * bLow;
    }

    /// The sum, if it has at most `precision` digits.
    static void addExact(long aHigh, long aLow, long bHigh, long bLow, long precision, Cell out) {
        long high = sumHigh(aHigh, aLow, bHigh, bLow);
        // Overflow of 128 bits: both signs differ from the result's.
        if (((aHigh ^ high) & (bHigh ^ high)) < 0) {
            throw tooLarge();
        }
        checkWide(high, aLow + bLow, precision, out);
    }

    /// The difference, if it has at most `precision` digits.
    static void subtractExact(
            long aHigh, long aLow, long bHigh, long bLow, long precision, Cell out) {
        long high = differenceHigh(aHigh, aLow, bHigh, bLow);
        if (((aHigh ^ bHigh) & (aHigh ^ high)) < 0) {
            throw tooLarge();
        }
        checkWide(high, aLow - bLow, precision, out);
    }

    /// The product, if it has at most `precision` digits.
    static void timesExact(long aHigh, long aLow, long bHigh, long bLow, long precision, Cell out) {
        if (aHigh == aLow >> 63 && bHigh == bLow >> 63) {
            checkWide(Math.multiplyHigh(aLow, bLow), aLow * bLow, precision, out);
            return;
        }
        put(big(aHigh, aLow).multiply(big(bHigh, bLow)), precision, out);
    }

    /// `value`, if its magnitude is less than `bound`, a power of ten.
    static long check(long value, long bound) {
        if (value >= bound || value <= -bound) {
            throw tooLarge();
        }
        return value;
    }

    /// The number, if it has at most `precision` digits.
    static void checkWide(long high, long low, long precision, Cell out) {
        int at = 2 * (int) precision;
        long boundHigh = POWER_BITS[at];
        long boundLow = POWER_BITS[at + 1];
        boolean negative = high < 0;
        long magnitudeHigh = negative ? minusHigh(high, low) : high;
        long magnitudeLow = negative ? -low : low;
        if (magnitudeHigh < 0 || !Numbers.less(magnitudeHigh, magnitudeLow, boundHigh, boundLow)) {
            throw tooLarge();
        }
        out.wide(high, low);
    }

    /// Divided by `divisor`, a power of ten, and rounded half away from zero.
    static long round(long value, long divisor) {
        long quotient = value / divisor;
        long rest = value - quotient * divisor;
        long half = divisor >> 1;
        return quotient + (rest >= half ? 1 : rest <= -half ? -1 : 0);
    }

    /// Divided by 10 to the power of `digits` and rounded half away from zero.
    static void roundWide(long high, long low, long digits, Cell out) {
        var rounded =
                new BigDecimal(big(high, low), (int) digits)
                        .setScale(0, RoundingMode.HALF_UP)
                        .unscaledValue();
        out.wide(rounded.shiftRight(64).longValue(), rounded.longValue());
    }

    static long low(long high, long low) {
        return low;
    }

    /// The whole part.
    static long truncate(long value, long divisor) {
        return value / divisor;
    }

    /// The whole part of a number with `scale` digits behind the point.
    static long truncateWide(long high, long low, long scale) {
        var whole = big(high, low).divide(POWERS[(int) scale]);
        return whole.longValueExact();
    }

    /// Negative, 0 or positive as the first number is less than, equal to or greater than the
    /// second.
    static long compare(long aHigh, long aLow, long aScale, long bHigh, long bLow, long bScale) {
        return DecimalColumn.toBigDecimal(aHigh, aLow, (int) aScale)
                .compareTo(DecimalColumn.toBigDecimal(bHigh, bLow, (int) bScale));
    }

    static double toDouble(long unscaled, double divisor) {
        return unscaled / divisor;
    }

    private static void put(BigInteger value, long precision, Cell out) {
        if (value.abs().compareTo(POWERS[(int) precision]) >= 0) {
            throw tooLarge();
        }
        out.wide(value.shiftRight(64).longValue(), value.longValue());
    }

    private static BigInteger big(long high, long low) {
        return DecimalColumn.toBigDecimal(high, low, 0).unscaledValue();
    }

    private static ArithmeticException tooLarge() {
        return new ArithmeticException("too many digits");
    }
}
