package io.tidemill.kafka.source;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/// The sources that read the same [Lanes], which guard them.
final class Members {
    private final Set<Member> all = new LinkedHashSet<>();

    void add(Member member) {
        all.add(member);
    }

    /// Says whether it was the last one.
    boolean remove(Member member) {
        all.remove(member);
        return all.isEmpty();
    }

    boolean areSeveral() {
        return all.size() > 1;
    }

    List<Member> list() {
        return List.copyOf(all);
    }

    /// What lies before this offset every one of them has read.
    long slowest(TopicPartition partition) {
        long slowest = Long.MAX_VALUE;
        for (var member : all) {
            slowest = Math.min(slowest, member.floor(partition));
        }
        return slowest;
    }

    /// What lies before this offset one of them has read.
    long fastest(TopicPartition partition) {
        long fastest = 0;
        for (var member : all) {
            fastest = Math.max(fastest, member.floor(partition));
        }
        return fastest;
    }

    /// A partition goes on at an earlier offset.
    void setBack(TopicPartition partition, long to) {
        for (var member : all) {
            member.setBack.put(partition, to);
            member.startAt(partition, to);
        }
    }

    /// Whom to tell that there may be something new.
    List<Runnable> arrivals() {
        var arrivals = new ArrayList<Runnable>();
        all.forEach(member -> arrivals.add(member.arrived));
        return arrivals;
    }
}
