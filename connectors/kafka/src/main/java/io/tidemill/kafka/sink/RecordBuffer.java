package io.tidemill.kafka.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Encoded records of one writer and one epoch, in their order. One owner at a time.
///
/// A record is its key, value and headers behind one another in [#bytes], and six numbers beside
/// it. Room grows by halves and is kept for the next epoch.
final class RecordBuffer {
    /// What a buffer holds at most: beyond it the writer begins another one.
    static final int BYTES_MAX = 1 << 27;

    private static final int FIELDS = 6;
    private static final int TOPIC = 0;
    private static final int PARTITION = 1;
    private static final int START = 2;
    private static final int KEY = 3;
    private static final int VALUE = 4;
    private static final int HEADERS = 5;

    private byte[] bytes = new byte[1 << 16];
    private int used;
    private int[] fields = new int[FIELDS * 512];
    private int count;
    private final List<String> topics = new ArrayList<>();
    private final List<Large> large = new ArrayList<>();

    /// Where a record that a broker might refuse for its size came from.
    record Large(int bytes, String origin) {}

    int count() {
        return count;
    }

    int used() {
        return used;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Begins a record; its parts follow, in the order key, value, headers.
    void begin(String topic, int partition) {
        if (fields.length < (count + 1) * FIELDS) {
            fields = Arrays.copyOf(fields, fields.length * 2);
        }
        int at = count * FIELDS;
        fields[at + TOPIC] = indexOf(topic);
        fields[at + PARTITION] = partition;
        fields[at + START] = used;
        fields[at + KEY] = -1;
        fields[at + VALUE] = -1;
        fields[at + HEADERS] = 0;
        count++;
    }

    private int indexOf(String topic) {
        for (int i = topics.size() - 1; i >= 0; i--) {
            if (topics.get(i).equals(topic)) {
                return i;
            }
        }
        topics.add(topic);
        return topics.size() - 1;
    }

    void key(byte[] source, int from, int to) {
        put(source, from, to);
        fields[(count - 1) * FIELDS + KEY] = to - from;
    }

    void value(byte[] source, int from, int to) {
        put(source, from, to);
        fields[(count - 1) * FIELDS + VALUE] = to - from;
    }

    /// Adds a header; `value` may be null.
    void header(byte[] name, byte @Nullable [] value) {
        int before = used;
        number(name.length);
        put(name, 0, name.length);
        number(value == null ? -1 : value.length);
        if (value != null) {
            put(value, 0, value.length);
        }
        fields[(count - 1) * FIELDS + HEADERS] += used - before;
    }

    private void number(int value) {
        room(4);
        bytes[used++] = (byte) (value >> 24);
        bytes[used++] = (byte) (value >> 16);
        bytes[used++] = (byte) (value >> 8);
        bytes[used++] = (byte) value;
    }

    private void put(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, used, to - from);
        used += to - from;
    }

    private void room(int more) {
        if (bytes.length - used < more) {
            long wanted = Math.max((long) used + more, bytes.length * 3L / 2);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
    }

    String topic(int record) {
        return topics.get(fields[record * FIELDS + TOPIC]);
    }

    int partition(int record) {
        return fields[record * FIELDS + PARTITION];
    }

    /// Where the key begins.
    int start(int record) {
        return fields[record * FIELDS + START];
    }

    /// Negative: there is no key.
    int keyLength(int record) {
        return fields[record * FIELDS + KEY];
    }

    /// Negative: there is no value.
    int valueLength(int record) {
        return fields[record * FIELDS + VALUE];
    }

    int headersLength(int record) {
        return fields[record * FIELDS + HEADERS];
    }

    /// A number that [#header] wrote.
    int numberAt(int at) {
        return bytes[at] << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }

    void remember(Large record) {
        large.add(record);
    }

    List<Large> large() {
        return large;
    }

    /// Forgets all records and keeps the room.
    void clear() {
        used = 0;
        count = 0;
        topics.clear();
        large.clear();
    }
}
