package io.tidemill.sql.streaming;

import io.tidemill.connect.option.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// When a streaming query starts its next epoch.
///
/// Without a trigger it starts one as soon as there is data and the one before is through.
public sealed interface Trigger {
    /// At whole multiples of an interval; a missed one fires at once. No epoch without data. An
    /// interval of 0 is the default: as soon as there is data.
    record EveryInterval(Duration interval) implements Trigger {
        public EveryInterval {
            if (interval.isNegative()) {
                throw new IllegalArgumentException(
                        "the interval of a trigger must not be negative, is " + interval);
            }
        }
    }

    /// All that is there at the start, in one epoch; then the query ends.
    record OneEpoch() implements Trigger {}

    /// All that is there at the start, in as many epochs as its limits ask for; then the query
    /// ends.
    record AllAvailable() implements Trigger {}

    /// Each row as soon as it can be.
    record LowestLatency() implements Trigger {}

    static Trigger ProcessingTime(long intervalMillis) {
        return new EveryInterval(Duration.ofMillis(intervalMillis));
    }

    static Trigger ProcessingTime(long interval, TimeUnit unit) {
        return new EveryInterval(Duration.of(interval, unit.toChronoUnit()));
    }

    static Trigger ProcessingTime(Duration interval) {
        return new EveryInterval(interval);
    }

    /// @param interval with a unit: `10 seconds`
    static Trigger ProcessingTime(String interval) {
        return new EveryInterval(Durations.parse(interval));
    }

    /// Spark's older word for [#AvailableNow] without limits: everything in a single epoch.
    static Trigger Once() {
        return new OneEpoch();
    }

    static Trigger AvailableNow() {
        return new AllAvailable();
    }

    /// Lowest latency. The interval, which in Spark is that of checkpoints, has no use here: every
    /// epoch is in the log.
    static Trigger Continuous(long intervalMillis) {
        return lowest(Duration.ofMillis(intervalMillis));
    }

    static Trigger Continuous(long interval, TimeUnit unit) {
        return lowest(Duration.of(interval, unit.toChronoUnit()));
    }

    static Trigger Continuous(String interval) {
        return lowest(Durations.parse(interval));
    }

    /// Lowest latency.
    static Trigger RealTime() {
        return new LowestLatency();
    }

    /// Lowest latency; the duration, which in Spark is that of checkpoints, has no use here.
    static Trigger RealTime(long durationMillis) {
        return lowest(Duration.ofMillis(durationMillis));
    }

    static Trigger RealTime(long duration, TimeUnit unit) {
        return lowest(Duration.of(duration, unit.toChronoUnit()));
    }

    static Trigger RealTime(String duration) {
        return lowest(Durations.parse(duration));
    }

    private static Trigger lowest(Duration interval) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException(
                    "the interval of a trigger must not be negative, is " + interval);
        }
        return new LowestLatency();
    }

    /// A trigger as an option writes it: `available now`, `once`, `continuous`, `real time`, or an
    /// interval such as `10 seconds`.
    ///
    /// @throws IllegalArgumentException when it is none of these
    static Trigger parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT).replaceAll("[ _-]", "")) {
            case "availablenow" -> AvailableNow();
            case "once" -> Once();
            case "continuous", "realtime" -> RealTime();
            case "default" -> ProcessingTime(0);
            default -> interval(text);
        };
    }

    private static Trigger interval(String text) {
        try {
            return ProcessingTime(text.strip().replaceFirst("(?i)^every\\s+", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a trigger is 'available now', 'once', 'continuous', 'real time' or an interval"
                            + " such as '10 seconds', not '"
                            + text
                            + "'",
                    e);
        }
    }
}
