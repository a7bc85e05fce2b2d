package io.tidemill.format.text;

import io.tidemill.connect.RecordReader;
import io.tidemill.data.Batch;
import io.tidemill.format.RowOrigins;
import io.tidemill.format.Utf8;
import io.tidemill.sql.types.StructType;
import java.util.List;

/// Reads records that lie in memory, each of them one text. What is not UTF-8 is replaced by
/// U+FFFD.
final class TextRecordReader implements RecordReader {
    private final RowOrigins origins;
    private final boolean wanted;
    private Batch batch;
    private byte[] bytes = {};

    /// @param wanted whether the column is asked for, and not only how many rows there are
    TextRecordReader(String name, boolean wanted) {
        origins = new RowOrigins(name);
        this.wanted = wanted;
        batch = Batch.create(new StructType(List.of()), 0);
    }

    @Override
    public void begin(Batch batch, byte[] bytes, int arena) {
        this.batch = batch;
        this.bytes = bytes;
        batch.setOrigin(origins);
        if (wanted) {
            batch.bytes(0).share(bytes);
        }
    }

    @Override
    public int read(int from, int to, long offset, int row) {
        origins.reserve(row + 1)[row] = offset;
        if (wanted) {
            batch.reserve(row + 1);
            var column = batch.bytes(0);
            if (!Utf8.isValid(bytes, from, to)) {
                var repaired = Utf8.repaired(bytes, from, to);
                column.append(row, repaired, 0, repaired.length);
            } else if (column.data() == bytes) {
                column.setView(row, from, to);
            } else {
                column.append(row, bytes, from, to);
            }
        }
        return row + 1;
    }
}
