package io.tidemill.format.json;

import io.tidemill.connect.ReadRequest;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.format.Nulls;
import io.tidemill.format.RejectedRows;
import io.tidemill.format.RowOrigins;
import io.tidemill.sql.types.StructType;
import java.util.Optional;

/// Reads whole records of JSON into the rows of a batch, every form of them: an object is a row, an
/// array at the top is a row for each object in it. What cannot be read goes the way of the mode.
///
/// The columns but the one of corrupt records are views into the bytes that are read.
final class JsonRecords {
    private final JsonOptions options;
    private final StructType values;
    private final int corruptIndex;
    private final int[] positions;
    private final JsonNested.Fields fields;
    private final JsonCursor cursor;
    private final RejectedRows rejected;
    private final RowOrigins origins;
    private final Column[] columns;
    private Batch batch;
    private int arena;

    JsonRecords(ReadRequest request, JsonOptions options, String file) {
        this(request, options, file, RejectedRows.IN_FILE);
    }

    /// @param before what stands between `file` and a place in messages
    JsonRecords(ReadRequest request, JsonOptions options, String file, String before) {
        this.options = options;
        corruptIndex = request.columns().indexOf(options.corruptRecord());
        values =
                new StructType(
                        request.columns().fieldList().stream()
                                .filter(field -> !field.name().equals(options.corruptRecord()))
                                .toList());
        positions =
                values.fieldList().stream()
                        .mapToInt(field -> request.columns().indexOf(field.name()))
                        .toArray();
        fields = new JsonNested.Fields(values, "", options);
        cursor = new JsonCursor(options);
        rejected = new RejectedRows(file, before, options.mode(), request.badRecords());
        origins = new RowOrigins(file);
        columns = new Column[positions.length];
        batch = Batch.create(request.columns(), 0);
    }

    /// The columns read from records: those asked for, but for the one of corrupt records.
    StructType values() {
        return values;
    }

    /// Column `index` of [#values] in the batch of [#begin].
    Column column(int index) {
        return columns[index];
    }

    JsonCursor cursor() {
        return cursor;
    }

    JsonOptions options() {
        return options;
    }

    JsonNested.Fields fields() {
        return fields;
    }

    /// Begins a batch whose rows are read from `bytes`.
    void begin(Batch batch, byte[] bytes, int arena) {
        this.batch = batch;
        this.arena = arena;
        batch.setOrigin(origins);
        cursor.bytes = bytes;
        cursor.arena = arena;
        reserve(Batch.ROWS);
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(positions[i]);
            Nulls.share(columns[i], bytes);
        }
    }

    /// Makes room; returns where the offsets of rows go.
    long[] reserve(int rows) {
        batch.reserve(rows);
        return origins.reserve(rows);
    }

    private Optional<BytesColumn> corrupt() {
        return corruptIndex < 0 ? Optional.empty() : Optional.of(batch.bytes(corruptIndex));
    }

    /// For a row that was read well by other means.
    void notCorrupt(int row) {
        if (corruptIndex >= 0) {
            batch.column(corruptIndex).setNull(row);
        }
    }

    /// Reads the record `[from, to)` into the rows from `row` on. Its strings with escapes go as
    /// far behind the arena as they stand behind the beginning of the bytes.
    ///
    /// @param offset where it begins in the file
    /// @return how many rows there are then
    int read(int from, int to, long offset, int row) {
        cursor.arena = arena + from;
        int mark = cursor.arena;
        cursor.origin = from;
        cursor.position = from;
        cursor.end = to;
        cursor.oneLine = false;
        int rows = row;
        try {
            int b = cursor.peek();
            if (b < 0) {
                return row;
            }
            if (b == '[') {
                cursor.take();
                if (cursor.peek() == ']') {
                    cursor.take();
                } else {
                    do {
                        if (cursor.peek() != '{') {
                            throw cursor.error("an object expected");
                        }
                        rows = one(from, to, offset, rows);
                    } while (cursor.separated(false));
                }
            } else {
                rows = one(from, to, offset, rows);
            }
            if (cursor.peek() >= 0) {
                throw cursor.error("the end of the record expected");
            }
            return rows;
        } catch (JsonSyntaxException e) {
            cursor.arena = mark;
            return damaged(from, to, offset, row, String.valueOf(e.getMessage()));
        }
    }

    /// Reads one object at the cursor, which is part of the record `[from, to)`, into row `row`.
    ///
    /// @return how many rows there are then
    /// @throws JsonSyntaxException when it is no JSON; the row is then half-written
    int one(int from, int to, long offset, int row) {
        reserve(row + 1)[row] = offset;
        cursor.depth = 1;
        cursor.mismatch = "";
        int b = cursor.peek();
        if (b == '{') {
            fields.read(cursor, columns, row);
        } else {
            cursor.mismatch("the record", "object");
            cursor.skip();
            for (var column : columns) {
                Nulls.set(column, row);
            }
        }
        if (cursor.mismatch.isEmpty()) {
            notCorrupt(row);
            return row + 1;
        }
        return settle(from, to, offset, row, cursor.mismatch);
    }

    /// The record is no JSON at all: one row of NULLs, or none.
    int damaged(int from, int to, long offset, int row, String reason) {
        reserve(row + 1)[row] = offset;
        for (var column : columns) {
            Nulls.set(column, row);
        }
        return settle(from, to, offset, row, reason);
    }

    /// A record is too long to be held: it is told of, and has no row in any mode.
    void tooLong(byte[] bytes, int length, long offset) {
        rejected.reject(
                bytes,
                0,
                Math.min(length, 1 << 16),
                offset,
                "the record is longer than the option 'maxRecordBytes' allows: "
                        + options.maxRecordBytes());
    }

    private int settle(int from, int to, long offset, int row, String reason) {
        if (rejected.reject(cursor.bytes, from, to, offset, reason)) {
            RejectedRows.keep(corrupt(), row, cursor.bytes, from, to);
            return row + 1;
        }
        for (var column : columns) {
            Nulls.undo(column, row);
        }
        return row;
    }
}
