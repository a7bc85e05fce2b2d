package io.tidemill.generate;

/// Random numbers that are a function of (seed, event, column): any value of any event can be drawn
/// on its own, in any order.
///
/// Source: Steele, Lea, Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014
/// (SplitMix64); numbers below a bound by multiplication (Lemire, 2019, without his rejection: the
/// bias is below 2⁻⁴⁰ for bounds as small as those here).
final class Draw {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long state;

    Draw(long seed) {
        this.seed = mix(seed + GOLDEN);
    }

    /// Goes to the first number of this column of this event.
    Draw at(long event, int column) {
        state = mix(seed ^ mix(event * 64 + column));
        return this;
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /// A number of `[0, bound)`.
    int below(int bound) {
        return (int) ((next() >>> 32) * bound >>> 32);
    }

    /// A number of `[0, bound)`.
    long below(long bound) {
        return Math.unsignedMultiplyHigh(next(), bound);
    }

    /// A number of `[0, 1)`.
    double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
