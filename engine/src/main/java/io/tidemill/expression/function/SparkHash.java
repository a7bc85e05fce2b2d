package io.tidemill.expression.function;

import io.tidemill.data.Boxes;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.StructType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hashes of values, bit for bit those of Apache Spark.
///
/// NULL leaves the hash as it is; arrays and structs hash their parts one after the other; -0.0
/// hashes as 0.0. Sources: Spark's `Murmur3_x86_32` (whose last bytes are mixed in one by one) and
/// `XXH64`.
public final class SparkHash {
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    private SparkHash() {}

    /// Murmur3, 32 bits.
    public static int narrow(DataType type, @Nullable Object value, int seed) {
        return switch (value) {
            case null -> seed;
            case List<?> list -> {
                int hash = seed;
                for (var element : list) {
                    hash = narrow(((ArrayType) type).elementType(), element, hash);
                }
                yield hash;
            }
            case Object[] fields -> {
                int hash = seed;
                for (int i = 0; i < fields.length; i++) {
                    hash = narrow(((StructType) type).typeOf(i), fields[i], hash);
                }
                yield hash;
            }
            default -> {
                var number = number(type, value);
                yield switch (number) {
                    case Integer i -> finish(mix(seed, i), 4);
                    case Long l -> finish(mix(mix(seed, l.intValue()), (int) (l >>> 32)), 8);
                    default -> ofBytes(TextFunctions.bytes(bytes(value)), seed);
                };
            }
        };
    }

    /// xxHash64.
    static long wide(DataType type, @Nullable Object value, long seed) {
        return switch (value) {
            case null -> seed;
            case List<?> list -> {
                long hash = seed;
                for (var element : list) {
                    hash = wide(((ArrayType) type).elementType(), element, hash);
                }
                yield hash;
            }
            case Object[] fields -> {
                long hash = seed;
                for (int i = 0; i < fields.length; i++) {
                    hash = wide(((StructType) type).typeOf(i), fields[i], hash);
                }
                yield hash;
            }
            default -> {
                var number = number(type, value);
                yield switch (number) {
                    case Integer i -> {
                        long hash = seed + PRIME_5 + 4;
                        hash ^= (i & 0xFFFFFFFFL) * PRIME_1;
                        yield avalanche(Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3);
                    }
                    case Long l -> {
                        long hash = seed + PRIME_5 + 8;
                        yield avalanche(withLong(hash, l));
                    }
                    default -> wideOfBytes(TextFunctions.bytes(bytes(value)), seed);
                };
            }
        };
    }

    /// The int or long that a value is hashed as; itself for what is hashed as bytes.
    private static Object number(DataType type, Object value) {
        return switch (value) {
            case Boolean truth -> truth ? 1 : 0;
            case Byte b -> b.intValue();
            case Short s -> s.intValue();
            case Float f -> Float.floatToIntBits(f + 0.0f);
            case Double d -> Double.doubleToLongBits(d + 0.0);
            case LocalDate date -> (int) date.toEpochDay();
            case Period period -> (int) period.toTotalMonths();
            case Instant _, LocalDateTime _, Duration _ -> Boxes.toLong(type, value);
            case BigDecimal decimal when ((DecimalType) type).fitsLong() ->
                    decimal.unscaledValue().longValue();
            default -> value;
        };
    }

    private static Object bytes(Object value) {
        return value instanceof BigDecimal decimal ? decimal.unscaledValue().toByteArray() : value;
    }

    private static int mix(int hash, int word) {
        int mixed = hash ^ Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
        return Integer.rotateLeft(mixed, 13) * 5 + 0xe6546b64;
    }

    private static int finish(int hash, int length) {
        int h = hash ^ length;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }

    private static int ofBytes(byte[] bytes, int seed) {
        int hash = seed;
        int at = 0;
        for (; at + 4 <= bytes.length; at += 4) {
            hash = mix(hash, (int) INTS.get(bytes, at));
        }
        for (; at < bytes.length; at++) {
            hash = mix(hash, bytes[at]);
        }
        return finish(hash, bytes.length);
    }

    /// Scala's `MurmurHash3.bytesHash`, of bytes whose number is a multiple of 4.
    static int scala(byte[] bytes, int seed) {
        int hash = seed;
        for (int at = 0; at + 4 <= bytes.length; at += 4) {
            hash = mix(hash, (int) INTS.get(bytes, at));
        }
        return finish(hash, bytes.length);
    }

    private static long wideOfBytes(byte[] bytes, long seed) {
        long hash;
        int at = 0;
        if (bytes.length >= 32) {
            long a = seed + PRIME_1 + PRIME_2;
            long b = seed + PRIME_2;
            long c = seed;
            long d = seed - PRIME_1;
            for (; at + 32 <= bytes.length; at += 32) {
                a = round(a, (long) LONGS.get(bytes, at));
                b = round(b, (long) LONGS.get(bytes, at + 8));
                c = round(c, (long) LONGS.get(bytes, at + 16));
                d = round(d, (long) LONGS.get(bytes, at + 24));
            }
            hash =
                    Long.rotateLeft(a, 1)
                            + Long.rotateLeft(b, 7)
                            + Long.rotateLeft(c, 12)
                            + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        } else {
            hash = seed + PRIME_5;
        }
        hash += bytes.length;
        for (; at + 8 <= bytes.length; at += 8) {
            hash = withLong(hash, (long) LONGS.get(bytes, at));
        }
        if (at + 4 <= bytes.length) {
            hash ^= ((int) INTS.get(bytes, at) & 0xFFFFFFFFL) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < bytes.length; at++) {
            hash ^= (bytes[at] & 0xFFL) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        return avalanche(hash);
    }

    private static long withLong(long hash, long word) {
        return Long.rotateLeft(hash ^ round(0, word), 27) * PRIME_1 + PRIME_4;
    }

    private static long round(long lane, long word) {
        return Long.rotateLeft(lane + word * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long hash) {
        long h = (hash ^ hash >>> 33) * PRIME_2;
        h = (h ^ h >>> 29) * PRIME_3;
        return h ^ h >>> 32;
    }
}
