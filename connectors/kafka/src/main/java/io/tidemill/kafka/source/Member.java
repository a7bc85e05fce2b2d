package io.tidemill.kafka.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// One source among those that share a [TopicReader], which guards it: how far it has read each
/// partition.
final class Member {
    final Runnable arrived;
    private final Map<TopicPartition, Long> read = new HashMap<>();
    private final List<Feed> feeds = new ArrayList<>();

    /// Offsets to which partitions have gone back, until the source has heard of it.
    final Map<TopicPartition, Long> setBack = new HashMap<>();

    /// @param arrived runs, on whatever thread, when there may be something new
    Member(Runnable arrived) {
        this.arrived = arrived;
    }

    void startAt(TopicPartition partition, long offset) {
        read.put(partition, offset);
    }

    void opened(Feed feed) {
        feeds.add(feed);
    }

    /// A range has been read to its end, or as far as it will be.
    void closed(Feed feed) {
        feeds.remove(feed);
        read.merge(feed.partition(), feed.offset(), Math::max);
    }

    /// What lies before this offset of a partition it has read.
    long floor(TopicPartition partition) {
        long floor = Long.MAX_VALUE;
        for (var feed : feeds) {
            if (feed.partition().equals(partition)) {
                floor = Math.min(floor, feed.offset());
            }
        }
        return floor == Long.MAX_VALUE ? read.getOrDefault(partition, 0L) : floor;
    }
}
