package io.tidemill.generate;

import io.tidemill.connect.option.Option;
import java.time.Duration;
import java.util.Optional;

/// Options of the source `nexmark`.
record NexmarkOptions(
        @Option(
                        name = "type",
                        otherwise = "all",
                        help =
                                "Which events are rows: person, auction, bid, or all of them with an"
                                        + " event_type (0, 1, 2) and one struct each.")
                Kind type,
        @Option(
                        name = "events",
                        help =
                                "How many events there are of all three kinds together; without it the"
                                        + " stream has no end.")
                Optional<Long> events,
        @Option(
                        name = "rate",
                        help =
                                "How many events of all kinds come into being each second. Without it all"
                                        + " are there at once when 'events' is given, and otherwise"
                                        + " 10000 a second.")
                Optional<Long> rate,
        @Option(
                        name = "seed",
                        otherwise = "0",
                        help = "Streams of equal seed are equal, whatever else differs.")
                long seed,
        @Option(
                        name = "partitions",
                        otherwise = "1",
                        help = "Over how many partitions the events are dealt out; 1 to 1024.")
                int partitions,
        @Option(
                        name = "startTimestamp",
                        otherwise = "1436918400000",
                        help =
                                "The dateTime of the first event, milliseconds since 1970; by default"
                                        + " 2015-07-15T00:00:00Z.")
                long startTimestamp,
        @Option(
                        name = "eventGap",
                        otherwise = "100us",
                        help =
                                "Event time between one event and the next; dateTime is cut to milliseconds.")
                Duration eventGap) {
    /// What a table of this kind holds.
    enum Kind {
        ALL,
        PERSON,
        AUCTION,
        BID
    }

    NexmarkOptions {
        if (events.isPresent() && events.get() < 0) {
            throw new IllegalArgumentException(
                    "the option 'events' is %d, but must not be negative".formatted(events.get()));
        }
        if (rate.isPresent() && (rate.get() < 1 || rate.get() > 1_000_000_000)) {
            throw new IllegalArgumentException(
                    "the option 'rate' is %d, but must be 1 to 1000000000".formatted(rate.get()));
        }
        if (eventGap.isNegative() || eventGap.toDays() > 1) {
            throw new IllegalArgumentException(
                    "the option 'eventGap' is %s, but must be 0 to 1 day".formatted(eventGap));
        }
        Bounds.partitions("partitions", partitions);
    }

    long gapMicros() {
        return eventGap.toNanos() / 1000;
    }
}
