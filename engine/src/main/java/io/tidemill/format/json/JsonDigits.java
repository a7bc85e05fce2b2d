package io.tidemill.format.json;

import static io.tidemill.format.Utf8.HIGHS;
import static io.tidemill.format.Utf8.LONGS;

/// Digits, eight at a time.
///
/// Source: Lemire, *Quickly parsing eight digits*, 2018.
final class JsonDigits {
    private static final long ZEROS = 0x3030303030303030L;
    private static final long BEYOND_NINE = 0x7676767676767676L;
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private JsonDigits() {}

    /// Ten to the power of 0 to 18.
    static long power(int exponent) {
        return POWERS[exponent];
    }

    /// Behind the digits at `from`.
    static int end(byte[] bytes, int from) {
        int at = from;
        while (true) {
            long digits = (long) LONGS.get(bytes, at) ^ ZEROS;
            long other = ((digits + BEYOND_NINE) | digits) & HIGHS;
            if (other != 0) {
                return at + (Long.numberOfTrailingZeros(other) >>> 3);
            }
            at += 8;
        }
    }

    /// The value of 1 to 18 digits.
    static long number(byte[] bytes, int from, int digits) {
        if (digits <= 8) {
            return eight((long) LONGS.get(bytes, from), digits);
        }
        long high = eight((long) LONGS.get(bytes, from), 8);
        if (digits <= 16) {
            return high * POWERS[digits - 8] + eight((long) LONGS.get(bytes, from + 8), digits - 8);
        }
        long middle = eight((long) LONGS.get(bytes, from + 8), 8);
        return (high * 100_000_000 + middle) * POWERS[digits - 16]
                + eight((long) LONGS.get(bytes, from + 16), digits - 16);
    }

    /// The value of the first `count` digits, 1 to 8, of eight bytes.
    static long eight(long word, int count) {
        return sum((word ^ ZEROS) << (64 - 8 * count));
    }

    private static long sum(long values) {
        long digits = values * 10 + (values >>> 8);
        return ((digits & 0x000000FF000000FFL) * 0x000F424000000064L
                        + (digits >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L)
                >>> 32;
    }

    /// Two digits as a number, or something negative.
    static int two(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
