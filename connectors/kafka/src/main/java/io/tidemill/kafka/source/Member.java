package io.tidemill.kafka.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// One source among those that read the same [Lanes], which guard it: how far it has planned and
/// read each partition, and what was gone before it could.
final class Member {
    final Runnable arrived;
    private final Map<TopicPartition, Long> planned = new HashMap<>();
    private final Map<TopicPartition, Long> read = new HashMap<>();
    private final List<Feed> feeds = new ArrayList<>();

    /// Offsets to which partitions have gone back, until the source has heard of it.
    final Map<TopicPartition, Long> setBack = new HashMap<>();

    private Loss loss = new Loss(0, ""); // guarded by this
    private final Map<TopicPartition, Long> unlogged = new HashMap<>(); // guarded by this

    /// @param arrived runs, on whatever thread, when there may be something new
    Member(Runnable arrived) {
        this.arrived = arrived;
    }

    void startAt(TopicPartition partition, long offset) {
        read.put(partition, offset);
        planned.put(partition, offset);
    }

    /// What lies before this offset of a partition stands in the plans of epochs.
    void planTo(TopicPartition partition, long offset) {
        planned.put(partition, offset);
    }

    long planned(TopicPartition partition) {
        return planned.getOrDefault(partition, 0L);
    }

    /// Records are gone that it has not read.
    ///
    /// @param what which, in words
    synchronized void lose(TopicPartition partition, long rows, String what) {
        loss = new Loss(loss.rows + rows, what);
        unlogged.merge(partition, rows, Long::sum);
    }

    /// How many of a partition were gone since the last time that this was asked; those go into the
    /// log with the next epoch.
    synchronized long takeLost(TopicPartition partition) {
        var lost = unlogged.remove(partition);
        return lost == null ? 0 : lost;
    }

    /// What was gone before it read it, since it began. Any thread may ask.
    synchronized Loss loss() {
        return loss;
    }

    /// @param rows how many, as far as can be told by their offsets
    /// @param last which they were the last time, in words; empty when nothing was lost
    record Loss(long rows, String last) {}

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
