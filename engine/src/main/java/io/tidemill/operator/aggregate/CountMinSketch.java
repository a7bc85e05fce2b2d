package io.tidemill.operator.aggregate;

import io.tidemill.expression.function.SparkHash;
import io.tidemill.sql.types.DataTypes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// How often values are there, roughly and in little room: Cormode and Muthukrishnan's count-min
/// sketch, byte for byte as Spark's `CountMinSketch` writes it.
///
/// Layout, big-endian: `int` version 1, `long` how many values, `int` depth, `int` width, `long`
/// per row of the table its factor, then the `long`s of the table, row by row. A whole number
/// counts in row r at `(factor r * number, folded to 31 bits) mod width`, a text or binary at
/// `abs(h1 + r * h2) mod width` with two Murmur3 hashes.
final class CountMinSketch {
    private static final long PRIME = (1L << 31) - 1;

    private final int width;
    private final long[] factors;
    private final long[][] table;
    private long total;

    /// @param error how far a count may be off, as a part of all
    /// @param confidence how probable it is to be no further off
    CountMinSketch(double error, double confidence, int seed) {
        width = (int) Math.ceil(2 / error);
        int depth = (int) Math.ceil(-Math.log1p(-confidence) / Math.log(2));
        factors = factors(seed, depth);
        table = new long[depth][width];
    }

    /// The sketch of values; empty ones have one, too.
    byte[] of(NavigableMap<@Nullable Object[], Long> counts) {
        counts.forEach((tuple, count) -> {
            if (count > 0 && tuple[0] != null) {
                add(tuple[0], count);
            }
        });
        return bytes();
    }

    private void add(Object value, long count) {
        total += count;
        if (value instanceof Number number) {
            for (int row = 0; row < table.length; row++) {
                table[row][place(factors[row] * number.longValue())] += count;
            }
            return;
        }
        var bytes =
                value instanceof byte[] binary
                        ? binary
                        : value.toString().getBytes(StandardCharsets.UTF_8);
        int first = SparkHash.narrow(DataTypes.BinaryType, bytes, 0);
        int second = SparkHash.narrow(DataTypes.BinaryType, bytes, first);
        for (int row = 0; row < table.length; row++) {
            table[row][Math.abs((first + row * second) % width)] += count;
        }
    }

    private int place(long product) {
        long hash = product + (product >> 32) & PRIME;
        return (int) hash % width;
    }

    private byte[] bytes() {
        var out =
                ByteBuffer.allocate(
                        Integer.BYTES * 3 + Long.BYTES * (1 + table.length + table.length * width));
        out.putInt(1).putLong(total).putInt(table.length).putInt(width);
        for (long factor : factors) {
            out.putLong(factor);
        }
        for (var row : table) {
            for (long count : row) {
                out.putLong(count);
            }
        }
        return out.array();
    }

    /// The numbers below [#PRIME] that `java.util.Random` begins with.
    private static long[] factors(int seed, int depth) {
        var factors = new long[depth];
        long state = (seed ^ 0x5DEECE66DL) & (1L << 48) - 1;
        for (int i = 0; i < depth; ) {
            state = state * 0x5DEECE66DL + 0xB & (1L << 48) - 1;
            int bits = (int) (state >>> 17);
            if (bits < PRIME) {
                factors[i++] = bits;
            }
        }
        return factors;
    }
}
