package io.tidemill.expression.compile;

import io.tidemill.expression.function.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Functions of UTF-8 text and of binary values as generated code calls them: an array with start
/// and end in, a view or the cell's own bytes out.
final class Texts {
    private Texts() {}

    static boolean equal(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        return aEnd - aStart == bEnd - bStart && Arrays.equals(a, aStart, aEnd, b, bStart, bEnd);
    }

    static boolean unequal(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        return !equal(a, aStart, aEnd, b, bStart, bEnd);
    }

    static boolean less(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        return Arrays.compareUnsigned(a, aStart, aEnd, b, bStart, bEnd) < 0;
    }

    static boolean lessOrEqual(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        return Arrays.compareUnsigned(a, aStart, aEnd, b, bStart, bEnd) <= 0;
    }

    static boolean greater(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        return Arrays.compareUnsigned(a, aStart, aEnd, b, bStart, bEnd) > 0;
    }

    static boolean greaterOrEqual(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        return Arrays.compareUnsigned(a, aStart, aEnd, b, bStart, bEnd) >= 0;
    }

    static boolean startsWith(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        int length = bEnd - bStart;
        return aEnd - aStart >= length
                && Arrays.equals(a, aStart, aStart + length, b, bStart, bEnd);
    }

    static boolean endsWith(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        int length = bEnd - bStart;
        return aEnd - aStart >= length && Arrays.equals(a, aEnd - length, aEnd, b, bStart, bEnd);
    }

    static boolean contains(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        return find(a, aStart, aEnd, b, bStart, bEnd) >= 0;
    }

    /// Where `b` first stands in `a`; -1 if it does not.
    static int find(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        int length = bEnd - bStart;
        if (length == 0) {
            return aStart;
        }
        byte first = b[bStart];
        int last = aEnd - length;
        for (int i = aStart; i <= last; i++) {
            if (a[i] == first && Arrays.equals(a, i, i + length, b, bStart, bEnd)) {
                return i;
            }
        }
        return -1;
    }

    /// How many characters (code points) a text has.
    static long length(byte[] a, int start, int end) {
        long characters = 0;
        for (int i = start; i < end; i++) {
            characters += (a[i] & 0xC0) != 0x80 ? 1 : 0;
        }
        return characters;
    }

    static long byteLength(byte[] a, int start, int end) {
        return (long) end - start;
    }

    static long bitLength(byte[] a, int start, int end) {
        return 8L * (end - start);
    }

    /// From character `position` on, counted from 1, or from the end if negative.
    static void substring(byte[] a, int start, int end, long position, Cell out) {
        substring(a, start, end, position, Integer.MAX_VALUE, out);
    }

    static void substring(byte[] a, int start, int end, long position, long length, Cell out) {
        long from;
        if (position > 0) {
            from = position - 1;
        } else if (position < 0) {
            from = length(a, start, end) + position;
        } else {
            from = 0;
        }
        long until = from + length;
        if (until <= from || until <= 0) {
            out.view(a, start, start);
            return;
        }
        int first = skip(a, start, end, from);
        out.view(a, first, skip(a, first, end, until - Math.max(from, 0)));
    }

    /// Where the character stands that comes `characters` after `start`.
    private static int skip(byte[] a, int start, int end, long characters) {
        int at = start;
        long left = characters;
        while (left > 0 && at < end) {
            at++;
            while (at < end && (a[at] & 0xC0) == 0x80) {
                at++;
            }
            left--;
        }
        return at;
    }

    static void upper(byte[] a, int start, int end, Cell out) {
        var room = out.room(end - start);
        for (int i = start; i < end; i++) {
            byte b = a[i];
            if (b < 0) {
                put(text(a, start, end).toUpperCase(Locale.ROOT), out);
                return;
            }
            room[i - start] = (byte) (b >= 'a' && b <= 'z' ? b - 32 : b);
        }
    }

    static void lower(byte[] a, int start, int end, Cell out) {
        var room = out.room(end - start);
        for (int i = start; i < end; i++) {
            byte b = a[i];
            if (b < 0) {
                put(text(a, start, end).toLowerCase(Locale.ROOT), out);
                return;
            }
            room[i - start] = (byte) (b >= 'A' && b <= 'Z' ? b + 32 : b);
        }
    }

    static void concat(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd, Cell out) {
        int first = aEnd - aStart;
        int second = bEnd - bStart;
        if ((long) first + second > Limits.BYTES) {
            throw new IllegalStateException("too long a text");
        }
        var room = out.room(first + second);
        System.arraycopy(a, aStart, room, 0, first);
        System.arraycopy(b, bStart, room, first, second);
    }

    /// Without spaces at both ends.
    static void trim(byte[] a, int start, int end, Cell out) {
        int from = start;
        int to = end;
        while (from < to && a[from] == ' ') {
            from++;
        }
        while (to > from && a[to - 1] == ' ') {
            to--;
        }
        out.view(a, from, to);
    }

    static void leftTrim(byte[] a, int start, int end, Cell out) {
        int from = start;
        while (from < end && a[from] == ' ') {
            from++;
        }
        out.view(a, from, end);
    }

    static void rightTrim(byte[] a, int start, int end, Cell out) {
        int to = end;
        while (to > start && a[to - 1] == ' ') {
            to--;
        }
        out.view(a, start, to);
    }

    /// Part `index` of a text cut at each `separator`: from 1, or from the end if negative; empty
    /// where there is no such part.
    static void splitPart(
            byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd, long index, Cell out) {
        if (index == 0) {
            throw new ArithmeticException("part 0");
        }
        int length = bEnd - bStart;
        long wanted = index;
        if (length == 0) {
            boolean whole = index == 1 || index == -1;
            out.view(a, aStart, whole ? aEnd : aStart);
            return;
        }
        if (index < 0) {
            long parts = 1;
            for (int i = find(a, aStart, aEnd, b, bStart, bEnd);
                    i >= 0;
                    i = find(a, i + length, aEnd, b, bStart, bEnd)) {
                parts++;
            }
            wanted = parts + index + 1;
        }
        int from = aStart;
        for (long part = wanted > 0 ? 1 : Long.MAX_VALUE; part <= wanted; part++) {
            int next = find(a, from, aEnd, b, bStart, bEnd);
            if (part == wanted) {
                out.view(a, from, next < 0 ? aEnd : next);
                return;
            }
            if (next < 0) {
                break;
            }
            from = next + length;
        }
        out.view(a, aStart, aStart);
    }

    /// Part `index`, from 0 on, of a text cut at each `separator`, which must exist.
    static void splitElement(
            byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd, long index, Cell out) {
        int from = aStart;
        for (long part = 0; part <= index; part++) {
            int next = find(a, from, aEnd, b, bStart, bEnd);
            if (part == index) {
                out.view(a, from, next < 0 ? aEnd : next);
                return;
            }
            if (next < 0) {
                break;
            }
            from = next + bEnd - bStart;
        }
        throw new ArithmeticException("no such part");
    }

    /// The first characters.
    static void left(byte[] a, int start, int end, long length, Cell out) {
        out.view(a, start, skip(a, start, end, length));
    }

    /// The last characters.
    static void right(byte[] a, int start, int end, long length, Cell out) {
        long characters = length <= 0 ? 0 : length(a, start, end);
        int from = length <= 0 ? end : skip(a, start, end, characters - length);
        out.view(a, from, end);
    }

    /// Where `b` first stands in `a`, in characters from 1; 0 if it does not.
    static long position(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        int found = find(a, aStart, aEnd, b, bStart, bEnd);
        return found < 0 ? 0 : length(a, aStart, found) + 1;
    }

    /// A bigint as text.
    static void ofLong(long value, Cell out) {
        if (value == Long.MIN_VALUE) {
            put(Long.toString(value), out);
            return;
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
            digits++;
        }
        int length = digits + (value < 0 ? 1 : 0);
        var room = out.room(length);
        for (int i = length - 1; i >= length - digits; i--) {
            long next = rest / 10;
            room[i] = (byte) ('0' + rest - next * 10);
            rest = next;
        }
        if (value < 0) {
            room[0] = '-';
        }
    }

    static void ofBoolean(boolean value, Cell out) {
        put(value ? "true" : "false", out);
    }

    static void same(byte[] a, int start, int end, Cell out) {
        out.view(a, start, end);
    }

    private static String text(byte[] a, int start, int end) {
        return new String(a, start, end - start, StandardCharsets.UTF_8);
    }

    private static void put(String text, Cell out) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, out.room(bytes.length), 0, bytes.length);
    }
}
