package io.tidemill.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Puts JSON lines together in one buffer that is used again.
final class Text {
    private byte[] bytes = new byte[1 << 20];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    Text raw(byte[] text) {
        return raw(text, 0, text.length);
    }

    Text raw(byte[] text, int from, int to) {
        room(to - from);
        System.arraycopy(text, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    Text raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    Text one(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    Text number(long value) {
        room(20);
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long power = 10; digits < 19 && rest >= power; power *= 10) {
            digits++;
        }
        return padded(rest, digits);
    }

    /// The last `digits` digits.
    Text padded(long value, int digits) {
        room(digits);
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
