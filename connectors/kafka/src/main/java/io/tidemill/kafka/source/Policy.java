package io.tidemill.kafka.source;

import io.tidemill.kafka.Clients;
import java.time.Duration;

/// How topics are fetched: sources that agree in it may share a reader.
///
/// @param aheadBytes how much may wait in memory
/// @param failOnDataLoss whether what is gone before it was read is an error
/// @param patience how long a broker may be silent before that is one; zero: for ever
public record Policy(
        Clients clients,
        Subscription subscription,
        long aheadBytes,
        boolean failOnDataLoss,
        Duration patience) {

    boolean isCommittedOnly() {
        return !"read_uncommitted"
                .equalsIgnoreCase(clients.getOrDefault("isolation.level", "read_committed"));
    }

    int setting(String name, int otherwise) {
        return Integer.parseInt(clients.getOrDefault(name, Integer.toString(otherwise)).strip());
    }
}
