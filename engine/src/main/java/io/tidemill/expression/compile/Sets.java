package io.tidemill.expression.compile;

import java.util.Arrays;
import java.util.List;

/// The constants of an `IN`, looked up by generated code.
final class Sets {
    private Sets() {}

    static boolean contains(long value, Longs set) {
        return set.contains(value);
    }

    static boolean contains(byte[] data, int start, int end, Strings set) {
        return set.contains(data, start, end);
    }

    /// Whole numbers: a table with open addressing, at most half full.
    static final class Longs {
        private final long[] table;
        private final boolean[] taken;
        private final int mask;

        Longs(long[] values) {
            int size = Math.max(4, Integer.highestOneBit(Math.max(1, values.length)) * 4);
            table = new long[size];
            taken = new boolean[size];
            mask = size - 1;
            for (long value : values) {
                int at = slot(value);
                table[at] = value;
                taken[at] = true;
            }
        }

        boolean contains(long value) {
            return taken[slot(value)];
        }

        private int slot(long value) {
            long mixed = value * 0x9E3779B97F4A7C15L;
            int at = (int) (mixed >>> 40) & mask;
            while (taken[at] && table[at] != value) {
                at = (at + 1) & mask;
            }
            return at;
        }
    }

    /// Byte strings: the same, with `null` where nothing is.
    static final class Strings {
        private final byte[][] table;
        private final int mask;

        Strings(List<byte[]> values) {
            int size = Math.max(4, Integer.highestOneBit(Math.max(1, values.size())) * 4);
            table = new byte[size][];
            mask = size - 1;
            for (var value : values) {
                table[slot(value, 0, value.length)] = value;
            }
        }

        boolean contains(byte[] data, int start, int end) {
            return table[slot(data, start, end)] != null;
        }

        private int slot(byte[] data, int start, int end) {
            int hash = end - start;
            for (int i = start; i < end; i++) {
                hash = hash * 31 + data[i];
            }
            int at = (hash ^ hash >>> 15) & mask;
            while (table[at] != null
                    && !Arrays.equals(table[at], 0, table[at].length, data, start, end)) {
                at = (at + 1) & mask;
            }
            return at;
        }
    }
}
