package io.tidemill.operator.order;

import java.util.Arrays;

/// Rows with one key, in order: addresses in [RowPages], in arrays of at most 256. Its rows are
/// written by [OrderedRows] alone.
final class Partition {
    static final int CHUNK = 256;
    static final long[] NO_ROWS = {};

    final int slot;
    long[][] chunks = {new long[1]};
    int[] sizes = {0};
    int used = 1;
    boolean touched;
    boolean unsaved;
    boolean asked;

    /// Rows that are not before this one are of no interest; -1: all are. Kept for the owner.
    long limit = -1;

    long changedAt = Long.MIN_VALUE; // by the clock, with a time to live

    /// A note of the owner's, who reads and writes it.
    long note = Long.MIN_VALUE;

    Partition(int slot) {
        this.slot = slot;
    }

    int slot() {
        return slot;
    }

    int chunks() {
        return used;
    }

    int size(int chunk) {
        return sizes[chunk];
    }

    long row(int chunk, int at) {
        return chunks[chunk][at];
    }

    boolean isEmpty() {
        return used == 1 && sizes[0] == 0;
    }

    /// Puts a row at a place, where there may be no room left in the chunk.
    void insert(int chunk, int at, long address) {
        int size = sizes[chunk];
        if (size == CHUNK) {
            split(chunk);
            boolean second = at > CHUNK / 2;
            place(second ? chunk + 1 : chunk, second ? at - CHUNK / 2 : at, address);
            return;
        }
        if (size == chunks[chunk].length) {
            chunks[chunk] = Arrays.copyOf(chunks[chunk], Math.min(CHUNK, size * 2));
        }
        place(chunk, at, address);
    }

    private void place(int chunk, int at, long address) {
        var addresses = chunks[chunk];
        System.arraycopy(addresses, at, addresses, at + 1, sizes[chunk] - at);
        addresses[at] = address;
        sizes[chunk]++;
    }

    private void split(int chunk) {
        if (used == chunks.length) {
            chunks = Arrays.copyOf(chunks, used * 2);
            sizes = Arrays.copyOf(sizes, used * 2);
        }
        int behind = used - chunk - 1;
        System.arraycopy(chunks, chunk + 1, chunks, chunk + 2, behind);
        System.arraycopy(sizes, chunk + 1, sizes, chunk + 2, behind);
        var upper = new long[CHUNK];
        System.arraycopy(chunks[chunk], CHUNK / 2, upper, 0, CHUNK / 2);
        chunks[chunk + 1] = upper;
        sizes[chunk] = CHUNK / 2;
        sizes[chunk + 1] = CHUNK / 2;
        used++;
    }

    /// Takes away the row at a place.
    void remove(int chunk, int at) {
        var addresses = chunks[chunk];
        int size = --sizes[chunk];
        System.arraycopy(addresses, at + 1, addresses, at, size - at);
        if (size == 0 && used > 1) {
            int behind = used - chunk - 1;
            System.arraycopy(chunks, chunk + 1, chunks, chunk, behind);
            System.arraycopy(sizes, chunk + 1, sizes, chunk, behind);
            used--;
            chunks[used] = NO_ROWS;
        }
    }

    /// The first chunk whose last row is not before the row encoded last, or the last chunk.
    int chunkOf(RowPages pages) {
        int low = 0;
        int high = used - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pages.compare(chunks[middle][sizes[middle] - 1]) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The first place in a chunk whose row is not before the row encoded last.
    int placeIn(int chunk, RowPages pages) {
        var addresses = chunks[chunk];
        int low = 0;
        int high = sizes[chunk];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pages.compare(addresses[middle]) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Takes away a row, found by its order; false when it is not here.
    boolean remove(long address, RowPages pages) {
        int low = 0;
        int high = used - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int size = sizes[middle];
            if (size == 0 || pages.compare(chunks[middle][size - 1], address) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int from = 0;
        int to = sizes[low];
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (pages.compare(chunks[low][middle], address) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        if (from == sizes[low] || chunks[low][from] != address) {
            return false;
        }
        remove(low, from);
        return true;
    }
}
