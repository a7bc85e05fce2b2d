package io.tidemill.state;

import java.util.Arrays;

/// Records of a fixed number of longs by slot, in pages of at most 256 KB, so that nothing large is
/// ever allocated or copied when there are more of them.
///
/// Slots are dense from 0 on; one that is given back is used again. A fresh record is all zeros.
/// Hot loops take the pages: record `slot` begins at index `(slot & mask) * width` of page
/// `pages[slot >>> shift]`. One thread's own.
public final class Records {
    private static final int PAGE_LONGS = 32 * 1024;
    private static final int FIRST = 16;

    private final int width;
    private final int shift;
    private final int mask;
    private long[][] pages;
    private int slots;
    private int dirty;
    private int[] free = {};
    private int freeCount;

    /// @param width longs in a record, at most 32,768
    public Records(int width) {
        if (width < 1 || width > PAGE_LONGS) {
            throw new IllegalArgumentException("records of %d longs".formatted(width));
        }
        this.width = width;
        shift = 31 - Integer.numberOfLeadingZeros(PAGE_LONGS / width);
        mask = (1 << shift) - 1;
        pages = new long[4][];
    }

    public int width() {
        return width;
    }

    public int shift() {
        return shift;
    }

    public int mask() {
        return mask;
    }

    /// The pages; good until [#allocate].
    public long[][] pages() {
        return pages;
    }

    public long[] page(int slot) {
        return pages[slot >>> shift];
    }

    /// Where the record begins in its page.
    public int at(int slot) {
        return (slot & mask) * width;
    }

    /// One more than the greatest slot in use so far.
    public int slots() {
        return slots;
    }

    /// How many records there are.
    public int count() {
        return slots - freeCount;
    }

    /// A fresh record's slot.
    public int allocate() {
        int slot = allocateUnset();
        if (slot < dirty) {
            int at = at(slot);
            Arrays.fill(page(slot), at, at + width, 0);
        }
        return slot;
    }

    /// The slot of a record that may hold anything, for who writes all of it.
    public int allocateUnset() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        int index = slots >>> shift;
        if (index == pages.length) {
            pages = Arrays.copyOf(pages, index * 2);
        }
        int needed = at(slots) + width;
        if (pages[index] == null) {
            // The very first page begins small: many tables hold few records.
            pages[index] = new long[index == 0 ? Math.max(width, FIRST * width) : pageLongs()];
        } else if (pages[index].length < needed) {
            pages[index] =
                    Arrays.copyOf(pages[index], Math.min(pageLongs(), pages[index].length * 4));
        }
        return slots++;
    }

    /// Gives all records back, and keeps the memory of the first page.
    public void clear() {
        if (slots > 1 << shift) {
            pages = Arrays.copyOf(Arrays.copyOf(pages, 1), 4);
        }
        dirty = Math.max(dirty, slots);
        slots = 0;
        freeCount = 0;
    }

    private int pageLongs() {
        return width << shift;
    }

    /// Gives a record back.
    public void release(int slot) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Math.max(64, freeCount * 2));
        }
        free[freeCount++] = slot;
        dirty = Math.max(dirty, slot + 1);
    }

    /// About how many bytes they take.
    public long bytes() {
        long bytes = 4L * free.length;
        for (var page : pages) {
            bytes += page == null ? 8 : 8L * page.length + 24;
        }
        return bytes;
    }
}
