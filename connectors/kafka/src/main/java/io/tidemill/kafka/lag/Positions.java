package io.tidemill.kafka.lag;

import io.tidemill.data.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Offsets of topics in the JSON of a checkpoint: `{"topic":{"0":12,"1":7}}`, or with more beside
/// each offset, `{"topic":{"id":"...","partitions":{"0":[12,3]}}}`.
public final class Positions {
    private Positions() {}

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
            Object inner = fields.get("partitions");
            var partitions = inner instanceof Map<?, ?> map ? map : fields;
            for (var partition : partitions.entrySet()) {
                String number = String.valueOf(partition.getKey());
                Optional<Long> offset = offset(partition.getValue());
                if (offset.isEmpty() || !number.matches("\\d+")) {
                    return Optional.empty();
                }
                positions.put(
                        new TopicPartition(
                                String.valueOf(topic.getKey()), Integer.parseInt(number)),
                        offset.get());
            }
        }
        return Optional.of(positions);
    }

    private static Optional<Long> offset(@Nullable Object value) {
        Object first = value instanceof List<?> list && !list.isEmpty() ? list.getFirst() : value;
        return first instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }
}
