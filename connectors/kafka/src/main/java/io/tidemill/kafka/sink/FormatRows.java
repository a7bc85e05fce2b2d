package io.tidemill.kafka.sink;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import org.jspecify.annotations.Nullable;

/// Rows of a table with columns: some of them are the key, in one format, and the others the value,
/// in the same or another one. A row at weight -1 is a tombstone: the key without a value.
final class FormatRows implements RowRecords {
    private final @Nullable Part key;
    private final Part value;

    FormatRows(@Nullable Part key, Part value) {
        this.key = key;
        this.value = value;
    }

    @Override
    public void write(Batch batch, Out out) {
        var keys = key == null ? null : key.encode(batch);
        var values = value.encode(batch);
        for (int row = 0; row < batch.rows(); row++) {
            begin(batch, row, keys, out);
            if (batch.weight(row) > 0 && !values.isNull(row)) {
                out.value(values.data(), values.starts()[row], values.ends()[row]);
            }
            out.end();
        }
    }

    private static void begin(Batch batch, int row, @Nullable BytesColumn keys, Out out) {
        if (keys == null || keys.isNull(row)) {
            out.begin(batch, row, null, -1, null, 0, 0);
        } else {
            out.begin(batch, row, null, -1, keys.data(), keys.starts()[row], keys.ends()[row]);
        }
    }
}
