package io.tidemill.operator.aggregate;

import io.tidemill.state.Records;

import java.util.TreeMap;

/// Which slots are due when: by time order, in buckets of about a second, so that nobody walks over
/// all slots to find those that are due.
///
/// A slot may be entered more than once and may have been given away since: who takes it out looks
/// at what the slot holds now. State: 8 bytes an entry. One thread's own.
final class Deadlines {
    private static final int BUCKET_BITS = 20;

    private final TreeMap<Long, Records> buckets = new TreeMap<>();

    /// Says what becomes of a slot that may be due.
    @FunctionalInterface
    interface Due {
        /// @return whether the slot is not due yet, and stays
        boolean stays(int slot);
    }

    /// Whether both deadlines are in one bucket.
    static boolean isSameBucket(long one, long other) {
        return one >> BUCKET_BITS == other >> BUCKET_BITS;
    }

    /// @param deadlineMicros from when on the slot is due
    void add(long deadlineMicros, int slot) {
        add(buckets.computeIfAbsent(deadlineMicros >> BUCKET_BITS, _ -> new Records(1)), slot);
    }

    private static void add(Records bucket, int slot) {
        int entry = bucket.allocateUnset();
        bucket.page(entry)[bucket.at(entry)] = slot;
    }

    /// Shows every slot whose deadline may lie before `limitMicros`, and forgets those that do not
    /// stay.
    void takeBefore(long limitMicros, Due due) {
        long last = limitMicros >> BUCKET_BITS;
        for (var first = buckets.firstEntry();
                first != null && first.getKey() <= last;
                first = buckets.firstEntry()) {
            long key = first.getKey();
            var bucket = first.getValue();
            buckets.remove(key);
            var staying = new Records(1);
            for (int i = 0; i < bucket.slots(); i++) {
                int slot = (int) bucket.page(i)[bucket.at(i)];
                if (due.stays(slot) && key == last) {
                    add(staying, slot);
                }
            }
            if (staying.slots() > 0) {
                buckets.put(key, staying);
                return;
            }
        }
    }

    /// A time before which no slot is due; `Long.MAX_VALUE` when there is none.
    long earliestMicros() {
        return buckets.isEmpty() ? Long.MAX_VALUE : buckets.firstKey() << BUCKET_BITS;
    }

    void clear() {
        buckets.clear();
    }

    /// About how many bytes it takes.
    long bytes() {
        return buckets.values().stream().mapToLong(bucket -> 100 + bucket.bytes()).sum();
    }
}
