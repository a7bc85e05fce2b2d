package io.tidemill.state;

import java.util.Arrays;

/// Byte strings kept in pages of 256 KB and named by an address; one that is longer has a page of
/// its own. Only grows: who lets go of many says so, and [#isMostlyWaste] tells when it pays to
/// copy what is still used into a fresh heap. One thread's own.
public final class BytesHeap {
    private static final int BITS = 18;
    private static final int PAGE = 1 << BITS;

    private byte[][] pages = new byte[4][];
    private int count;
    private int used = PAGE;
    private long total;
    private long dropped;

    /// Keeps a copy of `[start, end)` of `source`; returns its address.
    public long append(byte[] source, int start, int end) {
        long address = allocate(end - start);
        System.arraycopy(source, start, page(address), offset(address), end - start);
        return address;
    }

    /// Room for so many bytes, which may hold anything; returns its address.
    long allocate(int length) {
        total += length;
        if (length > PAGE) {
            // Behind it the next page begins anew.
            used = PAGE;
            return (long) open(length) << BITS;
        }
        if (used == PAGE || used + length > PAGE) {
            open(count == 0 ? Math.max(1024, length) : PAGE);
            used = 0;
        }
        int index = count - 1;
        if (pages[index].length < used + length) {
            pages[index] =
                    Arrays.copyOf(
                            pages[index],
                            Math.min(PAGE, Math.max(used + length, pages[index].length * 4)));
        }
        long address = (long) index << BITS | used;
        used += length;
        return address;
    }

    private int open(int length) {
        if (count == pages.length) {
            pages = Arrays.copyOf(pages, count * 2);
        }
        pages[count] = new byte[length];
        return count++;
    }

    /// The array that the bytes at an address lie in.
    public byte[] page(long address) {
        return pages[(int) (address >>> BITS)];
    }

    /// Where in [#page] they begin.
    public static int offset(long address) {
        return (int) address & (PAGE - 1);
    }

    public boolean equal(long address, int length, byte[] data, int start) {
        int at = offset(address);
        return Arrays.equals(page(address), at, at + length, data, start, start + length);
    }

    /// Says that a string of this length is not needed any more.
    public void drop(int length) {
        dropped += length;
    }

    /// Whether most of it is not needed any more.
    public boolean isMostlyWaste() {
        return dropped > PAGE && dropped * 2 > total;
    }

    /// About how many bytes it takes.
    public long bytes() {
        long bytes = 8L * pages.length;
        for (int i = 0; i < count; i++) {
            bytes += pages[i].length + 24;
        }
        return bytes;
    }
}
