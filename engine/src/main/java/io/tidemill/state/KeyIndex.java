package io.tidemill.state;

import java.util.Arrays;

/// From hashes to slots: open addressing in pages of at most 256 KB that are split in two when they
/// are full (extendible hashing), so that growing never stops to copy the whole table.
///
/// An entry is one long: the low half of the hash above, the slot plus one below; 0 is empty. The
/// low half holds everything: its upper bits choose the page, its lower bits the place in the page.
/// What is found is only a candidate: the caller compares keys. One thread's own.
public final class KeyIndex {
    private static final int FIRST = 64;
    private static final int LARGEST = 32 * 1024;

    private Page[] directory = {new Page(FIRST, 0)};
    private int depth;
    private int entries;

    private static final class Page {
        private long[] table;
        private final int bits;
        private int used;

        Page(int size, int bits) {
            table = new long[size];
            this.bits = bits;
        }

        boolean isFull() {
            return used * 8L >= table.length * 5L;
        }
    }

    /// The table that entries of this hash are in; its length is a power of two.
    public long[] table(long hash) {
        return directory[page(hash)].table;
    }

    private int page(long hash) {
        return depth == 0 ? 0 : (int) hash >>> (32 - depth);
    }

    /// How many entries there are.
    public int size() {
        return entries;
    }

    /// Where probing begins; it goes on to the next place, round at the end, up to an empty one.
    public static int start(long hash, long[] table) {
        return (int) hash & (table.length - 1);
    }

    /// Whether an entry's key may be the one of this hash.
    public static boolean matches(long entry, long hash) {
        return (int) (entry >>> 32) == (int) hash;
    }

    public static int slot(long entry) {
        return (int) entry - 1;
    }

    /// Adds a key that is not there.
    public void add(long hash, int slot) {
        var page = directory[page(hash)];
        while (page.isFull()) {
            if (page.table.length < LARGEST) {
                grow(page);
            } else {
                split(page, hash);
                page = directory[page(hash)];
            }
        }
        put(page.table, (hash << 32) | (slot + 1));
        page.used++;
        entries++;
    }

    /// Takes away the entry of `slot`.
    public void remove(long hash, int slot) {
        var page = directory[page(hash)];
        var table = page.table;
        int mask = table.length - 1;
        int at = start(hash, table);
        while (slot(table[at]) != slot) {
            if (table[at] == 0) {
                throw new IllegalStateException("slot %d is not in the index".formatted(slot));
            }
            at = (at + 1) & mask;
        }
        // Moves up what probed across the gap.
        int gap = at;
        for (int next = (gap + 1) & mask; table[next] != 0; next = (next + 1) & mask) {
            int home = (int) (table[next] >>> 32) & mask;
            if (((next - home) & mask) >= ((next - gap) & mask)) {
                table[gap] = table[next];
                gap = next;
            }
        }
        table[gap] = 0;
        page.used--;
        entries--;
    }

    /// Lets the entry of slot `from` stand for slot `to`.
    public void replace(long hash, int from, int to) {
        var table = table(hash);
        int mask = table.length - 1;
        int at = start(hash, table);
        while (slot(table[at]) != from) {
            if (table[at] == 0) {
                throw new IllegalStateException("slot %d is not in the index".formatted(from));
            }
            at = (at + 1) & mask;
        }
        table[at] = (hash << 32) | (to + 1);
    }

    private static void put(long[] table, long entry) {
        int mask = table.length - 1;
        int at = (int) (entry >>> 32) & mask;
        while (table[at] != 0) {
            at = (at + 1) & mask;
        }
        table[at] = entry;
    }

    private static void grow(Page page) {
        var old = page.table;
        page.table = new long[old.length * 8 > LARGEST ? LARGEST : old.length * 8];
        for (long entry : old) {
            if (entry != 0) {
                put(page.table, entry);
            }
        }
    }

    private void split(Page page, long hash) {
        if (page.bits == 32) {
            throw new IllegalStateException("too many keys of one hash");
        }
        if (page.bits == depth) {
            var wider = new Page[directory.length * 2];
            for (int i = 0; i < wider.length; i++) {
                wider[i] = directory[i >> 1];
            }
            directory = wider;
            depth++;
        }
        int bits = page.bits + 1;
        var low = new Page(LARGEST, bits);
        var high = new Page(LARGEST, bits);
        for (long entry : page.table) {
            if (entry != 0) {
                var half = ((int) (entry >>> 32) >>> (32 - bits) & 1) == 0 ? low : high;
                put(half.table, entry);
                half.used++;
            }
        }
        int first = page(hash) >>> (depth - page.bits) << (depth - page.bits);
        int count = 1 << (depth - page.bits);
        Arrays.fill(directory, first, first + count / 2, low);
        Arrays.fill(directory, first + count / 2, first + count, high);
    }

    /// About how many bytes it takes.
    public long bytes() {
        long bytes = 8L * directory.length;
        for (int i = 0; i < directory.length; i++) {
            if (i == 0 || directory[i] != directory[i - 1]) {
                bytes += 8L * directory[i].table.length + 48;
            }
        }
        return bytes;
    }
}
