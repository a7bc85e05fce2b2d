package io.tidemill.kafka.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Looks for an epoch in the topics themselves: for the first of its records that readers of
/// committed records see, from where the epoch cannot lie before to where the topic ends now.
final class MarkerSearch {
    private static final Duration POLL = Duration.ofMillis(500);

    private MarkerSearch() {}

    /// What was found.
    enum Found {
        COMMITTED,
        NOT_COMMITTED,
        /// Records that could have told have been deleted.
        UNKNOWN
    }

    /// @param consumer reads committed records; partitions are assigned here
    /// @param header the value of the epoch's header
    /// @param from where to begin, for every partition that the epoch has records in
    static Found search(
            Consumer<byte[], byte[]> consumer, String header, Map<TopicPartition, Long> from)
            throws IOException {
        if (from.isEmpty()) {
            return Found.NOT_COMMITTED; // an epoch without records: there is nothing to repeat
        }
        var wanted = header.getBytes(StandardCharsets.UTF_8);
        var starts = consumer.beginningOffsets(from.keySet());
        var ends = new HashMap<>(consumer.endOffsets(from.keySet()));
        boolean gaps = false;
        for (var entry : from.entrySet()) {
            long start = starts.getOrDefault(entry.getKey(), 0L);
            gaps |= start > entry.getValue();
        }
        consumer.assign(from.keySet());
        for (var partition : from.keySet()) {
            long start = Math.max(from.get(partition), starts.getOrDefault(partition, 0L));
            consumer.seek(partition, start);
        }
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (var each : consumer.poll(POLL)) {
                if (isFirstOf(wanted, each)) {
                    return Found.COMMITTED;
                }
            }
        }
        return gaps ? Found.UNKNOWN : Found.NOT_COMMITTED;
    }

    private static boolean isFirstOf(byte[] wanted, ConsumerRecord<byte[], byte[]> found) {
        var header = found.headers().lastHeader(Marker.HEADER);
        return header != null && Arrays.equals(header.value(), wanted);
    }
}
