package io.tidemill.bench.kafka;

import io.tidemill.bench.Query;
import java.util.List;
import java.util.Optional;

/// A query from topic to topic.
///
/// @param query its words for each engine
/// @param key the columns of the result's key, where rows of it replace each other
/// @param mode Tidemill's output mode
/// @param flinkKey the key where Flink replaces rows too: not where it waits for the end of windows
record KafkaQuery(Query query, List<String> key, String mode, String flinkKey) {
    private static final String COUNT =
            "SELECT bidder, count(*) AS n, max(extra) AS extra FROM bid GROUP BY bidder";

    /// Those over one table.
    static final List<String> NAMES = List.of("q0", "q1", "q2", "q5", "q12", "count");

    /// @param name one of [#NAMES]
    static KafkaQuery named(String name) {
        return switch (name) {
            case "q12" ->
                    new KafkaQuery(Query.named(name), List.of("bidder", "starttime"), "update", "");
            case "q5" -> new KafkaQuery(Query.named(name), List.of(), "changelog", "");
            case "count" -> new KafkaQuery(count(), List.of("bidder"), "update", "bidder");
            default -> new KafkaQuery(Query.named(name), List.of(), "append", "");
        };
    }

    /// Bids by bidder: the smallest query that keeps state, for latency.
    private static Query count() {
        return new Query(
                "count",
                Query.Rows.BIDS,
                Query.named("q0").tables(),
                COUNT,
                COUNT,
                COUNT,
                "bidder BIGINT, n BIGINT, extra STRING",
                Optional.of(COUNT),
                "update",
                "update");
    }

    String keys() {
        return String.join(",", key);
    }

    /// Whether Kafka Streams' program has it.
    boolean streams() {
        return !query.name().equals("q5");
    }

    Query.Table table() {
        return query.tables().getFirst();
    }
}
