package io.tidemill.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Bytes as UTF-8, and eight of them at a time as a number.
public final class Utf8 {
    /// Eight bytes at an index, the first in the lowest bits.
    public static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// The highest bit of each byte.
    public static final long HIGHS = 0x8080808080808080L;

    private Utf8() {}

    /// Whether `[from, to)` is well-formed UTF-8: no overlong forms, no surrogates, nothing beyond
    /// U+10FFFF.
    public static boolean isValid(byte[] bytes, int from, int to) {
        return firstInvalid(bytes, from, to) < 0;
    }

    /// Where the first malformed sequence begins, or -1.
    public static int firstInvalid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (to - at >= 8 && ((long) LONGS.get(bytes, at) & HIGHS) == 0) {
                at += 8;
                continue;
            }
            int length = bytes[at] >= 0 ? 1 : sequence(bytes, at, to);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    /// How many bytes the sequence at `at` takes, or 0 when it is malformed.
    private static int sequence(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (at + length > to || !isTail(bytes[at + 1])) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        boolean bad =
                lead == 0xE0 && second < 0xA0
                        || lead == 0xED && second > 0x9F
                        || lead == 0xF0 && second < 0x90
                        || lead == 0xF4 && second > 0x8F;
        if (bad) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if (!isTail(bytes[at + i])) {
                return 0;
            }
        }
        return length;
    }

    private static boolean isTail(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /// Writes a code point; returns the index behind it.
    public static int encode(int codePoint, byte[] out, int at) {
        if (codePoint < 0x80) {
            out[at] = (byte) codePoint;
            return at + 1;
        }
        if (codePoint < 0x800) {
            out[at] = (byte) (0xC0 | codePoint >> 6);
            out[at + 1] = (byte) (0x80 | codePoint & 0x3F);
            return at + 2;
        }
        if (codePoint < 0x10000) {
            out[at] = (byte) (0xE0 | codePoint >> 12);
            out[at + 1] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            out[at + 2] = (byte) (0x80 | codePoint & 0x3F);
            return at + 3;
        }
        out[at] = (byte) (0xF0 | codePoint >> 18);
        out[at + 1] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        out[at + 2] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        out[at + 3] = (byte) (0x80 | codePoint & 0x3F);
        return at + 4;
    }

    /// The bytes of `[from, to)` with U+FFFD in place of what is malformed.
    public static byte[] repaired(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.UTF_8);
    }
}
