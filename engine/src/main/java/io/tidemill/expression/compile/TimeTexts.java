package io.tidemill.expression.compile;

import io.tidemill.data.Boxes;
import io.tidemill.expression.Casts;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Text made of times and of numbers, and read as such: a short way for the common form, and the
/// interpreter's [Casts] for every other.
final class TimeTexts {
    static final long SECOND = 1_000_000;
    static final long DAY = 86_400 * SECOND;

    /// What [Times#year] can be for four digits.
    static final long FIRST_DAY = -719_162;

    static final long LAST_DAY = 2_932_896;

    private TimeTexts() {}

    /// A date as `2020-01-02`.
    static void ofDate(long date, Cell out) {
        if (date < FIRST_DAY || date > LAST_DAY) {
            put(LocalDate.ofEpochDay(date).toString(), out);
            return;
        }
        writeDate(date, out.room(10), 0);
    }

    /// A local time as `2020-01-02 03:04:05.6`.
    static void ofLocal(long micros, Cell out) {
        long date = Math.floorDiv(micros, DAY);
        if (date < FIRST_DAY || date > LAST_DAY) {
            var local = Boxes.ofLong(DataTypes.TimestampNTZType, micros);
            put(Casts.text(local, DataTypes.TimestampNTZType, ZoneOffset.UTC), out);
            return;
        }
        long rest = micros - date * DAY;
        long fraction = rest % SECOND;
        int digits = fraction == 0 ? 0 : 6;
        while (digits > 0 && fraction % 10 == 0) {
            fraction /= 10;
            digits--;
        }
        var room = out.room(digits == 0 ? 19 : 20 + digits);
        writeDate(date, room, 0);
        room[10] = ' ';
        writeTime(rest / SECOND, room);
        if (digits > 0) {
            room[19] = '.';
            for (int i = 19 + digits; i > 19; i--) {
                room[i] = (byte) ('0' + fraction % 10);
                fraction /= 10;
            }
        }
    }

    /// A timestamp as the clocks of the zone show it.
    static void ofTimestamp(long micros, Zone zone, Cell out) {
        ofLocal(zone.toLocal(micros), out);
    }

    private static void writeDate(long date, byte[] room, int at) {
        long year = Times.year(date);
        two(year / 100, room, at);
        two(year % 100, room, at + 2);
        room[at + 4] = '-';
        two(Times.month(date), room, at + 5);
        room[at + 7] = '-';
        two(Times.day(date), room, at + 8);
    }

    private static void writeTime(long seconds, byte[] room) {
        two(seconds / 3600, room, 11);
        room[13] = ':';
        two(seconds / 60 % 60, room, 14);
        room[16] = ':';
        two(seconds % 60, room, 17);
    }

    static void two(long number, byte[] room, int at) {
        room[at] = (byte) ('0' + number / 10);
        room[at + 1] = (byte) ('0' + number % 10);
    }

    static void ofDouble(double value, Cell out) {
        put(Double.toString(value), out);
    }

    static void ofFloat(double value, Cell out) {
        put(Float.toString((float) value), out);
    }

    /// A text as a bigint.
    static long toLong(byte[] data, int start, int end) {
        int at = start;
        boolean negative = at < end && data[at] == '-';
        at += negative ? 1 : 0;
        int length = end - at;
        long value = 0;
        boolean plain = length > 0 && length <= 18;
        for (; plain && at < end; at++) {
            int digit = data[at] - '0';
            plain = digit >= 0 && digit <= 9;
            value = value * 10 + digit;
        }
        if (plain) {
            return negative ? -value : value;
        }
        return ((Number) cast(data, start, end, DataTypes.LongType)).longValue();
    }

    static long toInt(byte[] data, int start, int end) {
        return Numbers.toInt(toLong(data, start, end));
    }

    static double toDouble(byte[] data, int start, int end) {
        return ((Number) cast(data, start, end, DataTypes.DoubleType)).doubleValue();
    }

    /// A text as a date: `2020-01-02` at once.
    static long toDate(byte[] data, int start, int end) {
        if (end - start == 10) {
            long date = date(data, start);
            if (date != NONE) {
                return date;
            }
        }
        return ((LocalDate) cast(data, start, end, DataTypes.DateType)).toEpochDay();
    }

    private static final long NONE = Long.MIN_VALUE;

    /// The date that ten characters are, or [#NONE].
    private static long date(byte[] data, int at) {
        int year = number(data, at, 4);
        int month = number(data, at + 5, 2);
        int day = number(data, at + 8, 2);
        boolean fits =
                data[at + 4] == '-'
                        && data[at + 7] == '-'
                        && year > 0
                        && month >= 1
                        && month <= 12
                        && day >= 1
                        && day <= 28;
        return fits ? Times.days(year, month, day) : NONE;
    }

    /// The number that some digits are; -1 if they are not.
    private static int number(byte[] data, int at, int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = data[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static Object cast(byte[] data, int start, int end, DataType type) {
        var text = new String(data, start, end - start, StandardCharsets.UTF_8);
        var value = Casts.cast(text, DataTypes.StringType, type, ZoneOffset.UTC);
        if (value == null) {
            throw new ArithmeticException("no value");
        }
        return value;
    }

    /// A local time in a constant layout.
    static void format(long micros, TimeLayout layout, Cell out) {
        layout.write(micros, out);
    }

    /// A timestamp in a constant layout, as the clocks of the zone show it.
    static void format(long micros, TimeLayout layout, Zone zone, Cell out) {
        layout.write(zone.toLocal(micros), out);
    }

    static void put(String text, Cell out) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, out.room(bytes.length), 0, bytes.length);
    }
}
