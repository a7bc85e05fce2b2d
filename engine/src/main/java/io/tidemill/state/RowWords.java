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
import io.tidemill.sql.types.StructType;

/// How rows of some columns lie in [Records]: one word a column (a long, a double, a string or a
/// nested value as a word of [KeptStrings]), two for a wide decimal.
///
/// Bits 8 to 31 of a record's first word say which of the first 24 columns are NULL, further words
/// say it of the others; the other bits of the first word are the owner's. One thread's own.
final class RowWords {
    private static final int NULLS = 8;
    private static final int HEAD_NULLS = 24;

    private enum Form {
        LONG,
        DOUBLE,
        WIDE,
        BYTES,
        NESTED
    }

    private final Form[] forms;
    private final int[] offsets;
    private final int keys;
    private final int firstNulls;
    private final int nullWords;
    private final int end;
    private final boolean hasHeap;
    private final Records records;
    private final NestedBytes nested = new NestedBytes();
    private final Batch scratch;
    private KeptStrings strings = new KeptStrings();

    /// @param keys how many of the first columns are compared as keys are
    /// @param first where the words of a row begin
    /// @param more how many words the owner keeps behind them
    RowWords(StructType schema, int keys, int first, int more) {
        this.keys = keys;
        forms = new Form[schema.size()];
        offsets = new int[schema.size()];
        firstNulls = first;
        nullWords = (Math.max(0, schema.size() - HEAD_NULLS) + 63) / 64;
        int next = first + nullWords;
        scratch = Batch.create(schema, 1);
        boolean heaped = false;
        for (int i = 0; i < offsets.length; i++) {
            forms[i] =
                    switch (scratch.column(i)) {
                        case LongColumn _ -> Form.LONG;
                        case DoubleColumn _ -> Form.DOUBLE;
                        case DecimalColumn _ -> Form.WIDE;
                        case BytesColumn _ -> Form.BYTES;
                        case ListColumn _, MapColumn _, StructColumn _ -> Form.NESTED;
                    };
            heaped |= forms[i] == Form.BYTES || forms[i] == Form.NESTED;
            offsets[i] = next;
            next += forms[i] == Form.WIDE ? 2 : 1;
        }
        hasHeap = heaped;
        end = next;
        records = new Records(next + more);
    }

    Records records() {
        return records;
    }

    /// Where the owner's further words begin.
    int end() {
        return end;
    }

    /// Where the word of a column of numbers lies.
    int offset(int column) {
        return offsets[column];
    }

    boolean isNull(long[] page, int at, int column) {
        if (column < HEAD_NULLS) {
            return (page[at] >>> (NULLS + column) & 1) != 0;
        }
        int bit = column - HEAD_NULLS;
        return (page[at + firstNulls + (bit >> 6)] >>> bit & 1) != 0;
    }

    private void markNull(int slot, int column) {
        var page = records.page(slot);
        int at = records.at(slot);
        if (column < HEAD_NULLS) {
            page[at] |= 1L << (NULLS + column);
        } else {
            int bit = column - HEAD_NULLS;
            page[at + firstNulls + (bit >> 6)] |= 1L << bit;
        }
    }

    /// Writes rows `[from, from + count)` of a batch, column by column, to records whose first word
    /// says that nothing is NULL.
    void write(Batch batch, int from, int count, int[] slots) {
        for (int word = firstNulls; word < firstNulls + nullWords; word++) {
            for (int i = 0; i < count; i++) {
                records.page(slots[i])[records.at(slots[i]) + word] = 0;
            }
        }
        for (int c = 0; c < forms.length; c++) {
            var column = batch.column(c);
            if (column.mayHaveNulls()) {
                for (int i = 0; i < count; i++) {
                    if (column.isNull(from + i)) {
                        markNull(slots[i], c);
                        records.page(slots[i])[records.at(slots[i]) + offsets[c]] = 0;
                    } else {
                        write(column, c, from + i, slots[i]);
                    }
                }
            } else if (column instanceof LongColumn longs) {
                writeLongs(longs.values(), from, count, slots, offsets[c]);
            } else {
                for (int i = 0; i < count; i++) {
                    write(column, c, from + i, slots[i]);
                }
            }
        }
    }

    private void writeLongs(long[] values, int from, int count, int[] slots, int word) {
        var pages = records.pages();
        int shift = records.shift();
        int mask = records.mask();
        int width = records.width();
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            pages[slot >>> shift][(slot & mask) * width + word] = values[from + i];
        }
    }

    private void write(Column column, int c, int row, int slot) {
        var page = records.page(slot);
        int word = records.at(slot) + offsets[c];
        switch (column) {
            case LongColumn longs -> page[word] = longs.getLong(row);
            case DoubleColumn doubles ->
                    page[word] = Double.doubleToLongBits(doubles.getDouble(row));
            case DecimalColumn decimals -> {
                page[word] = decimals.high()[row];
                page[word + 1] = decimals.low()[row];
            }
            case BytesColumn bytes ->
                    page[word] = strings.keep(bytes.data(), bytes.starts()[row], bytes.ends()[row]);
            case ListColumn _, MapColumn _, StructColumn _ -> {
                nested.encode(column, row, c < keys);
                page[word] = strings.keep(nested.bytes(), 0, nested.length());
            }
        }
    }

    /// Writes column `c` of the records `slots[0]` to `slots[count - 1]` to rows `at` on of `out`,
    /// where there is room; a slot below 0 gives NULL.
    void read(int c, int[] slots, int count, Column out, int at) {
        if (c < HEAD_NULLS && out instanceof LongColumn longs) {
            readLongs(c, slots, count, longs, at);
            return;
        }
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            if (slot < 0) {
                out.setNull(at + i);
                continue;
            }
            var page = records.page(slot);
            int record = records.at(slot);
            if (isNull(page, record, c)) {
                out.setNull(at + i);
                continue;
            }
            out.setPresent(at + i);
            long word = page[record + offsets[c]];
            switch (out) {
                case LongColumn longs -> longs.setLong(at + i, word);
                case DoubleColumn doubles ->
                        doubles.setDouble(at + i, Double.longBitsToDouble(word));
                case DecimalColumn decimals ->
                        decimals.setDecimal(at + i, word, page[record + offsets[c] + 1]);
                case BytesColumn bytes -> {
                    int length = strings.length(word);
                    if (length == 0) {
                        bytes.extend(at + i, 0);
                    } else {
                        int start = KeptStrings.start(word);
                        bytes.append(at + i, strings.page(word), start, start + length);
                    }
                }
                case ListColumn _, MapColumn _, StructColumn _ -> decode(word, out, at + i);
            }
        }
    }

    /// [#read] for the commonest columns.
    private void readLongs(int c, int[] slots, int count, LongColumn out, int at) {
        var pages = records.pages();
        int shift = records.shift();
        int mask = records.mask();
        int width = records.width();
        int word = offsets[c];
        long nullBit = 1L << (NULLS + c);
        long[] values = out.values();
        boolean nulls = out.mayHaveNulls();
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            if (slot < 0) {
                out.setNull(at + i);
                nulls = true;
                continue;
            }
            var page = pages[slot >>> shift];
            int record = (slot & mask) * width;
            if ((page[record] & nullBit) != 0) {
                out.setNull(at + i);
                nulls = true;
                continue;
            }
            if (nulls) {
                out.setPresent(at + i);
            }
            values[at + i] = page[record + word];
        }
    }

    private void decode(long word, Column out, int row) {
        if (word != 0) {
            nested.decode(strings.page(word), KeptStrings.start(word), out, row);
        }
    }

    /// Whether columns `[from, to)` of a record are those of a row of a batch, as keys are
    /// compared: NULL is NULL, every NaN one, zero without sign.
    boolean equal(int slot, Batch batch, int from, int to, int row) {
        var page = records.page(slot);
        int at = records.at(slot);
        for (int c = from; c < to; c++) {
            var column = batch.column(c);
            boolean missing = column.isNull(row);
            if (missing != isNull(page, at, c)) {
                return false;
            }
            if (!missing && !equal(page, at + offsets[c], column, c, row)) {
                return false;
            }
        }
        return true;
    }

    private boolean equal(long[] page, int word, Column column, int c, int row) {
        return switch (column) {
            case LongColumn longs -> page[word] == longs.getLong(row);
            case DoubleColumn doubles ->
                    canonical(page[word]) == KeyGroups.canonicalBits(doubles.getDouble(row));
            case DecimalColumn decimals ->
                    page[word] == decimals.high()[row] && page[word + 1] == decimals.low()[row];
            case BytesColumn bytes -> {
                int start = bytes.starts()[row];
                yield strings.equal(page[word], bytes.data(), start, bytes.ends()[row] - start);
            }
            case ListColumn _, MapColumn _, StructColumn _ -> {
                nested.encode(column, row, c < keys);
                yield strings.equal(page[word], nested.bytes(), 0, nested.length());
            }
        };
    }

    /// Whether two records are equal rows.
    boolean equal(int left, int right) {
        var page = records.page(left);
        int at = records.at(left);
        var other = records.page(right);
        int otherAt = records.at(right);
        for (int c = 0; c < forms.length; c++) {
            boolean missing = isNull(page, at, c);
            if (missing != isNull(other, otherAt, c)
                    || !missing && !equal(page, at + offsets[c], other, otherAt + offsets[c], c)) {
                return false;
            }
        }
        return true;
    }

    private boolean equal(long[] page, int word, long[] other, int otherWord, int c) {
        return switch (forms[c]) {
            case LONG -> page[word] == other[otherWord];
            case DOUBLE -> canonical(page[word]) == canonical(other[otherWord]);
            case WIDE -> page[word] == other[otherWord] && page[word + 1] == other[otherWord + 1];
            case BYTES, NESTED -> {
                long text = other[otherWord];
                int length = strings.length(text);
                yield length == 0
                        ? strings.length(page[word]) == 0
                        : strings.equal(
                                page[word], strings.page(text), KeptStrings.start(text), length);
            }
        };
    }

    private static long canonical(long bits) {
        return KeyGroups.canonicalBits(Double.longBitsToDouble(bits));
    }

    /// The hash of the first `columns` of a record: [KeyGroups#hash] of the row it is.
    long hash(int slot, int columns) {
        var page = records.page(slot);
        int at = records.at(slot);
        long hash = KeyGroups.SEED;
        for (int c = 0; c < columns; c++) {
            hash = KeyGroups.mix(hash ^ (isNull(page, at, c) ? KeyGroups.NULL : hash(page, at, c)));
        }
        return hash;
    }

    private long hash(long[] page, int at, int c) {
        long word = page[at + offsets[c]];
        return switch (forms[c]) {
            case LONG -> KeyGroups.mix(word + KeyGroups.SEED);
            case DOUBLE -> KeyGroups.mix(canonical(word) + KeyGroups.SEED);
            case WIDE -> KeyGroups.hash(word, page[at + offsets[c] + 1]);
            case BYTES -> {
                int length = strings.length(word);
                int start = KeptStrings.start(word);
                yield length == 0
                        ? KeyGroups.hash(scratch.bytes(c).data(), 0, 0)
                        : KeyGroups.hash(strings.page(word), start, start + length);
            }
            case NESTED -> {
                var column = scratch.column(c);
                column.clear();
                decode(word, column, 0);
                yield KeyGroups.hash(column, 0);
            }
        };
    }

    /// Says that the strings of a record are not needed any more.
    void drop(int slot) {
        if (!hasHeap) {
            return;
        }
        var page = records.page(slot);
        int at = records.at(slot);
        for (int c = 0; c < forms.length; c++) {
            if (isHeaped(c) && page[at + offsets[c]] != 0) {
                strings.drop(page[at + offsets[c]]);
            }
        }
    }

    private boolean isHeaped(int c) {
        return forms[c] == Form.BYTES || forms[c] == Form.NESTED;
    }

    /// Copies the strings that are still used into a fresh heap, if most are not.
    ///
    /// @param used bits of a record's first word, of which one is set in every record in use
    void compact(long used) {
        if (!hasHeap || !strings.isMostlyWaste()) {
            return;
        }
        var fresh = new KeptStrings();
        for (int slot = 0; slot < records.slots(); slot++) {
            var page = records.page(slot);
            int at = records.at(slot);
            if ((page[at] & used) == 0) {
                continue;
            }
            for (int c = 0; c < forms.length; c++) {
                long word = page[at + offsets[c]];
                if (isHeaped(c) && word != 0) {
                    int start = KeptStrings.start(word);
                    int end = start + strings.length(word);
                    page[at + offsets[c]] = fresh.keep(strings.page(word), start, end);
                }
            }
        }
        strings = fresh;
    }

    long bytes() {
        return records.bytes() + (hasHeap ? strings.bytes() : 0);
    }
}
