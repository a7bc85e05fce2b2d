package io.tidemill.generate;

import io.tidemill.connect.option.Option;

/// Options of the source `socket`, as Spark names them.
record SocketOptions(
        @Option(name = "host", required = true, help = "The host to connect to.") String host,
        @Option(name = "port", required = true, help = "The port to connect to; 1 to 65535.")
                int port,
        @Option(
                        name = "includeTimestamp",
                        otherwise = "false",
                        help = "Whether a second column, timestamp, says when a line came.")
                boolean includeTimestamp) {
    SocketOptions {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "the option 'port' is %d, but must be 1 to 65535".formatted(port));
        }
    }
}
