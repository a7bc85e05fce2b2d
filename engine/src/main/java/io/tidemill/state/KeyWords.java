package io.tidemill.state;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.sql.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How the keys of a [KeyTable] lie in its records: behind the head, whose bits from
/// [KeyTable#NULLS] on say which key columns are NULL, a word for a long or a double (with one zero
/// and one NaN), two for a wide decimal, two for a string: its address in a [BytesHeap], then its
/// length.
final class KeyWords {
    private enum Form {
        LONG,
        DOUBLE,
        WIDE,
        BYTES
    }

    private final Form[] forms;
    private final int[] offsets;
    private final int words;

    KeyWords(List<DataType> keys) {
        var found = new ArrayList<Form>();
        offsets = new int[keys.size()];
        int next = 1;
        for (int i = 0; i < offsets.length; i++) {
            var form =
                    switch (Column.create(keys.get(i), 0)) {
                        case LongColumn _ -> Form.LONG;
                        case DoubleColumn _ -> Form.DOUBLE;
                        case DecimalColumn _ -> Form.WIDE;
                        case BytesColumn _ -> Form.BYTES;
                        case ListColumn _, MapColumn _, StructColumn _ ->
                                throw new IllegalArgumentException(
                                        "no keys of type " + keys.get(i).typeName());
                    };
            found.add(form);
            offsets[i] = next;
            next += form == Form.WIDE || form == Form.BYTES ? 2 : 1;
        }
        forms = found.toArray(Form[]::new);
        words = next - 1;
    }

    /// How many columns a key has.
    int columns() {
        return forms.length;
    }

    /// How many words they take.
    int words() {
        return words;
    }

    /// Where in a record the word, or the first of two, of a key column is.
    int offset(int key) {
        return offsets[key];
    }

    /// Writes for each row which of its key columns are NULL, as the head of a record says it.
    void markNulls(Batch batch, long[] nulls) {
        Arrays.fill(nulls, 0, batch.rows(), 0);
        for (int i = 0; i < forms.length; i++) {
            var column = batch.column(i);
            if (column.mayHaveNulls()) {
                for (int row = 0; row < batch.rows(); row++) {
                    nulls[row] |= column.isNull(row) ? 1L << i : 0;
                }
            }
        }
    }

    /// Takes back the slots, of some rows, whose record has another key than the row: column by
    /// column, so that the reads of one row do not wait for those of another.
    ///
    /// @param slots of each row, or -1; becomes -1 where the key is another one
    void confirm(
            Records records,
            BytesHeap heap,
            Batch batch,
            long[] nulls,
            int from,
            int to,
            int[] slots) {
        for (int row = from; row < to; row++) {
            int slot = slots[row];
            if (slot >= 0
                    && records.page(slot)[records.at(slot)] >>> KeyTable.NULLS != nulls[row]) {
                slots[row] = -1;
            }
        }
        for (int i = 0; i < forms.length; i++) {
            switch (forms[i]) {
                case LONG ->
                        confirmLongs(records, i, batch.longs(i).values(), nulls, from, to, slots);
                case BYTES ->
                        confirmBytes(records, heap, i, batch.bytes(i), nulls, from, to, slots);
                case DOUBLE, WIDE -> {
                    for (int row = from; row < to; row++) {
                        int slot = slots[row];
                        if (slot >= 0
                                && (nulls[row] >>> i & 1) == 0
                                && !isSame(
                                        records.page(slot),
                                        records.at(slot),
                                        heap,
                                        i,
                                        batch,
                                        row)) {
                            slots[row] = -1;
                        }
                    }
                }
            }
        }
    }

    private void confirmLongs(
            Records records, int key, long[] values, long[] nulls, int from, int to, int[] slots) {
        int word = offsets[key];
        for (int row = from; row < to; row++) {
            int slot = slots[row];
            if (slot >= 0
                    && records.page(slot)[records.at(slot) + word] != values[row]
                    && (nulls[row] >>> key & 1) == 0) {
                slots[row] = -1;
            }
        }
    }

    private void confirmBytes(
            Records records,
            BytesHeap heap,
            int key,
            BytesColumn column,
            long[] nulls,
            int from,
            int to,
            int[] slots) {
        int word = offsets[key];
        for (int row = from; row < to; row++) {
            int slot = slots[row];
            if (slot >= 0
                    && (nulls[row] >>> key & 1) == 0
                    && !isSame(records.page(slot), records.at(slot) + word, heap, column, row)) {
                slots[row] = -1;
            }
        }
    }

    /// Whether the record at a place has the key of a row.
    ///
    /// @param nulls which of the row's key columns are NULL
    boolean isKey(long[] page, int at, BytesHeap heap, Batch batch, int row, long nulls) {
        if (page[at] >>> KeyTable.NULLS != nulls) {
            return false;
        }
        for (int i = 0; i < forms.length; i++) {
            if ((nulls >>> i & 1) == 0 && !isSame(page, at, heap, i, batch, row)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSame(long[] page, int at, BytesHeap heap, int key, Batch batch, int row) {
        int word = at + offsets[key];
        return switch (forms[key]) {
            case LONG -> page[word] == batch.longs(key).values()[row];
            case DOUBLE -> page[word] == KeyGroups.canonicalBits(batch.doubles(key).values()[row]);
            case WIDE -> {
                var column = (DecimalColumn) batch.column(key);
                yield page[word] == column.high()[row] && page[word + 1] == column.low()[row];
            }
            case BYTES -> isSame(page, word, heap, batch.bytes(key), row);
        };
    }

    private static boolean isSame(
            long[] page, int word, BytesHeap heap, BytesColumn column, int row) {
        int start = column.starts()[row];
        int length = column.ends()[row] - start;
        return (int) page[word + 1] == length
                && heap.equal(page[word], length, column.data(), start);
    }

    /// Writes the key of a row to a fresh record.
    void put(long[] page, int at, BytesHeap heap, Batch batch, int row, long nulls) {
        page[at] = nulls << KeyTable.NULLS;
        for (int i = 0; i < forms.length; i++) {
            if ((nulls >>> i & 1) != 0) {
                continue;
            }
            int word = at + offsets[i];
            switch (forms[i]) {
                case LONG -> page[word] = batch.longs(i).values()[row];
                case DOUBLE -> page[word] = KeyGroups.canonicalBits(batch.doubles(i).values()[row]);
                case WIDE -> {
                    var column = (DecimalColumn) batch.column(i);
                    page[word] = column.high()[row];
                    page[word + 1] = column.low()[row];
                }
                case BYTES -> {
                    var column = batch.bytes(i);
                    int start = column.starts()[row];
                    int end = column.ends()[row];
                    page[word] = heap.append(column.data(), start, end);
                    page[word + 1] = (long) end - start;
                }
            }
        }
    }

    /// Writes the key of a record to row `row` of the first columns of `out`, where there is room.
    void write(long[] page, int at, BytesHeap heap, Batch out, int row) {
        for (int i = 0; i < forms.length; i++) {
            var column = out.column(i);
            if ((page[at] >>> (KeyTable.NULLS + i) & 1) != 0) {
                column.setNull(row);
                continue;
            }
            column.setPresent(row);
            int word = at + offsets[i];
            switch (forms[i]) {
                case LONG -> out.longs(i).setLong(row, page[word]);
                case DOUBLE -> out.doubles(i).setDouble(row, Double.longBitsToDouble(page[word]));
                case WIDE -> ((DecimalColumn) column).setDecimal(row, page[word], page[word + 1]);
                case BYTES -> {
                    int start = BytesHeap.offset(page[word]);
                    int length = (int) page[word + 1];
                    out.bytes(i).append(row, heap.page(page[word]), start, start + length);
                }
            }
        }
    }

    /// The hash of a record's key; the same as [KeyGroups#hash].
    long hash(long[] page, int at, BytesHeap heap) {
        long hash = KeyGroups.SEED;
        for (int i = 0; i < forms.length; i++) {
            int word = at + offsets[i];
            long value;
            if ((page[at] >>> (KeyTable.NULLS + i) & 1) != 0) {
                value = KeyGroups.NULL;
            } else {
                value =
                        switch (forms[i]) {
                            case LONG, DOUBLE -> KeyGroups.mix(page[word] + KeyGroups.SEED);
                            case WIDE -> KeyGroups.hash(page[word], page[word + 1]);
                            case BYTES -> {
                                int start = BytesHeap.offset(page[word]);
                                int length = (int) page[word + 1];
                                yield KeyGroups.hash(heap.page(page[word]), start, start + length);
                            }
                        };
            }
            hash = KeyGroups.mix(hash ^ value);
        }
        return hash;
    }

    /// Says that the strings of a record's key are not needed any more.
    void drop(long[] page, int at, BytesHeap heap) {
        for (int i = 0; i < forms.length; i++) {
            if (forms[i] == Form.BYTES) {
                heap.drop((int) page[at + offsets[i] + 1]);
            }
        }
    }

    /// Moves the strings of a record's key to another heap.
    void move(long[] page, int at, BytesHeap from, BytesHeap to) {
        for (int i = 0; i < forms.length; i++) {
            if (forms[i] == Form.BYTES) {
                moveText(page, at + offsets[i], from, to);
            }
        }
    }

    /// Moves one string of a record, its address and its length.
    static void moveText(long[] page, int word, BytesHeap from, BytesHeap to) {
        int length = (int) page[word + 1];
        if (length > 0) {
            int start = BytesHeap.offset(page[word]);
            page[word] = to.append(from.page(page[word]), start, start + length);
        }
    }
}
