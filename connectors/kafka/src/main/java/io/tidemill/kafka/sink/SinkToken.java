package io.tidemill.kafka.sink;

import io.tidemill.connect.Token;
import io.tidemill.data.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// What is logged of an epoch's output: for each partition that gets records an offset that they
/// cannot lie before, `{"winners":{"0":120,"3":77}}`.
final class SinkToken {
    private SinkToken() {}

    static Token write(Map<TopicPartition, Long> from) {
        var topics = new TreeMap<String, @Nullable Object>();
        from.forEach((partition, offset) -> {
            @SuppressWarnings("unchecked")
            var offsets =
                    (Map<String, @Nullable Object>)
                            topics.computeIfAbsent(
                                    partition.topic(),
                                    _ -> new TreeMap<String, @Nullable Object>());
            offsets.put(Integer.toString(partition.partition()), offset);
        });
        return new Token(Json.write(topics).getBytes(StandardCharsets.UTF_8));
    }

    /// The partitions of all writers of an epoch; the least offset of each.
    static Map<TopicPartition, Long> read(List<Token> tokens) {
        var from = new HashMap<TopicPartition, Long>();
        for (var token : tokens) {
            var text = new String(token.bytes(), StandardCharsets.UTF_8);
            Json.parseObject(text)
                    .forEach((topic, value) -> {
                        if (!(value instanceof Map<?, ?> offsets)) {
                            throw new IllegalArgumentException(
                                    "a token of a topic's offsets: " + text);
                        }
                        offsets.forEach((partition, offset) ->
                                from.merge(
                                        new TopicPartition(
                                                topic, Integer.parseInt((String) partition)),
                                        (Long) offset,
                                        Math::min));
                    });
        }
        return from;
    }
}
