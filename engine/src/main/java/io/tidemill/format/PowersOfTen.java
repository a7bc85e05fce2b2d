package io.tidemill.format;

import java.math.BigInteger;

/// Decimal to double by multiplying with 128 bits of a power of ten.
///
/// Source: Lemire, *Number parsing at a gigabyte per second*, 2021; Mushtak and Lemire, *Fast
/// number parsing without fallback*, 2023, on why the truncated product decides but for the cases
/// handed back here.
final class PowersOfTen {
    private static final int LOWEST = -342;
    private static final int HIGHEST = 308;
    private static final long[] HIGH = new long[HIGHEST - LOWEST + 1];
    private static final long[] LOW = new long[HIGHEST - LOWEST + 1];

    static {
        for (int power = LOWEST; power <= HIGHEST; power++) {
            var bits = leading128(power);
            HIGH[power - LOWEST] = bits.shiftRight(64).longValue();
            LOW[power - LOWEST] = bits.longValue();
        }
    }

    private PowersOfTen() {}

    /// The first 128 bits of five to the power `power`: cut off, but rounded up for the small
    /// negative powers, where the product is then exact.
    private static BigInteger leading128(int power) {
        var five = BigInteger.valueOf(5);
        if (power >= 0) {
            var value = five.pow(power);
            int length = value.bitLength();
            return length <= 128 ? value.shiftLeft(128 - length) : value.shiftRight(length - 128);
        }
        var divisor = five.pow(-power);
        int shift = divisor.bitLength() - 1 + 128;
        var bits = BigInteger.ONE.shiftLeft(shift).divide(divisor);
        return power >= -27 ? bits.add(BigInteger.ONE) : bits;
    }

    /// The nearest double to `mantissa` (unsigned) times ten to the power `exponent`; -1 when this
    /// cannot be told without the digits.
    static double toDouble(long mantissa, int exponent) {
        if (mantissa == 0 || exponent < LOWEST) {
            return 0;
        }
        if (exponent > HIGHEST) {
            return Double.POSITIVE_INFINITY;
        }
        int zeros = Long.numberOfLeadingZeros(mantissa);
        long digits = mantissa << zeros;
        int index = exponent - LOWEST;
        long high = Math.unsignedMultiplyHigh(digits, HIGH[index]);
        long low = digits * HIGH[index];
        if ((high & 0x1FF) == 0x1FF) {
            long more = Math.unsignedMultiplyHigh(digits, LOW[index]);
            low += more;
            if (Long.compareUnsigned(low, more) < 0) {
                high++;
            }
        }
        if (low == -1L && (exponent < -27 || exponent > 55)) {
            return -1;
        }
        int upper = (int) (high >>> 63);
        long bits = high >>> (upper + 9);
        int power = ((217706 * exponent) >> 16) + 63 + upper - zeros + 1023;
        if (power <= 0) {
            return -1;
        }
        boolean halfway =
                Long.compareUnsigned(low, 1) <= 0
                        && exponent >= -4
                        && exponent <= 23
                        && (bits & 3) == 1
                        && bits << (upper + 9) == high;
        if (halfway) {
            bits &= ~1L;
        }
        bits = (bits + (bits & 1)) >>> 1;
        if (bits >= 1L << 53) {
            bits = 1L << 52;
            power++;
        }
        if (power >= 2047) {
            return Double.POSITIVE_INFINITY;
        }
        return Double.longBitsToDouble((bits & ~(1L << 52)) | (long) power << 52);
    }
}
