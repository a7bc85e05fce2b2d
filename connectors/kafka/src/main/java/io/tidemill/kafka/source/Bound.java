package io.tidemill.kafka.source;

import io.tidemill.data.Json;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// Where reading begins or ends, as the options say it.
public sealed interface Bound {
    /// What stands for the first offset there is.
    long EARLIEST = -2;

    /// What stands for the offset behind the last record.
    long LATEST = -1;

    /// The first or the last of every partition.
    record Everywhere(long place) implements Bound {}

    /// An offset, [#EARLIEST] or [#LATEST] for each partition.
    record At(Map<TopicPartition, Long> offsets) implements Bound {
        public At {
            offsets = Collections.unmodifiableMap(new HashMap<>(offsets));
        }
    }

    /// The first record of every partition that is not older, in milliseconds since 1970.
    record Since(long millis) implements Bound {}

    /// The same by partition.
    record SinceEach(Map<TopicPartition, Long> millis) implements Bound {
        public SinceEach {
            millis = Collections.unmodifiableMap(new HashMap<>(millis));
        }
    }

    /// `earliest`, `latest` or JSON of offsets.
    ///
    /// @throws IllegalArgumentException whose message goes on from "must be"
    static Bound parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "earliest" -> new Everywhere(EARLIEST);
            case "latest" -> new Everywhere(LATEST);
            default -> new At(perPartition(text, EARLIEST));
        };
    }

    /// JSON of a number for each partition: `{"topic":{"0":23}}`. What [Offsets] adds to it is
    /// passed over.
    ///
    /// @param least the least number allowed
    /// @throws IllegalArgumentException whose message goes on from "must be"
    static Map<TopicPartition, Long> perPartition(String text, long least) {
        var found = new HashMap<TopicPartition, Long>();
        try {
            Json.parseObject(text)
                    .forEach((topic, value) -> {
                        for (var entry : ((Map<?, ?>) value).entrySet()) {
                            var key = (String) entry.getKey();
                            if (key.chars().allMatch(Character::isDigit)) {
                                long number = ((Number) entry.getValue()).longValue();
                                if (number < least) {
                                    throw new IllegalArgumentException("below " + least);
                                }
                                found.put(new TopicPartition(topic, Integer.parseInt(key)), number);
                            }
                        }
                    });
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "JSON such as {\"topic\":{\"0\":23,\"1\":45}} with numbers of at least "
                            + least,
                    e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("JSON with at least one partition");
        }
        return found;
    }
}
