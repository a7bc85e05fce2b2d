package io.tidemill.system;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Where chance comes from. What a query does by chance it does from a seed taken here once and
/// logged, so that an epoch run again sees the same numbers.
public interface Randomness {

    /// A fresh seed.
    long seed();

    /// A generator of its own for the caller, started from a fresh seed. Not thread-safe.
    RandomGenerator generator();

    /// A random (version 4) UUID.
    default UUID uuid() {
        var high = (seed() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        var low = (seed() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
