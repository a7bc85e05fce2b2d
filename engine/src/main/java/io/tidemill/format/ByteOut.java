package io.tidemill.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;

/// Text as bytes in a buffer that grows: where writers put rows before they go to a file.
///
/// Who writes calls [#room] for the most bytes that may come and then writes without further
/// checks, or uses the methods that make room themselves. One owner.
public final class ByteOut {
    private static final int FLUSH_AT = 1 << 16;
    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final byte[] DIGITS = new byte[200];

    static {
        for (int i = 0; i < 100; i++) {
            DIGITS[2 * i] = (byte) ('0' + i / 10);
            DIGITS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private byte[] bytes = new byte[FLUSH_AT + (FLUSH_AT >> 1)];
    private int used;

    public byte[] bytes() {
        return bytes;
    }

    public int used() {
        return used;
    }

    /// Forgets what was written behind the first `used` bytes.
    public void cut(int used) {
        this.used = used;
    }

    /// Hands all bytes to `out` once there are many of them.
    public void flushWhenLarge(OutputStream out) throws IOException {
        if (used >= FLUSH_AT) {
            flush(out);
        }
    }

    /// Hands all bytes to `out`.
    public void flush(OutputStream out) throws IOException {
        out.write(bytes, 0, used);
        used = 0;
    }

    /// Makes room for `count` more bytes.
    public void room(int count) {
        if (bytes.length - used < count) {
            long wanted = Math.max((long) used + count, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
    }

    public void put(int b) {
        room(1);
        bytes[used++] = (byte) b;
    }

    public void put(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, used, to - from);
        used += to - from;
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    public void text(String text) {
        put(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A whole number in decimal digits.
    public void number(long value) {
        room(20);
        if (value == Long.MIN_VALUE) {
            text("-9223372036854775808");
            return;
        }
        long rest = value;
        if (rest < 0) {
            bytes[used++] = '-';
            rest = -rest;
        }
        int length = lengthOf(rest);
        int at = used + length;
        used = at;
        while (rest >= 100) {
            long next = rest / 100;
            int two = (int) (rest - next * 100) * 2;
            bytes[--at] = DIGITS[two + 1];
            bytes[--at] = DIGITS[two];
            rest = next;
        }
        int two = (int) rest * 2;
        bytes[--at] = DIGITS[two + 1];
        if (rest >= 10) {
            bytes[--at] = DIGITS[two];
        }
    }

    private static int lengthOf(long value) {
        int length = 1;
        long bound = 10;
        while (length < 19 && value >= bound) {
            bound *= 10;
            length++;
        }
        return length;
    }

    /// A decimal with an unscaled value in one long, written out in digits.
    public void decimal(long unscaled, int scale) {
        if (scale == 0) {
            number(unscaled);
            return;
        }
        long power = 1;
        for (int i = 0; i < scale; i++) {
            power *= 10;
        }
        long whole = unscaled / power;
        long part = Math.abs(unscaled % power);
        if (unscaled < 0 && whole == 0) {
            put('-');
        }
        number(whole);
        put('.');
        padded(part, scale);
    }

    /// A number of exactly `digits` digits, with zeros in front.
    private void padded(long value, int digits) {
        room(digits);
        long rest = value;
        for (int at = used + digits - 1; at >= used; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        used += digits;
    }

    private void two(int value) {
        bytes[used++] = DIGITS[value * 2];
        bytes[used++] = DIGITS[value * 2 + 1];
    }

    /// `yyyy-MM-dd`; years beyond four digits carry a sign.
    ///
    /// Source: Hinnant, *chrono-Compatible Low-Level Date Algorithms*, civil_from_days.
    public void date(long days) {
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int ofEra = (int) (shifted - era * 146_097);
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * ofYear + 2) / 153;
        int day = ofYear - (153 * shiftedMonth + 2) / 5 + 1;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        room(24);
        if (year >= 0 && year <= 9999) {
            two((int) year / 100);
            two((int) year % 100);
        } else {
            bytes[used++] = (byte) (year < 0 ? '-' : '+');
            padded(Math.abs(year), Math.max(4, lengthOf(Math.abs(year))));
        }
        bytes[used++] = '-';
        two(month);
        bytes[used++] = '-';
        two(day);
    }

    /// `yyyy-MM-ddTHH:mm:ss.SSS`, with six digits where microseconds are not whole milliseconds.
    ///
    /// @param separator what stands between date and time
    public void localTime(long micros, char separator) {
        long days = Math.floorDiv(micros, MICROS_OF_DAY);
        date(days);
        long ofDay = micros - days * MICROS_OF_DAY;
        int seconds = (int) (ofDay / 1_000_000);
        int fraction = (int) (ofDay - seconds * 1_000_000L);
        room(16);
        bytes[used++] = (byte) separator;
        two(seconds / 3600);
        bytes[used++] = ':';
        two(seconds / 60 % 60);
        bytes[used++] = ':';
        two(seconds % 60);
        bytes[used++] = '.';
        int millis = fraction / 1000;
        bytes[used++] = (byte) ('0' + millis / 100);
        two(millis % 100);
        int rest = fraction % 1000;
        if (rest != 0) {
            bytes[used++] = (byte) ('0' + rest / 100);
            two(rest % 100);
        }
    }

    /// A point in time as its local time in `zone` and the zone's offset, `Z` when that is none.
    public void timestamp(long micros, ZoneId zone) {
        int offset =
                zone == ZoneOffset.UTC
                        ? 0
                        : zone.getRules()
                                .getOffset(Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)))
                                .getTotalSeconds();
        localTime(micros + offset * 1_000_000L, 'T');
        if (offset == 0) {
            put('Z');
            return;
        }
        room(10);
        bytes[used++] = (byte) (offset < 0 ? '-' : '+');
        int seconds = Math.abs(offset);
        two(seconds / 3600);
        bytes[used++] = ':';
        two(seconds / 60 % 60);
        if (seconds % 60 != 0) {
            bytes[used++] = ':';
            two(seconds % 60);
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, used, StandardCharsets.UTF_8);
    }
}
