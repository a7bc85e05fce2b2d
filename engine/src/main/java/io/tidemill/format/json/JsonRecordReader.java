package io.tidemill.format.json;

import io.tidemill.connect.RecordReader;
import io.tidemill.data.Batch;

/// Reads records of JSON that lie in memory: first the quick way, then, where the record is not of
/// the usual form, with care.
final class JsonRecordReader implements RecordReader {
    private final JsonRecords records;
    private final JsonObjectReader fast;
    private final boolean quick;
    private int arena;
    private int room;
    private long[] offsets = {};

    JsonRecordReader(JsonRecords records) {
        this.records = records;
        fast = new JsonObjectReader(records);
        quick = JsonObjectReader.serves(records.options());
    }

    @Override
    public void begin(Batch batch, byte[] bytes, int arena) {
        this.arena = arena;
        records.begin(batch, bytes, arena);
        bind(Batch.ROWS);
    }

    /// Makes room for so many rows.
    private void bind(int rows) {
        room = rows;
        offsets = records.reserve(rows);
        fast.begin(arena);
    }

    @Override
    public int read(int from, int to, long offset, int row) {
        if (row >= room) {
            bind(2 * row);
        }
        if (quick && to > from && fast.read(from, row) == to) {
            offsets[row] = offset;
            records.notCorrupt(row);
            return row + 1;
        }
        int rows =
                isBlank(from, to)
                        ? records.damaged(from, to, offset, row, "the record is empty")
                        : records.read(from, to, offset, row);
        bind(Math.max(room, rows));
        return rows;
    }

    private boolean isBlank(int from, int to) {
        var bytes = records.cursor().bytes;
        for (int at = from; at < to; at++) {
            if (bytes[at] < 0 || bytes[at] > ' ') {
                return false;
            }
        }
        return true;
    }
}
