package io.tidemill.bench.kafka;

import io.tidemill.bench.AtLeastOne;
import picocli.CommandLine.Option;

/// A steady load, as it is told on a command line.
final class Load {
    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "How many events are sent in a second.")
    private long rate;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            converter = AtLeastOne.class,
            description = "For how long before anything is measured.")
    private long warmup;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            converter = AtLeastOne.class,
            description = "For how long after that.")
    private long seconds;

    /// What holds unless something else is told.
    Load(long rate, long warmup, long seconds) {
        this.rate = rate;
        this.warmup = warmup;
        this.seconds = seconds;
    }

    /// Events a second.
    long rate() {
        return rate;
    }

    /// Seconds before anything is measured.
    long warmup() {
        return warmup;
    }

    /// Seconds that are measured.
    long seconds() {
        return seconds;
    }
}
