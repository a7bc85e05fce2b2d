package io.tidemill.expression.compile;

/// Arithmetic and comparison of numbers as generated code calls it. Small enough that HotSpot puts
/// each into its caller. What has no result is an [ArithmeticException]; the interpreter words it.
final class Numbers {
    private Numbers() {}

    // Arithmetic of the narrower types; bigint has Math.addExact and its like.

    static long addInt(long a, long b) {
        return toInt(a + b);
    }

    static long subtractInt(long a, long b) {
        return toInt(a - b);
    }

    static long multiplyInt(long a, long b) {
        return toInt(a * b);
    }

    static long addShort(long a, long b) {
        return toShort(a + b);
    }

    static long subtractShort(long a, long b) {
        return toShort(a - b);
    }

    static long multiplyShort(long a, long b) {
        return toShort(a * b);
    }

    static long addByte(long a, long b) {
        return toByte(a + b);
    }

    static long subtractByte(long a, long b) {
        return toByte(a - b);
    }

    static long multiplyByte(long a, long b) {
        return toByte(a * b);
    }

    static long toInt(long value) {
        if (value != (int) value) {
            throw overflow();
        }
        return value;
    }

    static long toShort(long value) {
        if (value != (short) value) {
            throw overflow();
        }
        return value;
    }

    static long toByte(long value) {
        if (value != (byte) value) {
            throw overflow();
        }
        return value;
    }

    static long negateInt(long value) {
        return toInt(-value);
    }

    static long negateShort(long value) {
        return toShort(-value);
    }

    static long negateByte(long value) {
        return toByte(-value);
    }

    static long absInt(long value) {
        return toInt(Math.abs(value));
    }

    static long absShort(long value) {
        return toShort(Math.abs(value));
    }

    static long absByte(long value) {
        return toByte(Math.abs(value));
    }

    static long div(long a, long b) {
        if (b == 0 || (b == -1 && a == Long.MIN_VALUE)) {
            throw overflow();
        }
        return a / b;
    }

    static long remainder(long a, long b) {
        if (b == 0) {
            throw overflow();
        }
        return a % b;
    }

    // Floating numbers. A float is computed as double and rounded once more, which for these
    // operations gives what float arithmetic gives.

    static double add(double a, double b) {
        return a + b;
    }

    static double subtract(double a, double b) {
        return a - b;
    }

    static double multiply(double a, double b) {
        return a * b;
    }

    static double divide(double a, double b) {
        if (b == 0) {
            throw overflow();
        }
        return a / b;
    }

    static double remainder(double a, double b) {
        if (b == 0) {
            throw overflow();
        }
        return a % b;
    }

    static double negate(double a) {
        return -a;
    }

    static double abs(double a) {
        return Math.abs(a);
    }

    static double addFloat(double a, double b) {
        return (float) (a + b);
    }

    static double subtractFloat(double a, double b) {
        return (float) (a - b);
    }

    static double multiplyFloat(double a, double b) {
        return (float) (a * b);
    }

    static double remainderFloat(double a, double b) {
        if (b == 0) {
            throw overflow();
        }
        return (float) a % (float) b;
    }

    static double toDouble(long value) {
        return value;
    }

    static double toFloat(long value) {
        return (float) value;
    }

    static double toFloat(double value) {
        return (float) value;
    }

    static double same(double value) {
        return value;
    }

    static long same(long value) {
        return value;
    }

    static long toLong(boolean value) {
        return value ? 1 : 0;
    }

    static boolean toBoolean(long value) {
        return value != 0;
    }

    static boolean toBoolean(double value) {
        return value != 0;
    }

    /// A floating number without what stands behind its point.
    static long toLong(double value) {
        if (!(Math.floor(value) <= 0x1p63 && Math.ceil(value) >= -0x1p63)) {
            throw overflow();
        }
        return (long) value;
    }

    static long toInt(double value) {
        if (!(Math.floor(value) <= Integer.MAX_VALUE && Math.ceil(value) >= Integer.MIN_VALUE)) {
            throw overflow();
        }
        return (long) value;
    }

    static long floor(double value) {
        return (long) Math.floor(value);
    }

    static long ceil(double value) {
        return (long) Math.ceil(value);
    }

    // Bits.

    static long shiftLeft(long value, long bits) {
        return value << bits;
    }

    static long shiftLeftInt(long value, long bits) {
        int shifted = (int) value << (int) bits;
        return shifted;
    }

    static long shiftRight(long value, long bits) {
        return value >> bits;
    }

    static long shiftRightInt(long value, long bits) {
        int shifted = (int) value >> (int) bits;
        return shifted;
    }

    static long and(long a, long b) {
        return a & b;
    }

    static long or(long a, long b) {
        return a | b;
    }

    static long xor(long a, long b) {
        return a ^ b;
    }

    static long complement(long a) {
        return ~a;
    }

    // Comparison. NaN equals itself and is greater than every number.

    static boolean not(boolean a) {
        return !a;
    }

    static boolean equal(boolean a, boolean b) {
        return a == b;
    }

    static boolean unequal(boolean a, boolean b) {
        return a != b;
    }

    static boolean less(boolean a, boolean b) {
        return !a && b;
    }

    static boolean lessOrEqual(boolean a, boolean b) {
        return !a || b;
    }

    static boolean greater(boolean a, boolean b) {
        return a && !b;
    }

    static boolean greaterOrEqual(boolean a, boolean b) {
        return a || !b;
    }

    static boolean equal(long a, long b) {
        return a == b;
    }

    static boolean unequal(long a, long b) {
        return a != b;
    }

    static boolean less(long a, long b) {
        return a < b;
    }

    static boolean lessOrEqual(long a, long b) {
        return a <= b;
    }

    static boolean greater(long a, long b) {
        return a > b;
    }

    static boolean greaterOrEqual(long a, long b) {
        return a >= b;
    }

    static boolean equal(double a, double b) {
        return a == b || (Double.isNaN(a) && Double.isNaN(b));
    }

    static boolean unequal(double a, double b) {
        return !equal(a, b);
    }

    static boolean less(double a, double b) {
        return a < b || (Double.isNaN(b) && !Double.isNaN(a));
    }

    static boolean lessOrEqual(double a, double b) {
        return a <= b || Double.isNaN(b);
    }

    static boolean greater(double a, double b) {
        return less(b, a);
    }

    static boolean greaterOrEqual(double a, double b) {
        return lessOrEqual(b, a);
    }

    static boolean equal(long aHigh, long aLow, long bHigh, long bLow) {
        return aHigh == bHigh && aLow == bLow;
    }

    static boolean unequal(long aHigh, long aLow, long bHigh, long bLow) {
        return aHigh != bHigh || aLow != bLow;
    }

    static boolean less(long aHigh, long aLow, long bHigh, long bLow) {
        return aHigh < bHigh || (aHigh == bHigh && aLow + Long.MIN_VALUE < bLow + Long.MIN_VALUE);
    }

    static boolean lessOrEqual(long aHigh, long aLow, long bHigh, long bLow) {
        return !less(bHigh, bLow, aHigh, aLow);
    }

    static boolean greater(long aHigh, long aLow, long bHigh, long bLow) {
        return less(bHigh, bLow, aHigh, aLow);
    }

    static boolean greaterOrEqual(long aHigh, long aLow, long bHigh, long bLow) {
        return !less(aHigh, aLow, bHigh, bLow);
    }

    static boolean isNaN(double value) {
        return Double.isNaN(value);
    }

    private static ArithmeticException overflow() {
        return new ArithmeticException("no result");
    }
}
