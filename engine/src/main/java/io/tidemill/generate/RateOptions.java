package io.tidemill.generate;

import io.tidemill.connect.option.Option;
import java.time.Duration;

/// Options of the source `rate`, as Spark names them.
record RateOptions(
        @Option(
                        name = "rowsPerSecond",
                        otherwise = "1",
                        help = "How many rows come into being each second; at least 1.")
                long rowsPerSecond,
        @Option(
                        name = "rampUpTime",
                        otherwise = "0s",
                        help =
                                "How long the rate grows before it reaches rowsPerSecond; whole seconds.")
                Duration rampUpTime,
        @Option(
                        name = "numPartitions",
                        otherwise = "1",
                        help = "Over how many partitions the rows are dealt out; 1 to 1024.")
                int numPartitions) {
    RateOptions {
        if (rowsPerSecond < 1 || rowsPerSecond > 1_000_000_000) {
            throw new IllegalArgumentException(
                    "the option 'rowsPerSecond' is %d, but must be 1 to 1000000000"
                            .formatted(rowsPerSecond));
        }
        if (rampUpTime.isNegative() || rampUpTime.toDays() > 365) {
            throw new IllegalArgumentException(
                    "the option 'rampUpTime' is %s, but must be 0 to 365 days"
                            .formatted(rampUpTime));
        }
        Bounds.partitions("numPartitions", numPartitions);
    }
}
