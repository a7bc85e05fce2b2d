package io.tidemill.operator.aggregate;

import io.tidemill.state.Records;
import io.tidemill.state.TimeQueue;
import java.util.function.IntConsumer;

/// When groups are over: complete by the watermark, or without a row for the time-to-live.
///
/// A group stands once in each queue, as its head says; what becomes of one that is over is for who
/// asks. One thread's own.
final class RecordGroupTimes {
    private static final long SPAN = 64_000_000; // for buckets of a second

    private final RecordGroups groups;
    private final GroupAggregate.Spec spec;

    /// When groups are complete; see [#deadline].
    private final TimeQueue deadlines = new TimeQueue(SPAN);

    /// When groups last had a row, if they age.
    private final TimeQueue ages;

    private final Records younger = new Records(1);

    RecordGroupTimes(RecordGroups groups) {
        this.groups = groups;
        spec = groups.spec();
        ages = new TimeQueue(Math.max(1, spec.ttlMicros()));
    }

    /// Notes when a group that exists will be complete.
    void awaitCompletion(int slot, long[] page, int at) {
        if (!spec.times().isEmpty() && (page[at] & RecordGroups.QUEUED) == 0) {
            long deadline = deadline(slot);
            if (deadline < Long.MAX_VALUE) {
                page[at] |= RecordGroups.QUEUED;
                deadlines.add(deadline, slot);
            }
        }
    }

    /// A group is complete when the watermark is above this.
    private long deadline(int slot) {
        long deadline = Long.MAX_VALUE;
        var table = groups.table();
        for (var time : spec.times().entrySet()) {
            int key = time.getKey();
            if (!table.isNullKey(slot, key)) {
                long end = GroupAggregate.saturatedSum(table.longKey(slot, key), time.getValue());
                deadline = Math.min(deadline, end);
            }
        }
        return deadline;
    }

    /// Gives the groups that are complete.
    void drainComplete(long watermarkMicros, IntConsumer complete) {
        deadlines.drain(
                watermarkMicros,
                slot -> {
                    if (!groups.isLive(slot)) {
                        return false;
                    }
                    if (deadline(slot) >= watermarkMicros) {
                        return true;
                    }
                    complete.accept(slot);
                    return false;
                });
    }

    /// Notes that a group had a row.
    void age(int slot, long[] page, int at, long nowMicros) {
        if (spec.isAging()) {
            page[at + groups.layout().changedWord()] = nowMicros;
            if ((page[at] & RecordGroups.AGING) == 0) {
                page[at] |= RecordGroups.AGING;
                ages.add(nowMicros, slot);
            }
        }
    }

    /// Gives the groups that had no row for too long.
    void drainAged(long nowMicros, IntConsumer aged) {
        if (!spec.isAging()) {
            return;
        }
        long bound = nowMicros - spec.ttlMicros();
        ages.drain(
                bound,
                slot -> {
                    if (groups.exists(slot) && isAging(slot)) {
                        if (changedMicros(slot) < bound) {
                            aged.accept(slot);
                        } else {
                            int entry = younger.allocateUnset();
                            younger.page(entry)[younger.at(entry)] = slot;
                        }
                    }
                    return false;
                });
        for (int i = 0; i < younger.slots(); i++) {
            int slot = (int) younger.page(i)[younger.at(i)];
            ages.add(changedMicros(slot), slot);
        }
        younger.clear();
    }

    private boolean isAging(int slot) {
        return (groups.page(slot)[groups.at(slot)] & RecordGroups.AGING) != 0;
    }

    private long changedMicros(int slot) {
        return groups.page(slot)[groups.at(slot) + groups.layout().changedWord()];
    }

    long bytes() {
        return deadlines.bytes() + ages.bytes();
    }
}
