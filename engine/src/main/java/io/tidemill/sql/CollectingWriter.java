package io.tidemill.sql;

import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import java.io.IOException;
import java.util.function.Consumer;

/// Keeps the rows of one partition and epoch until they are finished.
final class CollectingWriter implements SinkWriter {
    private final KeptRows rows;
    private final Consumer<KeptRows> finished;

    /// @param finished is given the rows, and closes them
    CollectingWriter(KeptRows rows, Consumer<KeptRows> finished) {
        this.rows = rows;
        this.finished = finished;
    }

    @Override
    public void write(Batch batch) throws IOException {
        rows.add(batch);
    }

    @Override
    public Token finish() {
        finished.accept(rows);
        return new Token(new byte[0]);
    }

    @Override
    public void abort() {
        rows.close();
    }
}
