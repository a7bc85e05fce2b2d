package io.tidemill.connect;

import java.util.List;

/// The last epoch of a query's log, as a sink is told of it that no longer finds its own note of
/// what it has committed.
///
/// @param epoch its number
/// @param acknowledged whether the log says that all sinks have committed it
/// @param timeMicros the epoch's clock, microseconds since 1970
/// @param planDigest as in [EpochContext#planDigest]
/// @param tokens what this sink's writers gave
public record LastLogged(
        long epoch, boolean acknowledged, long timeMicros, String planDigest, List<Token> tokens) {
    public LastLogged {
        tokens = List.copyOf(tokens);
    }
}
