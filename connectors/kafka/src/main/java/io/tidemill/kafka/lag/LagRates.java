package io.tidemill.kafka.lag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// How fast partitions grow and how fast a query reads them, from looks at them some time apart:
/// the newest against the oldest of the last [#MEMORY] looks. Used by one thread.
final class LagRates {
    private static final int MEMORY = 10;

    private record Look(long nanos, long position, long end) {}

    private final Map<TopicPartition, List<Look>> looks = new HashMap<>();

    /// Takes down a look, and gives the facts with rates; with those of the facts themselves when
    /// this is the first look.
    PartitionFacts measured(PartitionFacts facts, long nanos) {
        List<Look> seen = looks.computeIfAbsent(facts.partition(), _ -> new ArrayList<>());
        seen.add(new Look(nanos, facts.position(), facts.end()));
        if (seen.size() > MEMORY) {
            seen.removeFirst();
        }
        Look first = seen.getFirst();
        Look last = seen.getLast();
        double seconds = Duration.ofNanos(last.nanos() - first.nanos()).toMillis() / 1000.0;
        if (seconds <= 0) {
            return facts;
        }
        return facts.withRates(
                Math.max(0, last.end() - first.end()) / seconds,
                Math.max(0, last.position() - first.position()) / seconds);
    }

    /// Forgets partitions that are no longer read.
    void retain(List<PartitionFacts> present) {
        looks.keySet().retainAll(present.stream().map(PartitionFacts::partition).toList());
    }
}
