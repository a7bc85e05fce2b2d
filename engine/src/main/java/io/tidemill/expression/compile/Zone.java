package io.tidemill.expression.compile;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/// A time zone whose offset is kept for the stretch between two transitions, so that most rows cost
/// a comparison. One thread's own.
final class Zone {
    static final String DESCRIPTOR = Zone.class.descriptorString();
    static final Zone UTC = new Zone(ZoneOffset.UTC);
    private static final long MICROS = 1_000_000;

    private final ZoneId id;
    private final ZoneRules rules;
    private long from = Long.MAX_VALUE;
    private long until = Long.MIN_VALUE;
    private long offsetMicros;

    Zone(ZoneId id) {
        this.id = id;
        rules = id.getRules();
        if (rules.isFixedOffset()) {
            from = Long.MIN_VALUE;
            until = Long.MAX_VALUE;
            offsetMicros = rules.getOffset(Instant.EPOCH).getTotalSeconds() * MICROS;
        }
    }

    ZoneId id() {
        return id;
    }

    /// The time on the wall at an instant, both in microseconds.
    ///
    /// @throws Unusual when it is out of range
    long toLocal(long micros) {
        if (micros < from || micros >= until) {
            find(micros);
        }
        long local = micros + offsetMicros;
        if (((micros ^ local) & (offsetMicros ^ local)) < 0) {
            throw new Unusual();
        }
        return local;
    }

    /// The instant at which the wall shows a time; the earlier one of two, and as much later as a
    /// gap is long.
    long toInstant(long localMicros) {
        if (rules.isFixedOffset()) {
            return Math.subtractExact(localMicros, offsetMicros);
        }
        var local =
                java.time.LocalDateTime.ofEpochSecond(
                        Math.floorDiv(localMicros, MICROS),
                        (int) Math.floorMod(localMicros, MICROS) * 1000,
                        ZoneOffset.UTC);
        var at = local.atZone(id);
        return Math.addExact(Math.multiplyExact(at.toEpochSecond(), MICROS), at.getNano() / 1000);
    }

    private void find(long micros) {
        var instant = Instant.ofEpochSecond(Math.floorDiv(micros, MICROS));
        var next = rules.nextTransition(instant);
        // The last transition at or before the second that `instant` is.
        var last = rules.previousTransition(instant.plusSeconds(1));
        from = last == null ? Long.MIN_VALUE : last.toEpochSecond() * MICROS;
        until = next == null ? Long.MAX_VALUE : next.toEpochSecond() * MICROS;
        offsetMicros = rules.getOffset(instant).getTotalSeconds() * MICROS;
    }
}
