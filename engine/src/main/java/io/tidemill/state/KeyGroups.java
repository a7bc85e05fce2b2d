package io.tidemill.state;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Which worker a key belongs to.
///
/// Keys are hashed over their canonical values (`-0.0` is `0.0`, every NaN is one) into 256 groups,
/// and groups are dealt to workers, so that state finds its new owner when the number of workers
/// changes. The hash is part of the checkpoint's format: it never changes.
public final class KeyGroups {
    /// How many groups there are.
    public static final int COUNT = 256;

    static final long SEED = 0x9E3779B97F4A7C15L;

    static final long NULL = 0x5bd1e995;

    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private KeyGroups() {}

    /// The worker of `workers` that owns a key of this hash.
    public static int owner(long hash, int workers) {
        return (int) ((hash >>> 56) * workers / COUNT);
    }

    /// The hash of columns `[0, keys)` of a row.
    public static long hash(Batch batch, int keys, int row) {
        long hash = SEED;
        for (int i = 0; i < keys; i++) {
            hash = mix(hash ^ hash(batch.column(i), row));
        }
        return hash;
    }

    /// The hashes of columns `[0, keys)` of all rows: [#hash(Batch, int, int)], column by column.
    ///
    /// @param into has room for the batch's rows
    public static void hashes(Batch batch, int keys, long[] into) {
        int rows = batch.rows();
        Arrays.fill(into, 0, rows, SEED);
        for (int i = 0; i < keys; i++) {
            var column = batch.column(i);
            if (column instanceof LongColumn longs && !column.mayHaveNulls()) {
                var values = longs.values();
                for (int row = 0; row < rows; row++) {
                    into[row] = mix(into[row] ^ mix(values[row] + SEED));
                }
            } else if (column instanceof BytesColumn bytes && !column.mayHaveNulls()) {
                var data = bytes.data();
                var starts = bytes.starts();
                var ends = bytes.ends();
                for (int row = 0; row < rows; row++) {
                    into[row] = mix(into[row] ^ hash(data, starts[row], ends[row]));
                }
            } else {
                for (int row = 0; row < rows; row++) {
                    into[row] = mix(into[row] ^ hash(column, row));
                }
            }
        }
    }

    /// The hash of a wide decimal.
    static long hash(long high, long low) {
        return mix(mix(high + SEED) ^ low);
    }

    /// The hash of one value; equal values that a GROUP BY would put together hash alike.
    public static long hash(Column column, int row) {
        if (column.isNull(row)) {
            return NULL;
        }
        return switch (column) {
            case LongColumn longs -> mix(longs.getLong(row) + SEED);
            case DoubleColumn doubles -> mix(canonicalBits(doubles.getDouble(row)) + SEED);
            case DecimalColumn decimals -> hash(decimals.high()[row], decimals.low()[row]);
            case BytesColumn bytes -> hash(bytes.data(), bytes.starts()[row], bytes.ends()[row]);
            case ListColumn list -> hash(list.elements(), list.starts()[row], list.ends()[row]);
            case MapColumn map -> {
                long sum = 0; // the order of entries does not count
                for (int i = map.starts()[row]; i < map.ends()[row]; i++) {
                    sum += mix(hash(map.keys(), i) ^ mix(hash(map.values(), i)));
                }
                yield mix(sum);
            }
            case StructColumn struct -> {
                long hash = SEED;
                for (int i = 0; i < struct.fieldCount(); i++) {
                    hash = mix(hash ^ hash(struct.field(i), row));
                }
                yield hash;
            }
        };
    }

    /// The bits of a number such that numbers that are equal, or both NaN, have the same.
    public static long canonicalBits(double value) {
        return value == 0 ? 0 : Double.doubleToLongBits(value);
    }

    private static long hash(Column elements, int from, int to) {
        long hash = SEED;
        for (int i = from; i < to; i++) {
            hash = mix(hash ^ hash(elements, i));
        }
        return hash;
    }

    /// The hash of `[from, to)` of some bytes, eight at a time.
    public static long hash(byte[] data, int from, int to) {
        long hash = SEED ^ (to - from);
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = mix(hash ^ (long) WORDS.get(data, at));
        }
        return at < to ? mix(hash ^ word(data, at, to - at)) : hash;
    }

    private static long word(byte[] data, int at, int length) {
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (data[at + i] & 0xFFL) << (8 * i);
        }
        return word;
    }

    /// The finaliser of MurmurHash3: every bit of `x` moves every bit of the result.
    public static long mix(long x) {
        long mixed = (x ^ x >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
