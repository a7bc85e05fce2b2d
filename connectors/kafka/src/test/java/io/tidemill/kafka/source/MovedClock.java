package io.tidemill.kafka.source;

import module java.base;

import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import io.tidemill.system.WorldClock;

/// The real world's clock, which a test moves on by minutes without waiting for them.
final class MovedClock implements WorldClock {
    private final World real = RealWorld.create();
    private final AtomicLong aheadNanos = new AtomicLong();

    /// The real world with this clock.
    World world() {
        return new World(
                this, real.randomness(), real.files(), real.threads(), real.network(), real.host());
    }

    void moveOn(Duration time) {
        aheadNanos.addAndGet(time.toNanos());
    }

    @Override
    public long micros() {
        return real.clock().micros() + aheadNanos.get() / 1000;
    }

    @Override
    public long nanos() {
        return real.clock().nanos() + aheadNanos.get();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        real.clock().sleep(duration);
    }
}
