package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How large a value may be that a function makes: checked before the memory for it is taken, so
/// that a row that asks for too much raises an error with its place instead of ending the process.
///
/// Spark's limit is what a Java array can hold, 2 GiB, which no usual heap can; ours is lower.
public final class Limits {
    /// The most elements that an array may have.
    public static final int ELEMENTS = 1 << 24;

    /// The most bytes of UTF-8 that a text may have, and the most bytes of a binary value.
    public static final int BYTES = 1 << 26;

    /// The most bytes that an array, a map or a struct may have with all that is in it, about.
    public static final long NESTED_BYTES = 1L << 28;

    private Limits() {}

    /// `count`, when an array may have so many elements.
    ///
    /// @throws TidemillException COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER
    static int elements(String function, long count) {
        if (count > ELEMENTS) {
            throw tooMany(function, count);
        }
        return (int) count;
    }

    /// An array would have too many elements.
    static TidemillException tooMany(String function, Object count) {
        return new TidemillException(
                Condition.COLLECTION_SIZE_LIMIT_EXCEEDED__PARAMETER,
                "Can't create array with %s elements which exceeds the array size limit %d, in the function `%s`"
                        .formatted(count, ELEMENTS, function),
                "ask for fewer elements");
    }

    /// Refuses a text or a binary value of more than [#BYTES].
    ///
    /// @param bytes how long it would be, at least
    /// @throws TidemillException COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER
    static void bytes(String function, long bytes) {
        if (bytes > BYTES) {
            throw new TidemillException(
                    Condition.COLLECTION_SIZE_LIMIT_EXCEEDED__PARAMETER,
                    "Can't create a value of %d bytes which exceeds the size limit %d, in the function `%s`"
                            .formatted(bytes, BYTES, function),
                    "ask for less");
        }
    }

    /// Refuses a text that is made of `parts` and would be too long.
    ///
    /// @throws TidemillException COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER
    static void texts(String function, Iterable<?> parts) {
        long characters = 0;
        for (var part : parts) {
            characters += ((String) part).length();
        }
        if (characters > BYTES / 3) {
            long bytes = 0;
            for (var part : parts) {
                bytes += utf8((String) part);
            }
            bytes(function, bytes);
        }
    }

    /// How many bytes of UTF-8 a text has.
    static long utf8(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /// Refuses an array, a map or a struct that is too large as a whole, such as an array of many
    /// long texts.
    ///
    /// @throws TidemillException COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER
    public static void nested(@Nullable Object value) {
        if ((value instanceof List<?> || value instanceof Map<?, ?> || value instanceof Object[])
                && size(value, NESTED_BYTES) > NESTED_BYTES) {
            throw new TidemillException(
                    Condition.COLLECTION_SIZE_LIMIT_EXCEEDED__PARAMETER,
                    "Can't create a nested value of more than %d bytes".formatted(NESTED_BYTES),
                    "ask for fewer or smaller elements");
        }
    }

    /// About how many bytes a value takes; stops counting above `most`.
    private static long size(@Nullable Object value, long most) {
        return switch (value) {
            case null -> 1;
            case String text -> 8 + text.length();
            case byte[] bytes -> 8 + bytes.length;
            case List<?> list -> sum(list, most);
            case Map<?, ?> map -> {
                long keys = sum(map.keySet(), most);
                yield keys > most ? keys : keys + sum(map.values(), most - keys);
            }
            case Object[] fields -> sum(Arrays.asList(fields), most);
            default -> 8;
        };
    }

    private static long sum(Iterable<?> values, long most) {
        long sum = 8;
        for (var value : values) {
            sum += size(value, most - sum);
            if (sum > most) {
                break;
            }
        }
        return sum;
    }
}
