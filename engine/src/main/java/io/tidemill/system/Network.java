package io.tidemill.system;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Client connections over TCP.
public interface Network {

    /// Connects; blocks for at most `timeout`.
    ///
    /// @throws IOException naming host and port if nobody answers
    Connection connect(String host, int port, Duration timeout) throws IOException;

    /// An open connection. Reading blocks; closing it from another thread ends a blocked read with
    /// an [IOException].
    interface Connection extends Closeable {
        InputStream input() throws IOException;
    }
}
