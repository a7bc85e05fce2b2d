package io.tidemill.file;

import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import java.util.List;

/// Writes nothing: for the save mode `ignore` where there is data already.
final class IgnoringWriter implements SinkWriter {
    @Override
    public void write(Batch batch) {}

    @Override
    public Token finish() {
        return FileSinkWriter.token(List.of());
    }

    @Override
    public void abort() {}
}
