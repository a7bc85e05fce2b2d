package io.tidemill.kafka.lag;

import io.tidemill.kafka.lag.PartitionLag.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Computes how long a query has until rows that it has not read are deleted. Looks at nothing: in
/// are [PartitionFacts] and the time, out is a [PartitionLag].
///
/// By age, a row may be deleted when it is older than the topic's retention; by size, when more
/// than the retained bytes lie behind it, which is estimated from the mean size of rows and the
/// rate at which they come. Kafka deletes whole segments, so rows live a little longer: both are
/// the earliest moments. Where the rate was not measured, it is the mean since the oldest unread
/// row.
public final class DataLossClock {
    private static final double LONGEST_SECONDS = Duration.ofDays(36_500).toSeconds();

    private DataLossClock() {}

    /// Reads the clock of one partition.
    public static PartitionLag read(PartitionFacts facts, Instant now) {
        long behind = facts.unread();
        long lost = Math.max(0, facts.logStart() - facts.position());
        Optional<Duration> age =
                behind == 0
                        ? Optional.empty()
                        : facts.oldestUnread().map(time -> notNegative(time, now));
        double written = written(facts, behind, age);
        Optional<Duration> byTime =
                age.flatMap(old -> facts.retention().time().map(kept -> left(kept.minus(old))));
        Optional<Duration> bySize = behind == 0 ? Optional.empty() : untilTooLarge(facts, written);
        Cause cause = cause(lost, byTime, bySize);
        return new PartitionLag(
                facts.partition(),
                facts.position(),
                facts.end(),
                behind,
                lost,
                facts.passedOver(),
                age,
                switch (cause) {
                    case NONE -> Optional.empty();
                    case TIME -> byTime;
                    case SIZE -> bySize;
                    case LOST -> Optional.of(Duration.ZERO);
                },
                kept(facts, written),
                cause,
                caughtUpIn(behind, written, facts.readPerSecond()));
    }

    private static Cause cause(long lost, Optional<Duration> byTime, Optional<Duration> bySize) {
        if (lost > 0) {
            return Cause.LOST;
        }
        if (byTime.isEmpty() && bySize.isEmpty()) {
            return Cause.NONE;
        }
        boolean sizeIsFirst =
                bySize.isPresent()
                        && (byTime.isEmpty() || bySize.get().compareTo(byTime.get()) < 0);
        return sizeIsFirst ? Cause.SIZE : Cause.TIME;
    }

    private static double written(PartitionFacts facts, long behind, Optional<Duration> age) {
        return facts.writtenPerSecond()
                .orElseGet(() ->
                        age.map(old -> behind / Math.max(1.0, old.toMillis() / 1000.0))
                                .orElse(0.0));
    }

    private static Optional<Duration> untilTooLarge(PartitionFacts facts, double written) {
        if (facts.retention().bytes().isEmpty()) {
            return Optional.empty();
        }
        double room = facts.retention().bytes().getAsLong() - facts.unreadBytes().orElse(0.0);
        return facts.bytesPerSecond(written)
                .filter(rate -> rate > 0)
                .map(rate -> seconds(Math.max(0, room) / rate));
    }

    /// How long a row lives at all.
    private static Optional<Duration> kept(PartitionFacts facts, double written) {
        Optional<Duration> bySize =
                facts.retention().bytes().isEmpty()
                        ? Optional.empty()
                        : facts.bytesPerSecond(written)
                                .filter(rate -> rate > 0)
                                .map(rate -> seconds(facts.retention().bytes().getAsLong() / rate));
        Optional<Duration> byTime = facts.retention().time();
        return byTime.isPresent() && bySize.isPresent()
                ? Optional.of(
                        byTime.get().compareTo(bySize.get()) < 0 ? byTime.get() : bySize.get())
                : byTime.or(() -> bySize);
    }

    private static Optional<Duration> caughtUpIn(long behind, double written, double read) {
        if (behind == 0) {
            return Optional.of(Duration.ZERO);
        }
        double gain = read - written;
        return gain <= 0 ? Optional.empty() : Optional.of(seconds(behind / gain));
    }

    private static Duration notNegative(Instant time, Instant now) {
        return left(Duration.between(time, now));
    }

    private static Duration left(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (Math.min(seconds, LONGEST_SECONDS) * 1000));
    }
}
