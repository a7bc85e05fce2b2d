package io.tidemill.kafka.lag;

import io.tidemill.data.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/// Offsets of topics in the JSON of a checkpoint: `{"topic":{"0":12,"1":7}}`; what else stands
/// beside the partitions, such as the topic's id, is passed over.
public final class Positions {
    private Positions() {}

    /// How many offsets of each partition were gone when the query came to them; those of which
    /// none were are left out.
    public static Map<TopicPartition, Long> passedOver(String json) {
        Map<TopicPartition, Long> lost = new LinkedHashMap<>();
        if (Json.parse(json) instanceof Map<?, ?> topics) {
            topics.forEach((topic, value) -> {
                if (value instanceof Map<?, ?> fields
                        && fields.get("lost") instanceof Map<?, ?> of) {
                    of.forEach((partition, count) -> {
                        if (count instanceof Number number) {
                            lost.put(
                                    new TopicPartition(
                                            String.valueOf(topic),
                                            Integer.parseInt(String.valueOf(partition))),
                                    number.longValue());
                        }
                    });
                }
            });
        }
        return lost;
    }

    /// The first unread offset of each partition; empty when the text is another source's.
    public static Optional<Map<TopicPartition, Long>> parse(String json) {
        if (!(Json.parse(json) instanceof Map<?, ?> topics) || topics.isEmpty()) {
            return Optional.empty();
        }
        Map<TopicPartition, Long> positions = new LinkedHashMap<>();
        for (var topic : topics.entrySet()) {
            if (!(topic.getValue() instanceof Map<?, ?> fields)) {
                return Optional.empty();
            }
            fields.forEach((key, offset) -> {
                String number = String.valueOf(key);
                if (offset instanceof Number value && number.matches("\\d+")) {
                    positions.put(
                            new TopicPartition(
                                    String.valueOf(topic.getKey()), Integer.parseInt(number)),
                            value.longValue());
                }
            });
        }
        return positions.isEmpty() ? Optional.empty() : Optional.of(positions);
    }
}
