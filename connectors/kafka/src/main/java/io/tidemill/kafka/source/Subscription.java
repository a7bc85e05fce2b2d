package io.tidemill.kafka.source;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which partitions a table reads.
public sealed interface Subscription {
    /// All partitions of these topics, also those that come later.
    record Topics(List<String> names) implements Subscription {
        public Topics {
            names = List.copyOf(new TreeSet<>(names));
        }

        @Override
        public Optional<List<String>> topics() {
            return Optional.of(names);
        }

        @Override
        public boolean takes(String topic) {
            return names.contains(topic);
        }

        @Override
        public String description() {
            return "KafkaV2[Subscribe[%s]]".formatted(String.join(", ", names));
        }
    }

    /// All topics whose whole name matches, also those that come later.
    record Matching(String pattern) implements Subscription {
        public Matching {
            var _ = Pattern.compile(pattern);
        }

        @Override
        public Optional<List<String>> topics() {
            return Optional.empty();
        }

        @Override
        public boolean takes(String topic) {
            return Pattern.matches(pattern, topic);
        }

        @Override
        public String description() {
            return "KafkaV2[SubscribePattern[%s]]".formatted(pattern);
        }
    }

    /// These partitions.
    record Assigned(Map<String, Set<Integer>> partitions) implements Subscription {
        public Assigned {
            partitions = Collections.unmodifiableMap(new TreeMap<>(partitions));
        }

        @Override
        public Optional<List<String>> topics() {
            return Optional.of(List.copyOf(partitions.keySet()));
        }

        @Override
        public boolean takes(String topic) {
            return partitions.containsKey(topic);
        }

        @Override
        public boolean takes(String topic, int partition) {
            return partitions.getOrDefault(topic, Set.of()).contains(partition);
        }

        @Override
        public String description() {
            return "KafkaV2[Assign[%s]]".formatted(partitions);
        }
    }

    /// The topics by name; empty when only the cluster knows them.
    Optional<List<String>> topics();

    boolean takes(String topic);

    default boolean takes(String topic, int partition) {
        return takes(topic);
    }

    /// What progress shows, and a checkpoint keeps.
    String description();
}
