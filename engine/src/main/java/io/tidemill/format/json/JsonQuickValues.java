package io.tidemill.format.json;

import static io.tidemill.format.Utf8.LONGS;

import io.tidemill.format.Nulls;
import io.tidemill.format.NumberText;
import io.tidemill.format.TimeText;
import io.tidemill.format.Utf8;
import java.time.ZoneOffset;

/// Reads single values of the usual forms, eight bytes at a time; hands all others to the careful
/// reader of their type.
///
/// In: a value at an index, with a byte behind it that is no part of it. Out: the value in a row of
/// its column, and the index behind it; or a negative number when it is wrong or does not fit, so
/// that the record must be read again with care. Strings with escapes go, unescaped, as far behind
/// [#begin]'s arena as they stand behind the beginning of the text: there is always room.
final class JsonQuickValues {
    static final int GIVE_UP = -1;
    private static final int NULL = 0x6C6C756E;
    private static final int TRUE = 0x65757274;
    private static final int FALS = 0x736C6166;

    private final JsonCursor cursor;
    private final boolean utc;
    private int arena;

    /// The day of the last time read: its first ten characters, and its first microsecond.
    private long dayFirst;

    private short dayLast;
    private long dayMicros;

    JsonQuickValues(JsonRecords records) {
        cursor = records.cursor();
        utc = records.options().zone().normalized().equals(ZoneOffset.UTC);
    }

    /// Takes the bytes that the cursor has now.
    ///
    /// @param arena how far behind a string its unescaped form may be written
    void begin(int arena) {
        this.arena = arena;
    }

    /// Reads the value at `at` into a row of the slot's column; returns the index behind it, or a
    /// negative number when the careful reader must judge.
    int read(JsonSlot slot, byte[] bytes, int at, int row) {
        return switch (slot.kind) {
            case JsonSlot.LONG -> wholeNumber(slot, bytes, at, row);
            case JsonSlot.STRING -> string(slot, bytes, at, row);
            case JsonSlot.DOUBLE -> floating(slot, bytes, at, row);
            case JsonSlot.TIMESTAMP -> timestamp(slot, bytes, at, row);
            case JsonSlot.BOOLEAN -> bool(slot, bytes, at, row);
            case JsonSlot.DECIMAL -> decimal(slot, bytes, at, row);
            case JsonSlot.STRUCT -> struct(slot, bytes, at, row);
            case JsonSlot.SKIP -> skip(bytes, at);
            default -> any(slot, at, row);
        };
    }

    /// Reads a value as the careful reader does; gives up when that finds something wrong.
    private int any(JsonSlot slot, int at, int row) {
        if ((int) (long) LONGS.get(cursor.bytes, at) == NULL) {
            Nulls.set(slot.column, row);
            return at + 4;
        }
        var value = slot.value;
        if (value == null) {
            return GIVE_UP;
        }
        place(at);
        try {
            return value.read(cursor, slot.column, row) && cursor.mismatch.isEmpty()
                    ? cursor.position
                    : GIVE_UP;
        } catch (JsonSyntaxException e) {
            return GIVE_UP;
        }
    }

    /// Sets the cursor to a value that must end before the line does.
    private void place(int at) {
        cursor.origin = at;
        cursor.arena = at + arena;
        cursor.position = at;
        cursor.end = Integer.MAX_VALUE;
        cursor.oneLine = true;
        cursor.mismatch = "";
        cursor.depth = 1;
    }

    private int wholeNumber(JsonSlot slot, byte[] bytes, int from, int row) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int end = JsonDigits.end(bytes, at);
        int digits = end - at;
        if (digits == 0 || digits > 18 || digits > 1 && bytes[at] == '0') {
            return any(slot, from, row);
        }
        long value = JsonDigits.number(bytes, at, digits);
        if (at > from) {
            value = -value;
        }
        if (value < slot.least || value > slot.greatest || isFraction(bytes[end])) {
            return GIVE_UP;
        }
        slot.longs[row] = value;
        return end;
    }

    private static boolean isFraction(byte b) {
        return b == '.' || (b | 0x20) == 'e';
    }

    private int string(JsonSlot slot, byte[] bytes, int from, int row) {
        if (bytes[from] != '"') {
            return any(slot, from, row);
        }
        int end = JsonCursor.plain(bytes, from + 1);
        if (bytes[end] != '"') {
            return strange(slot, bytes, from, end, row);
        }
        slot.starts[row] = from + 1;
        slot.ends[row] = end;
        return end + 1;
    }

    /// Reads a string whose first byte that is not plain is at `at`.
    private int strange(JsonSlot slot, byte[] bytes, int from, int at, int row) {
        int end = wideEnd(bytes, at);
        if (bytes[end] == '"') {
            slot.starts[row] = from + 1;
            slot.ends[row] = end;
            return Utf8.isValid(bytes, at, end) ? end + 1 : GIVE_UP;
        }
        int begin = from + 1 + arena;
        int out = begin;
        int copied = from + 1;
        while (bytes[end] == '\\') {
            System.arraycopy(bytes, copied, bytes, out, end - copied);
            out += end - copied;
            int character = unescaped(bytes, end + 1);
            if (character < 0) {
                return any(slot, from, row);
            }
            out = Utf8.encode(character, bytes, out);
            copied = end + (bytes[end + 1] == 'u' ? 6 : 2);
            end = wideEnd(bytes, copied);
        }
        if (bytes[end] != '"') {
            return any(slot, from, row);
        }
        System.arraycopy(bytes, copied, bytes, out, end - copied);
        out += end - copied;
        slot.starts[row] = begin;
        slot.ends[row] = out;
        return Utf8.isValid(bytes, begin, out) ? end + 1 : GIVE_UP;
    }

    /// The character that the escape behind a backslash stands for; negative when that is half a
    /// pair or wrong.
    private static int unescaped(byte[] bytes, int at) {
        return switch (bytes[at]) {
            case '"', '\\', '/' -> bytes[at];
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int value =
                        hex(bytes[at + 1]) << 12
                                | hex(bytes[at + 2]) << 8
                                | hex(bytes[at + 3]) << 4
                                | hex(bytes[at + 4]);
                yield value >= 0 && !Character.isSurrogate((char) value) ? value : -1;
            }
            default -> -1;
        };
    }

    /// The value of a hexadecimal digit, or -1.
    private static int hex(byte b) {
        int digit = b - '0';
        int letter = (b | 0x20) - 'a';
        return digit >= 0 && digit <= 9 ? digit : letter >= 0 && letter <= 5 ? letter + 10 : -1;
    }

    /// The first byte from `from` on that is a quote, a backslash or a control character.
    private static int wideEnd(byte[] bytes, int from) {
        int end = wide(bytes, from);
        while (bytes[end] < 0) {
            end = wide(bytes, end + 1);
        }
        return end;
    }

    /// As [#wideEnd], but what is found may be beyond ASCII: a borrow from the byte before.
    private static int wide(byte[] bytes, int from) {
        int at = from;
        while (true) {
            long word = (long) LONGS.get(bytes, at);
            long found =
                    ((word ^ 0x0202020202020202L) - 0x2121212121212121L
                                    | (word ^ 0x5C5C5C5C5C5C5C5CL) - 0x0101010101010101L)
                            & ~word
                            & Utf8.HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += 8;
        }
    }

    private int floating(JsonSlot slot, byte[] bytes, int from, int row) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int point = JsonDigits.end(bytes, at);
        int whole = point - at;
        if (whole == 0 || whole > 18 || whole > 1 && bytes[at] == '0') {
            return any(slot, from, row);
        }
        long mantissa = JsonDigits.number(bytes, at, whole);
        int end = point;
        int fraction = 0;
        if (bytes[point] == '.') {
            end = JsonDigits.end(bytes, point + 1);
            fraction = end - point - 1;
            if (fraction == 0 || whole + fraction > 18) {
                return any(slot, from, row);
            }
            mantissa =
                    mantissa * JsonDigits.power(fraction)
                            + JsonDigits.number(bytes, point + 1, fraction);
        }
        int exponent = -fraction;
        if ((bytes[end] | 0x20) == 'e') {
            int sign = bytes[end + 1] == '-' || bytes[end + 1] == '+' ? 1 : 0;
            int first = end + 1 + sign;
            end = JsonDigits.end(bytes, first);
            if (end == first || end - first > 4) {
                return any(slot, from, row);
            }
            int power = (int) JsonDigits.number(bytes, first, end - first);
            exponent += sign != 0 && bytes[first - 1] == '-' ? -power : power;
        }
        double value = NumberText.fromDecimal(mantissa, exponent);
        if (value < 0) {
            return any(slot, from, row);
        }
        slot.doubles[row] = at > from ? -value : value;
        return end;
    }

    private int decimal(JsonSlot slot, byte[] bytes, int from, int row) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int point = JsonDigits.end(bytes, at);
        int whole = point - at;
        if (whole == 0 || whole + slot.scale > 18 || whole > 1 && bytes[at] == '0') {
            return any(slot, from, row);
        }
        long value = JsonDigits.number(bytes, at, whole);
        int end = point;
        int fraction = 0;
        if (bytes[point] == '.') {
            end = JsonDigits.end(bytes, point + 1);
            fraction = end - point - 1;
            if (fraction == 0 || fraction > slot.scale) {
                return any(slot, from, row);
            }
            value =
                    value * JsonDigits.power(fraction)
                            + JsonDigits.number(bytes, point + 1, fraction);
        }
        value *= JsonDigits.power(slot.scale - fraction);
        if (value > slot.greatest || (bytes[end] | 0x20) == 'e') {
            return any(slot, from, row);
        }
        slot.longs[row] = at > from ? -value : value;
        return end;
    }

    private int timestamp(JsonSlot slot, byte[] bytes, int from, int row) {
        if (bytes[from] != '"') {
            return any(slot, from, row);
        }
        int at = from + 1;
        long micros = day(bytes, at);
        int time = at + 11;
        int hour = JsonDigits.two(bytes, time);
        int minute = JsonDigits.two(bytes, time + 3);
        int second = JsonDigits.two(bytes, time + 6);
        boolean usual =
                micros != TimeText.NONE
                        && (hour | minute | second) >= 0
                        && hour < 24
                        && minute < 60
                        && second < 60
                        && bytes[time + 2] == ':'
                        && bytes[time + 5] == ':';
        if (!usual) {
            return any(slot, from, row);
        }
        micros += ((hour * 60 + minute) * 60 + second) * 1_000_000L;
        int end = time + 8;
        if (bytes[end] == '.') {
            int point = end;
            end = JsonDigits.end(bytes, point + 1);
            int digits = end - point - 1;
            if (digits == 0 || digits > 6) {
                return any(slot, from, row);
            }
            micros +=
                    JsonDigits.eight((long) LONGS.get(bytes, point + 1), digits)
                            * JsonDigits.power(6 - digits);
        }
        if (bytes[end] == 'Z') {
            end++;
        } else if (!utc) {
            return any(slot, from, row);
        }
        if (bytes[end] != '"') {
            return any(slot, from, row);
        }
        slot.longs[row] = micros;
        return end + 1;
    }

    /// The first microsecond of the day `yyyy-mm-dd` at `at` with `T` or a space behind it, or
    /// [TimeText#NONE]. The last one is remembered.
    private long day(byte[] bytes, int at) {
        byte separator = bytes[at + 10];
        if (separator != 'T' && separator != ' ') {
            return TimeText.NONE;
        }
        long first = (long) LONGS.get(bytes, at);
        short last = (short) (bytes[at + 8] << 8 | bytes[at + 9] & 0xFF);
        if (first == dayFirst && last == dayLast) {
            return dayMicros;
        }
        long days = TimeText.usualDate(bytes, at);
        if (days == TimeText.NONE) {
            return TimeText.NONE;
        }
        dayFirst = first;
        dayLast = last;
        dayMicros = days * 86_400_000_000L;
        return dayMicros;
    }

    private int bool(JsonSlot slot, byte[] bytes, int at, int row) {
        int word = (int) (long) LONGS.get(bytes, at);
        if (word == TRUE) {
            slot.longs[row] = 1;
            return at + 4;
        }
        if (word == FALS && bytes[at + 4] == 'e') {
            slot.longs[row] = 0;
            return at + 5;
        }
        return any(slot, at, row);
    }

    private int struct(JsonSlot slot, byte[] bytes, int at, int row) {
        var object = slot.object;
        if (bytes[at] != '{' || object == null) {
            return any(slot, at, row);
        }
        return object.read(at, row);
    }

    /// Behind a value that nobody asked for, which is checked all the same.
    private int skip(byte[] bytes, int from) {
        if (bytes[from] == '"') {
            int first = JsonCursor.plain(bytes, from + 1);
            int end = wideEnd(bytes, first);
            if (bytes[end] == '"' && (end == first || Utf8.isValid(bytes, first, end))) {
                return end + 1;
            }
        } else {
            int at = bytes[from] == '-' ? from + 1 : from;
            int end = JsonDigits.end(bytes, at);
            boolean plain = end > at && (bytes[at] != '0' || end == at + 1);
            if (plain && (bytes[end] == ',' || bytes[end] == '}')) {
                return end;
            }
        }
        place(from);
        try {
            cursor.skip();
            return cursor.position;
        } catch (JsonSyntaxException e) {
            return GIVE_UP;
        }
    }
}
