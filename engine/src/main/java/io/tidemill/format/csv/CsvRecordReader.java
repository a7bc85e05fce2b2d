package io.tidemill.format.csv;

import io.tidemill.connect.RecordReader;
import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import java.util.List;

/// Reads records that lie in memory, each of them one line of CSV; a line's end at its end is left
/// out, one within it is wrong unless it is quoted and `multiLine` is set.
final class CsvRecordReader implements RecordReader {
    private final CsvRecord record;
    private final CsvRow fields;
    private Batch batch = Batch.create(new StructType(List.of()), 0);
    private int arena;

    CsvRecordReader(CsvRecord record, CsvRow fields) {
        this.record = record;
        this.fields = fields;
    }

    @Override
    public void begin(Batch batch, byte[] bytes, int arena) {
        this.batch = batch;
        this.arena = arena;
        fields.begin(batch, bytes, arena);
    }

    @Override
    public int read(int from, int to, long offset, int row) {
        batch.reserve(row + 1);
        record.arena = arena + from;
        record.read(from, to);
        if (record.end < to
                && record.problem.isEmpty()
                && record.behindTerminator(record.end, to) < to) {
            record.problem = "the record has more than one line";
        }
        return fields.take(batch, from, to, offset, row);
    }
}
