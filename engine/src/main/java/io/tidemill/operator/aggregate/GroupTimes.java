package io.tidemill.operator.aggregate;

import io.tidemill.data.Boxes;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// When groups are over: complete by the watermark, or without a row for the time-to-live.
///
/// A key may stand here though its group is gone, and under several ages; who asks says what
/// becomes of a group that is over. One thread's own.
final class GroupTimes {
    private final Groups groups;
    private final GroupAggregate.Spec spec;

    /// Groups that may become complete, by their [#deadline].
    private final TreeMap<Long, Set<GroupKey>> deadlines = new TreeMap<>();

    /// Groups by when they last had a row, if they age.
    private final TreeMap<Long, Set<GroupKey>> ages = new TreeMap<>();

    GroupTimes(Groups groups) {
        this.groups = groups;
        spec = groups.spec();
    }

    /// Notes when a group will be complete, if ever.
    void awaitCompletion(GroupKey key) {
        long deadline = deadline(key);
        if (deadline < Long.MAX_VALUE) {
            deadlines.computeIfAbsent(deadline, _ -> new LinkedHashSet<>()).add(key);
        }
    }

    /// The group is complete when the watermark is above this.
    private long deadline(GroupKey key) {
        long deadline = Long.MAX_VALUE;
        for (var time : spec.times().entrySet()) {
            int column = time.getKey();
            var value = key.values()[column];
            if (value != null) {
                long micros = Boxes.toLong(spec.input().typeOf(column), value);
                long end = GroupAggregate.saturatedSum(micros, time.getValue());
                deadline = Math.min(deadline, end);
            }
        }
        return deadline;
    }

    /// Gives the groups that are complete.
    void drainComplete(long watermarkMicros, Consumer<GroupKey> complete) {
        while (!deadlines.isEmpty() && deadlines.firstKey() < watermarkMicros) {
            deadlines.pollFirstEntry().getValue().forEach(complete);
        }
    }

    /// Notes that a group had a row.
    void age(Groups.Group group, long nowMicros) {
        group.changedMicros = nowMicros;
        if (spec.isAging()) {
            ages.computeIfAbsent(nowMicros, _ -> new LinkedHashSet<>()).add(group.key);
        }
    }

    /// Gives the groups that had no row for too long.
    void drainAged(long nowMicros, Consumer<Groups.Group> aged) {
        long bound = nowMicros - spec.ttlMicros();
        while (spec.isAging() && !ages.isEmpty() && ages.firstKey() < bound) {
            for (var key : ages.pollFirstEntry().getValue()) {
                var group = groups.find(key);
                if (group != null && group.changedMicros < bound) {
                    aged.accept(group);
                }
            }
        }
    }
}
