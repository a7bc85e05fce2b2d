package io.tidemill.format.json;

import static io.tidemill.format.Utf8.LONGS;

import io.tidemill.data.StructColumn;
import io.tidemill.format.Nulls;
import io.tidemill.format.Utf8;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StructType;
import java.nio.charset.StandardCharsets;
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
    private static final int GIVE_UP = JsonQuickValues.GIVE_UP;
    private final JsonCursor cursor;
    private final JsonQuickValues quick;
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

    /// Where the value that was read last ends; set by the readers of values.
    private int behind;

    JsonObjectReader(JsonRecords records) {
        this(records, records.values(), records.fields(), new JsonQuickValues(records));
    }

    private JsonObjectReader(
            JsonRecords records, StructType type, JsonNested.Fields values, JsonQuickValues quick) {
        this.records = records;
        this.cursor = records.cursor();
        var options = records.options();
        this.quick = quick;
        fields = type.size();
        slots = new JsonSlot[fields];
        boolean plainTimes = options.timestampFormat().isEmpty();
        for (int i = 0; i < fields; i++) {
            var field = type.field(i);
            var value = values.value(i);
            var object =
                    value instanceof JsonNested.Struct struct
                            ? new JsonObjectReader(
                                    records, (StructType) field.dataType(), struct.fields(), quick)
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
    ///
    /// @param arena how far behind a string its unescaped form may be written
    void begin(int arena) {
        quick.begin(arena);
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
            if (slot != null && slot.isAt(bytes, at)) {
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
            at = quick.read(slot, bytes, at, row);
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
            if (slot.isAt(bytes, at)) {
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
}
