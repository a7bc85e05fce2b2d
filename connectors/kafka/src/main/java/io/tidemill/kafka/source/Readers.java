package io.tidemill.kafka.source;

import io.tidemill.system.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The readers of topics that the sources of one connector share. A source joins one that has, or
/// will have, what it wants next; one that is elsewhere in the topics gets a reader of its own
/// until it has caught up. Thread-safe.
public final class Readers {
    private final Map<Policy, List<TopicReader>> readers = new HashMap<>(); // guarded by itself
    private long number;

    /// A reader for a source that goes on at these places.
    TopicReader join(World world, Policy policy, Offsets places, Member member) {
        synchronized (readers) {
            var open = readers.computeIfAbsent(policy, _ -> new ArrayList<>());
            var found = open.stream().filter(reader -> reader.lanes().covers(places)).findFirst();
            var reader =
                    found.orElseGet(() -> new TopicReader(world, policy, places, true, number++));
            if (found.isEmpty()) {
                open.add(reader);
            }
            places.all().forEach((partition, place) -> member.startAt(partition, place.offset()));
            reader.lanes().join(member);
            return reader;
        }
    }

    /// A reader for ranges that were planned before a restart; it reads nothing else.
    TopicReader forRanges(World world, Policy policy, Member member) {
        synchronized (readers) {
            var none = new Offsets.Builder().build();
            var reader = new TopicReader(world, policy, none, false, number++);
            reader.lanes().join(member);
            return reader;
        }
    }

    /// Whether somebody else has a reader at which a source at these places could go on.
    boolean hasOther(Policy policy, TopicReader mine, Offsets places) {
        synchronized (readers) {
            var open = readers.getOrDefault(policy, List.of());
            return open.size() > 1
                    && open.getFirst() != mine
                    && open.getFirst().lanes().covers(places);
        }
    }

    /// A source reads there no more; the last one closes it.
    void leave(Policy policy, TopicReader reader, Member member) {
        boolean unused;
        synchronized (readers) {
            unused = reader.lanes().leave(member);
            var open = readers.get(policy);
            if (unused && open != null) {
                open.remove(reader);
                if (open.isEmpty()) {
                    readers.remove(policy);
                }
            }
        }
        if (unused) {
            reader.close();
        }
    }
}
