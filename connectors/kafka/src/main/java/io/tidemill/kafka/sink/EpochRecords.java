package io.tidemill.kafka.sink;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The records of one epoch: what each of its writers encoded, in the order of the writers.
record EpochRecords(List<RecordBuffer> buffers) {
    static final EpochRecords NONE = new EpochRecords(List.of());

    EpochRecords {
        buffers = List.copyOf(buffers);
    }

    long count() {
        return buffers.stream().mapToLong(RecordBuffer::count).sum();
    }

    /// The topics that get records.
    Set<String> topics() {
        var topics = new LinkedHashSet<String>();
        for (var buffer : buffers) {
            String last = "";
            for (int i = 0; i < buffer.count(); i++) {
                var topic = buffer.topic(i);
                if (!topic.equals(last)) {
                    topics.add(topic);
                    last = topic;
                }
            }
        }
        return topics;
    }

    /// The largest record that was noted.
    Optional<RecordBuffer.Large> largest() {
        return buffers.stream()
                .flatMap(buffer -> buffer.large().stream())
                .max(Comparator.comparingInt(RecordBuffer.Large::bytes));
    }
}
