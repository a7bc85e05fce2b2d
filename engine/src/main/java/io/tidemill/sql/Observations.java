package io.tidemill.sql;

import io.tidemill.operator.ObservedRow;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The observations of a session that wait for their metrics, by name.
final class Observations {
    private final Map<String, Observation> waiting = new ConcurrentHashMap<>();

    /// @throws IllegalArgumentException when it observes another Dataset already
    void await(Observation observation) {
        boolean used = !observation.getOrEmpty().isEmpty();
        if (used || waiting.putIfAbsent(observation.name(), observation) != null) {
            throw new IllegalArgumentException(
                    "an observation takes the metrics of one Dataset, once; '%s' has one"
                            .formatted(observation.name()));
        }
    }

    /// A batch has ended.
    void observed(ObservedRow.Metrics metrics) {
        var observation = waiting.remove(metrics.name());
        if (observation != null) {
            observation.complete(ProgressView.row(metrics));
        }
    }
}
