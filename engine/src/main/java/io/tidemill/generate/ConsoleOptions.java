package io.tidemill.generate;

import io.tidemill.connect.option.Option;

/// Options of the sink `console`, as Spark names them.
record ConsoleOptions(
        @Option(
                        name = "numRows",
                        otherwise = "20",
                        help = "The most rows that are printed of an epoch; at least 0.")
                int numRows,
        @Option(
                        name = "truncate",
                        otherwise = "true",
                        help = "Whether values are cut to 20 characters.")
                boolean truncate) {
    ConsoleOptions {
        if (numRows < 0) {
            throw new IllegalArgumentException(
                    "the option 'numRows' is %d, but must not be negative".formatted(numRows));
        }
    }
}
