package io.tidemill.format.json;

import static io.tidemill.format.Utf8.LONGS;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The names of fields, found by their bytes: open addressing over eight first and eight last
/// bytes.
final class JsonKeys {
    private final byte[][] keys;
    private final int[] table;
    private final int mask;

    JsonKeys(List<String> names) {
        this(
                names.stream()
                        .map(name -> name.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
    }

    private JsonKeys(byte[][] keys) {
        this.keys = keys;
        int size = Integer.highestOneBit(Math.max(4, keys.length * 3)) * 2;
        table = new int[size];
        mask = size - 1;
        for (int i = 0; i < keys.length; i++) {
            var padded = Arrays.copyOf(keys[i], keys[i].length + 8);
            int at = hash(padded, 0, keys[i].length) & mask;
            while (table[at] != 0) {
                at = at + 1 & mask;
            }
            table[at] = i + 1;
        }
    }

    /// The index of the name `[from, to)`, or -1. Eight bytes behind it may be read.
    int find(byte[] text, int from, int to) {
        int at = hash(text, from, to) & mask;
        while (table[at] != 0) {
            var key = keys[table[at] - 1];
            if (Arrays.equals(key, 0, key.length, text, from, to)) {
                return table[at] - 1;
            }
            at = at + 1 & mask;
        }
        return -1;
    }

    /// A hash of `[from, to)`; eight bytes behind it may be read.
    static int hash(byte[] text, int from, int to) {
        int length = to - from;
        long first = (long) LONGS.get(text, from);
        long last;
        if (length >= 8) {
            last = (long) LONGS.get(text, to - 8);
        } else {
            first = length == 0 ? 0 : first << (64 - 8 * length);
            last = 0;
        }
        long mixed = (first ^ Long.rotateLeft(last, 29) ^ length) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) ^ (int) (mixed >>> 50);
    }
}
