package io.tidemill.kafka.source;

import io.tidemill.sql.types.StructType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// Keeps readers of rows from one split to the next: their buffers have grown to what they need.
/// Thread-safe; a reader is used by whoever took it, until it is given back.
final class RowReaders {
    private final SourceSpec spec;
    private final boolean checksums;
    private final Map<Kind, Deque<RowReader>> free = new HashMap<>(); // guarded by this

    /// What a reader is made for.
    record Kind(TopicPartition partition, StructType columns) {}

    RowReaders(SourceSpec spec) {
        this.spec = spec;
        checksums =
                Boolean.parseBoolean(spec.policy().clients().getOrDefault("check.crcs", "true"));
    }

    synchronized RowReader take(Kind kind) {
        var kept = free.get(kind);
        var found = kept == null ? null : kept.poll();
        return found == null
                ? new RowReader(kind.partition(), spec.layout(), kind.columns(), checksums)
                : found;
    }

    synchronized void giveBack(Kind kind, RowReader reader) {
        free.computeIfAbsent(kind, _ -> new ArrayDeque<>()).push(reader);
    }
}
