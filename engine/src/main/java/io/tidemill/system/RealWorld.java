package io.tidemill.system;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The world as it is: the machine's clock, randomness, files, threads and network.
public final class RealWorld {
    private RealWorld() {}

    public static World create() {
        return new World(
                new RealClock(),
                new RealRandomness(),
                new RealFiles(),
                new RealThreads(),
                new RealNetwork(),
                new RealHost());
    }

    private static final class RealClock implements WorldClock {
        @Override
        public long micros() {
            var now = Instant.now();
            return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration);
        }
    }

    /// Seeds from the operating system's entropy, through a generator of good quality.
    private static final class RealRandomness implements Randomness {
        private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
                RandomGeneratorFactory.of("L64X128MixRandom");

        private final RandomGenerator seeds = FACTORY.create(); // guarded by itself

        @Override
        public long seed() {
            synchronized (seeds) {
                return seeds.nextLong() ^ System.nanoTime();
            }
        }

        @Override
        public RandomGenerator generator() {
            return FACTORY.create(seed());
        }
    }
}
