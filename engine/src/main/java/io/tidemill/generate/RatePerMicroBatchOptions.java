package io.tidemill.generate;

import io.tidemill.connect.option.Option;

/// Options of the source `rate-micro-batch`, as Spark names them.
record RatePerMicroBatchOptions(
        @Option(
                        name = "rowsPerBatch",
                        required = true,
                        help = "How many rows each epoch has; at least 1.")
                long rowsPerBatch,
        @Option(
                        name = "numPartitions",
                        otherwise = "1",
                        help = "Over how many partitions the rows are dealt out; 1 to 1024.")
                int numPartitions,
        @Option(
                        name = "startTimestamp",
                        otherwise = "0",
                        help = "The timestamp of the first epoch's rows, milliseconds since 1970.")
                long startTimestamp,
        @Option(
                        name = "advanceMillisPerBatch",
                        otherwise = "1000",
                        help =
                                "By how many milliseconds each epoch's timestamp is later than the one before.")
                long advanceMillisPerBatch) {
    RatePerMicroBatchOptions {
        if (rowsPerBatch < 1) {
            throw new IllegalArgumentException(
                    "the option 'rowsPerBatch' is %d, but must be at least 1"
                            .formatted(rowsPerBatch));
        }
        if (startTimestamp < 0 || advanceMillisPerBatch < 0) {
            throw new IllegalArgumentException(
                    "the options 'startTimestamp' and 'advanceMillisPerBatch' must not be negative");
        }
        Bounds.partitions("numPartitions", numPartitions);
    }
}
