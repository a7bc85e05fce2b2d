package io.tidemill.sql.streaming;

import io.tidemill.connect.option.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// When a streaming query starts its next epoch.
///
/// Without a trigger it starts one as soon as there is data and the one before is through.
public sealed interface Trigger {
    /// An interval after the last epoch began, and at once where that took longer. No epoch without
    /// data. An interval of 0 is the default: as soon as there is data.
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

    /// An epoch each interval, where there is data; 0: as soon as there is.
    ///
    /// @throws IllegalArgumentException when it is negative
    static Trigger ProcessingTime(long intervalMillis) {
        return new EveryInterval(Duration.ofMillis(intervalMillis));
    }

    /// As [#ProcessingTime(long)], in another unit.
    ///
    /// @throws IllegalArgumentException when it is negative
    static Trigger ProcessingTime(long interval, TimeUnit unit) {
        return new EveryInterval(Duration.of(interval, unit.toChronoUnit()));
    }

    /// As [#ProcessingTime(long)].
    ///
    /// @throws IllegalArgumentException when it is negative
    static Trigger ProcessingTime(Duration interval) {
        return new EveryInterval(interval);
    }

    /// As [#ProcessingTime(long)].
    ///
    /// @param interval with a unit: `10 seconds`
    /// @throws IllegalArgumentException when it is none, or negative
    static Trigger ProcessingTime(String interval) {
        return new EveryInterval(Durations.parse(interval));
    }

    /// Spark's older word for [#AvailableNow] without limits: everything in a single epoch.
    static Trigger Once() {
        return new OneEpoch();
    }

    /// What is there at the start, in as many epochs as the sources' limits ask for; then the query
    /// ends.
    static Trigger AvailableNow() {
        return new AllAvailable();
    }

    /// Lowest latency. The interval, which in Spark is that of checkpoints, has no use here: every
    /// epoch is in the log.
    static Trigger Continuous(long intervalMillis) {
        return lowest(Duration.ofMillis(intervalMillis));
    }

    /// As [#Continuous(long)].
    ///
    /// @throws IllegalArgumentException when it is negative
    static Trigger Continuous(long interval, TimeUnit unit) {
        return lowest(Duration.of(interval, unit.toChronoUnit()));
    }

    /// As [#Continuous(long)].
    ///
    /// @param interval with a unit: `1 second`
    /// @throws IllegalArgumentException when it is none, or negative
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

    /// As [#RealTime(long)].
    ///
    /// @throws IllegalArgumentException when it is negative
    static Trigger RealTime(long duration, TimeUnit unit) {
        return lowest(Duration.of(duration, unit.toChronoUnit()));
    }

    /// As [#RealTime(long)].
    ///
    /// @param duration with a unit: `5 minutes`
    /// @throws IllegalArgumentException when it is none, or negative
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
