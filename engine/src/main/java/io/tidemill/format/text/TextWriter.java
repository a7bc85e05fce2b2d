package io.tidemill.format.text;

import io.tidemill.connect.FormatWriter;
import io.tidemill.data.Batch;
import io.tidemill.format.ByteOut;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Writes the one column of a batch as lines; NULL is an empty line.
final class TextWriter implements FormatWriter {
    private final OutputStream out;
    private final byte[] separator;
    private final ByteOut bytes = new ByteOut();

    TextWriter(OutputStream out, byte[] separator) {
        this.out = out;
        this.separator = separator;
    }

    @Override
    public void write(Batch batch, int @Nullable [] selection, int count) throws IOException {
        var column = batch.bytes(0);
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (!column.isNull(row)) {
                bytes.put(column.data(), column.starts()[row], column.ends()[row]);
            }
            bytes.put(separator);
            bytes.flushWhenLarge(out);
        }
    }

    @Override
    public void finish() throws IOException {
        bytes.flush(out);
    }
}
