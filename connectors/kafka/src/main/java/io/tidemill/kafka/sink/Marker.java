package io.tidemill.kafka.sink;

import io.tidemill.data.Json;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a transaction says of itself: the metadata of the offset that it commits for the sink's
/// group. The newest one is the last epoch that readers see.
///
/// @param query whose epoch it is
/// @param generation of the process that committed it
/// @param epoch [#NONE] when a process took the output over and found no marker
/// @param digest of the epoch's plan
/// @param owner the process, for people
record Marker(String query, long generation, long epoch, String digest, String owner) {
    /// Nothing is known of any epoch.
    static final long NONE = -1;

    /// The name of the header that the first record of an epoch in a partition has.
    static final String HEADER = "tidemill.epoch";

    boolean hasEpoch() {
        return epoch > NONE;
    }

    /// The same epoch, in the hands of another process.
    Marker ownedBy(long newGeneration, String newOwner) {
        return new Marker(query, newGeneration, epoch, digest, newOwner);
    }

    /// The header's value: which epoch of which query, and of which plan.
    String headerText() {
        return query + "/" + epoch + "/" + digest;
    }

    String text() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("query", query);
        map.put("generation", generation);
        map.put("epoch", epoch);
        map.put("digest", digest);
        map.put("owner", owner);
        return Json.write(map);
    }

    /// Reads [#text]; empty when it is something else.
    static Optional<Marker> parse(String text) {
        try {
            var map = Json.parseObject(text);
            return map.get("query") instanceof String query
                            && map.get("generation") instanceof Long generation
                            && map.get("epoch") instanceof Long epoch
                            && map.get("digest") instanceof String digest
                            && map.get("owner") instanceof String owner
                    ? Optional.of(new Marker(query, generation, epoch, digest, owner))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
