package io.tidemill.state;

import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Slots by a time, to find those that are over: in buckets of one width, which are looked at when
/// the bound reaches them.
///
/// A slot may be given back before its time comes, or be used for another row: who drains says
/// whether what the slot holds now is over. Memory: 4 to 8 bytes a slot, and about 100 a bucket.
/// One thread's own.
public final class TimeQueue {
    private static final int RECENT = 16;

    /// Narrower buckets would be too many: each that the bound has reached is looked through.
    private static final long NARROWEST = 32_000;

    private final int shift;
    private final TreeMap<Long, Bucket> buckets = new TreeMap<>();

    /// Buckets that were added to lately, each where its key says: rows of a few windows mostly
    /// come by turns.
    private final @Nullable Bucket[] recent = new Bucket[RECENT];

    /// Decides about a slot whose time may be over.
    @FunctionalInterface
    public interface Judge {
        /// @return whether the slot is to stay in the queue
        boolean stays(int slot);
    }

    private static final class Bucket {
        private final long key;
        private int[] slots = new int[4];
        private int count;

        Bucket(long key) {
            this.key = key;
        }

        void add(int slot) {
            if (count == slots.length) {
                slots = Arrays.copyOf(slots, count * 2);
            }
            slots[count++] = slot;
        }
    }

    /// @param spanMicros about how long a slot stays: buckets are some hundredth part of it
    public TimeQueue(long spanMicros) {
        long width = Math.clamp(spanMicros / 64, NARROWEST, 60_000_000);
        shift = 63 - Long.numberOfLeadingZeros(width);
    }

    public void add(long timeMicros, int slot) {
        long key = timeMicros >> shift;
        int place = (int) key & (RECENT - 1);
        var bucket = recent[place];
        if (bucket == null || bucket.key != key) {
            bucket = buckets.computeIfAbsent(key, Bucket::new);
            recent[place] = bucket;
        }
        bucket.add(slot);
    }

    /// Gives the slots of all buckets that begin before `boundMicros`.
    public void drain(long boundMicros, Judge judge) {
        while (!buckets.isEmpty() && (buckets.firstKey() << shift) < boundMicros) {
            long key = buckets.firstKey();
            var bucket = buckets.firstEntry().getValue();
            boolean whole = boundMicros >= (key + 1 << shift);
            int kept = 0;
            for (int i = 0; i < bucket.count; i++) {
                int slot = bucket.slots[i];
                // In a bucket that is over, what stays is another row that got the slot.
                if (judge.stays(slot) && !whole) {
                    bucket.slots[kept++] = slot;
                }
            }
            bucket.count = kept;
            if (kept == 0) {
                buckets.remove(key);
                recent[(int) key & (RECENT - 1)] = null;
            } else {
                return;
            }
        }
    }

    public long bytes() {
        long bytes = 0;
        for (var bucket : buckets.values()) {
            bytes += 4L * bucket.slots.length + 100;
        }
        return bytes;
    }
}
