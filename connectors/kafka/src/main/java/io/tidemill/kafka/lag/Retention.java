package io.tidemill.kafka.lag;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How long a topic keeps records, by its configuration or the broker's.
///
/// @param time records may go when they are older; empty: age deletes nothing
/// @param bytes records may go when a partition has more behind them; empty: size deletes nothing
public record Retention(Optional<Duration> time, OptionalLong bytes) {
    /// Nothing is deleted.
    public static final Retention FOREVER = new Retention(Optional.empty(), OptionalLong.empty());

    /// From a topic's effective settings. A topic that is only compacted loses old values of keys,
    /// which is no loss, and tombstones.
    public static Retention of(Map<String, String> settings) {
        String policy = settings.getOrDefault("cleanup.policy", "delete");
        if (Arrays.stream(policy.split(",")).noneMatch(word -> word.strip().equals("delete"))) {
            return FOREVER;
        }
        OptionalLong millis = limit(settings.get("retention.ms"));
        return new Retention(
                millis.isPresent()
                        ? Optional.of(Duration.ofMillis(millis.getAsLong()))
                        : Optional.empty(),
                limit(settings.get("retention.bytes")));
    }

    private static OptionalLong limit(@Nullable String text) {
        long value = text == null ? -1 : Long.parseLong(text.strip());
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
