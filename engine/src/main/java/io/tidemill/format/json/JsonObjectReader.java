package io.tidemill.format.json;

import static io.tidemill.format.Utf8.LONGS;

import io.tidemill.data.StructColumn;
import io.tidemill.format.Nulls;
import io.tidemill.format.NumberText;
import io.tidemill.format.TimeText;
import io.tidemill.format.Utf8;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StructType;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads objects of JSON the quick way: each name is guessed to be the one that followed last time,
/// and compared whole; values of the usual forms are read eight bytes at a time.
///
/// In: an object whose bytes end with a line feed or a carriage return somewhere behind, or zeros.
/// Out: its fields in a row of the columns. On anything unusual (a space where there is mostly
/// none, a value that does not fit its column, a name that comes twice, what is no JSON) it gives
/// up and says so; the row is then half-written, and [JsonRecords] reads the record again. What it
/// accepts, the other accepts with the same values: a test compares them.
///
/// Source: Langdale and Lemire, *Parsing Gigabytes of JSON per Second*, 2019, for words of eight
/// bytes; the guess is for streams, whose records look alike.
final class JsonObjectReader {
    private static final int SKIPPED_MAX = 512;
    private static final int SURE = 256;
    private static final int DOUBT = 0;
    private static final int TRIAL = 32;
    private static final long ZEROS = 0x3030303030303030L;
    private static final int GIVE_UP = -1;
    private static final int NULL = 0x6C6C756E;
    private static final int TRUE = 0x65757274;
    private static final int FALS = 0x736C6166;
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private final JsonCursor cursor;
    private final boolean utc;
    private final int fields;
    private final List<String> names = new ArrayList<>();
    private JsonSlot[] slots;
    private JsonKeys keys;

    /// The slots by a hash of the first bytes of their names, under a mask.
    private @Nullable JsonSlot[] table = {};

    private long tableMask;
    private int tableShift;

    /// How often guesses came true lately; at [#DOUBT] none is made.
    private int confidence = SURE;

    private final JsonSlot start;
    private final JsonRecords records;
    private long objects;

    /// The day of the last time read: its first ten characters, and its first microsecond.
    private long dayFirst;

    private short dayLast;
    private long dayMicros;

    /// Where the value that was read last ends; set by the readers of values.
    private int behind;

    JsonObjectReader(JsonRecords records) {
        this(records, records.values(), records.fields());
    }

    private JsonObjectReader(JsonRecords records, StructType type, JsonNested.Fields values) {
        this.records = records;
        this.cursor = records.cursor();
        var options = records.options();
        ZoneId zone = options.zone();
        utc = zone.normalized().equals(ZoneOffset.UTC);
        fields = type.size();
        slots = new JsonSlot[fields];
        boolean plainTimes = options.timestampFormat().isEmpty();
        for (int i = 0; i < fields; i++) {
            var field = type.field(i);
            var value = values.value(i);
            var object =
                    value instanceof JsonNested.Struct struct
                            ? new JsonObjectReader(
                                    records, (StructType) field.dataType(), struct.fields())
                            : null;
            slots[i] =
                    new JsonSlot(
                            field.name().getBytes(StandardCharsets.UTF_8),
                            i,
                            field.dataType(),
                            value,
                            object,
                            JsonSlot.kindOf(field.dataType(), plainTimes));
            names.add(field.name());
        }
        keys = new JsonKeys(names);
        index();
        start = new JsonSlot(new byte[0], -1, new NullType(), null, null, JsonSlot.SKIP);
    }

    /// Whether records under these options may be read so: none spans a line feed.
    static boolean serves(JsonOptions options) {
        return !options.allowComments() && !options.allowUnquotedControlChars();
    }

    /// Takes the columns of the batch that the records began.
    void begin() {
        confidence = Math.max(confidence, TRIAL);
        for (int i = 0; i < fields; i++) {
            slots[i].bind(records.column(i));
        }
    }

    /// Takes the columns of a struct.
    void bind(StructColumn struct) {
        for (int i = 0; i < fields; i++) {
            slots[i].bind(struct.field(i));
        }
    }

    /// Reads the object at `from` into `row`; returns the index behind it, or a negative number
    /// when it is not of the usual form.
    int read(int from, int row) {
        var bytes = cursor.bytes;
        if (bytes[from] != '{') {
            return GIVE_UP;
        }
        long object = ++objects;
        int found = 0;
        int at = from + 1;
        var previous = start;
        while (true) {
            if (bytes[at] == ' ') {
                at++;
            }
            var slot = confidence > DOUBT ? previous.next : null;
            if (slot != null && isAt(slot, bytes, at)) {
                at += slot.length;
                confidence += confidence < SURE ? 1 : 0;
            } else {
                slot = look(bytes, at);
                if (slot == null) {
                    return GIVE_UP;
                }
                at = behind;
                previous.next = slot;
                confidence -= confidence > DOUBT ? 2 : 0;
            }
            if (slot.seenIn == object) {
                return GIVE_UP;
            }
            slot.seenIn = object;
            found += slot.index >= 0 ? 1 : 0;
            if (bytes[at] == ' ') {
                at++;
            }
            at = value(slot, bytes, at, row);
            if (at < 0) {
                return GIVE_UP;
            }
            byte separator = bytes[at++];
            if (separator == ',') {
                previous = slot;
            } else if (separator == '}') {
                break;
            } else {
                return GIVE_UP;
            }
        }
        if (found < fields) {
            missing(object, row);
        }
        return at;
    }

    private static boolean isAt(JsonSlot slot, byte[] bytes, int at) {
        int length = slot.length;
        return ((long) LONGS.get(bytes, at) & slot.mask) == slot.first
                && (length <= 8 || (long) LONGS.get(bytes, at + length - 8) == slot.last)
                && (length <= 16
                        || Arrays.equals(
                                bytes, at + 8, at + length - 8, slot.prefix, 8, length - 8));
    }

    private void missing(long object, int row) {
        for (int i = 0; i < fields; i++) {
            if (slots[i].seenIn != object) {
                Nulls.set(slots[i].column, row);
            }
        }
    }

    /// Finds the slot of the name at `at`; [#behind] is then behind its colon. Null when there is
    /// no name of the usual form.
    private @Nullable JsonSlot look(byte[] bytes, int at) {
        long word = (long) LONGS.get(bytes, at) & tableMask;
        for (var slot = table[hash(word)]; slot != null; slot = slot.sibling) {
            if (isAt(slot, bytes, at)) {
                behind = at + slot.length;
                return slot;
            }
        }
        return search(bytes, at);
    }

    private int hash(long word) {
        return (int) ((word * 0x9E3779B97F4A7C15L) >>> tableShift);
    }

    /// Builds the table by the first bytes of names: as many as the shortest name has, at most
    /// eight.
    private void index() {
        int shortest = 8;
        for (var slot : slots) {
            shortest = Math.min(shortest, slot.length);
        }
        int bits = 34 - Integer.numberOfLeadingZeros(slots.length | 1);
        tableMask = -1L >>> (64 - 8 * shortest);
        tableShift = 64 - bits;
        table = new JsonSlot[1 << bits];
        for (var slot : slots) {
            int at = hash(slot.first & tableMask);
            slot.sibling = table[at];
            table[at] = slot;
        }
    }

    /// Finds a name that the table does not have, or that stands apart from its colon.
    private @Nullable JsonSlot search(byte[] bytes, int at) {
        if (bytes[at] != '"') {
            return null;
        }
        int end = JsonCursor.plain(bytes, at + 1);
        while (bytes[end] < 0) {
            end = JsonCursor.plain(bytes, end + 1);
        }
        if (bytes[end] != '"') {
            return null;
        }
        int colon = bytes[end + 1] == ' ' ? end + 2 : end + 1;
        if (bytes[colon] != ':') {
            return null;
        }
        behind = colon + 1;
        int index = keys.find(bytes, at + 1, end);
        return index >= 0 ? slots[index] : skipped(bytes, at + 1, end);
    }

    /// Remembers a name that nobody asked for, so that it is guessed from then on.
    private @Nullable JsonSlot skipped(byte[] bytes, int from, int to) {
        if (slots.length >= fields + SKIPPED_MAX || !Utf8.isValid(bytes, from, to)) {
            return null;
        }
        var name = Arrays.copyOfRange(bytes, from, to);
        var slot = new JsonSlot(name, -1, new NullType(), null, null, JsonSlot.SKIP);
        slots = Arrays.copyOf(slots, slots.length + 1);
        slots[slots.length - 1] = slot;
        names.add(new String(name, StandardCharsets.UTF_8));
        keys = new JsonKeys(names);
        index();
        return slot;
    }

    private int value(JsonSlot slot, byte[] bytes, int at, int row) {
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
        begin(at);
        try {
            return value.read(cursor, slot.column, row) && cursor.mismatch.isEmpty()
                    ? cursor.position
                    : GIVE_UP;
        } catch (JsonSyntaxException e) {
            return GIVE_UP;
        }
    }

    /// Sets the cursor to a value that must end before the line does.
    private void begin(int at) {
        cursor.origin = at;
        cursor.position = at;
        cursor.end = Integer.MAX_VALUE;
        cursor.oneLine = true;
        cursor.mismatch = "";
        cursor.depth = 1;
    }

    private int wholeNumber(JsonSlot slot, byte[] bytes, int from, int row) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int end = digitsEnd(bytes, at);
        int digits = end - at;
        if (digits == 0 || digits > 18 || digits > 1 && bytes[at] == '0') {
            return any(slot, from, row);
        }
        long value = number(bytes, at, digits);
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

    /// Behind the digits at `from`.
    private static int digitsEnd(byte[] bytes, int from) {
        int at = from;
        while (true) {
            long digits = (long) LONGS.get(bytes, at) ^ ZEROS;
            long other = ((digits + 0x7676767676767676L) | digits) & Utf8.HIGHS;
            if (other != 0) {
                return at + (Long.numberOfTrailingZeros(other) >>> 3);
            }
            at += 8;
        }
    }

    /// The value of 1 to 18 digits.
    private static long number(byte[] bytes, int from, int digits) {
        if (digits <= 8) {
            return eight((long) LONGS.get(bytes, from), digits);
        }
        long high = eight((long) LONGS.get(bytes, from), 8);
        if (digits <= 16) {
            return high * POWERS[digits - 8] + eight((long) LONGS.get(bytes, from + 8), digits - 8);
        }
        long middle = eight((long) LONGS.get(bytes, from + 8), 8);
        return (high * 100_000_000 + middle) * POWERS[digits - 16]
                + eight((long) LONGS.get(bytes, from + 16), digits - 16);
    }

    /// The value of the first `count` digits, 1 to 8, of eight bytes.
    private static long eight(long word, int count) {
        long digits = (word ^ ZEROS) << (64 - 8 * count);
        digits = digits * 10 + (digits >>> 8);
        return ((digits & 0x000000FF000000FFL) * 0x000F424000000064L
                        + (digits >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L)
                >>> 32;
    }

    private int string(JsonSlot slot, byte[] bytes, int from, int row) {
        if (bytes[from] != '"') {
            return any(slot, from, row);
        }
        int end = JsonCursor.plain(bytes, from + 1);
        if (bytes[end] != '"') {
            int wide = wideEnd(bytes, from + 1, end);
            if (wide < 0) {
                return any(slot, from, row);
            }
            end = wide;
        }
        slot.starts[row] = from + 1;
        slot.ends[row] = end;
        return end + 1;
    }

    /// The end of a string that has characters beyond ASCII from `at` on, or -1 when it has escapes
    /// or is wrong.
    private static int wideEnd(byte[] bytes, int from, int at) {
        int end = at;
        while (bytes[end] < 0) {
            end = wide(bytes, end);
        }
        return bytes[end] == '"' && Utf8.isValid(bytes, from, end) ? end : -1;
    }

    /// The first byte from `from` on that is a quote, a backslash or a control character.
    private static int wide(byte[] bytes, int from) {
        int at = from;
        while (true) {
            long word = (long) LONGS.get(bytes, at);
            long quote = word ^ 0x2222222222222222L;
            long backslash = word ^ 0x5C5C5C5C5C5C5C5CL;
            long found =
                    ((quote - 0x0101010101010101L) & ~quote
                                    | (backslash - 0x0101010101010101L) & ~backslash
                                    | (word - 0x2020202020202020L) & ~word)
                            & Utf8.HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += 8;
        }
    }

    private int floating(JsonSlot slot, byte[] bytes, int from, int row) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int point = digitsEnd(bytes, at);
        int whole = point - at;
        if (whole == 0 || whole > 18 || whole > 1 && bytes[at] == '0') {
            return any(slot, from, row);
        }
        long mantissa = number(bytes, at, whole);
        int end = point;
        int fraction = 0;
        if (bytes[point] == '.') {
            end = digitsEnd(bytes, point + 1);
            fraction = end - point - 1;
            if (fraction == 0 || whole + fraction > 18) {
                return any(slot, from, row);
            }
            mantissa = mantissa * POWERS[fraction] + number(bytes, point + 1, fraction);
        }
        if ((bytes[end] | 0x20) == 'e') {
            return any(slot, from, row);
        }
        double value = NumberText.fromDecimal(mantissa, -fraction);
        if (value < 0) {
            return any(slot, from, row);
        }
        slot.doubles[row] = at > from ? -value : value;
        return end;
    }

    private int decimal(JsonSlot slot, byte[] bytes, int from, int row) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int point = digitsEnd(bytes, at);
        int whole = point - at;
        if (whole == 0 || whole + slot.scale > 18 || whole > 1 && bytes[at] == '0') {
            return any(slot, from, row);
        }
        long value = number(bytes, at, whole);
        int end = point;
        int fraction = 0;
        if (bytes[point] == '.') {
            end = digitsEnd(bytes, point + 1);
            fraction = end - point - 1;
            if (fraction == 0 || fraction > slot.scale) {
                return any(slot, from, row);
            }
            value = value * POWERS[fraction] + number(bytes, point + 1, fraction);
        }
        value *= POWERS[slot.scale - fraction];
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
        int hour = two(bytes, time);
        int minute = two(bytes, time + 3);
        int second = two(bytes, time + 6);
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
            end = digitsEnd(bytes, point + 1);
            int digits = end - point - 1;
            if (digits == 0 || digits > 6) {
                return any(slot, from, row);
            }
            micros += eight((long) LONGS.get(bytes, point + 1), digits) * POWERS[6 - digits];
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

    /// Two digits as a number, or something negative.
    private static int two(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
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
            int end = JsonCursor.plain(bytes, from + 1);
            if (bytes[end] != '"') {
                end = wideEnd(bytes, from + 1, end);
            }
            if (end > 0) {
                return end + 1;
            }
        } else {
            int at = bytes[from] == '-' ? from + 1 : from;
            int end = digitsEnd(bytes, at);
            boolean plain = end > at && (bytes[at] != '0' || end == at + 1);
            if (plain && (bytes[end] == ',' || bytes[end] == '}')) {
                return end;
            }
        }
        begin(from);
        try {
            cursor.skip();
            return cursor.position;
        } catch (JsonSyntaxException e) {
            return GIVE_UP;
        }
    }
}
