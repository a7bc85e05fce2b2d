package io.tidemill.bench.kafka;

import io.tidemill.bench.Query;
import java.util.List;

/// A query from topic to topic.
///
/// @param query its words for each engine
/// @param key the columns of the result's key, where rows of it replace each other
/// @param mode Tidemill's output mode
record KafkaQuery(Query query, List<String> key, String mode) {
    static KafkaQuery named(String name) {
        var query = Query.named(name);
        return switch (name) {
            case "q12" -> new KafkaQuery(query, List.of("bidder", "starttime"), "update");
            case "q5" -> new KafkaQuery(query, List.of(), "changelog");
            default -> new KafkaQuery(query, List.of(), "append");
        };
    }

    String keys() {
        return String.join(",", key);
    }

    /// Whether Kafka Streams' program has it.
    boolean streams() {
        return !query.name().equals("q5");
    }

    /// What Flink needs as columns of a key, which may not be NULL.
    String flinkResult() {
        return query.flinkResult();
    }

    Query.Table table() {
        if (query.tables().size() != 1 || !query.tables().getFirst().name().equals("bid")) {
            throw new IllegalArgumentException(
                    "%s reads more than bids, and one topic is all there is"
                            .formatted(query.name()));
        }
        return query.tables().getFirst();
    }
}
