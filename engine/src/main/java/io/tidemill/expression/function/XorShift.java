package io.tidemill.expression.function;

import io.tidemill.expression.Evaluation;
import java.nio.ByteBuffer;
import java.util.UUID;

/// A sequence of random numbers: Spark's `XORShiftRandom` (Marsaglia, *Xorshift RNGs*, 2003).
final class XorShift {
    private long state;
    private double spare = Double.NaN;

    private XorShift(long state) {
        this.state = state;
    }

    /// The sequence that Spark begins with `seed`.
    static XorShift of(long seed) {
        return new XorShift(scrambled(seed));
    }

    /// The sequence of one row: it follows from the epoch's seed and the row's place alone.
    static XorShift at(Evaluation evaluation) {
        long place = mix(evaluation.split() * 0x9E3779B97F4A7C15L + evaluation.row());
        long state = mix(evaluation.seed() ^ place);
        return new XorShift(state == 0 ? 1 : state);
    }

    private int next(int bits) {
        long mixed = state ^ state << 21;
        mixed ^= mixed >>> 35;
        mixed ^= mixed << 4;
        state = mixed;
        return (int) (mixed & (1L << bits) - 1);
    }

    double nextDouble() {
        return (((long) next(26) << 27) + next(27)) * 0x1.0p-53;
    }

    /// A number from 0 up to but not including `bound`.
    int nextInt(int bound) {
        long bits = (long) next(32) << 31 ^ next(32) & 0xFFFFFFFFL;
        return (int) Long.remainderUnsigned(bits, bound);
    }

    /// Marsaglia's polar method, as `java.util.Random` does it.
    double nextNormal() {
        if (!Double.isNaN(spare)) {
            double kept = spare;
            spare = Double.NaN;
            return kept;
        }
        double a;
        double b;
        double square;
        do {
            a = 2 * nextDouble() - 1;
            b = 2 * nextDouble() - 1;
            square = a * a + b * b;
        } while (square >= 1 || square == 0);
        double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        spare = b * factor;
        return a * factor;
    }

    String uuid() {
        long high = (long) next(32) << 32 | next(32) & 0xFFFFFFFFL;
        long low = (long) next(32) << 32 | next(32) & 0xFFFFFFFFL;
        return new UUID(
                        high & 0xFFFFFFFFFFFF0FFFL | 0x4000L,
                        low & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L)
                .toString();
    }

    /// A seed whose bits are spread, as Spark's `XORShiftRandom.hashSeed`.
    private static long scrambled(long seed) {
        var bytes = ByteBuffer.allocate(Long.BYTES).putLong(seed).array();
        int low = SparkHash.scala(bytes, 0x3c074a61);
        int high = SparkHash.scala(bytes, low);
        return (long) high << 32 | low & 0xFFFFFFFFL;
    }

    /// Spreads the bits of a number: the end of SplitMix64.
    private static long mix(long number) {
        long mixed = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
