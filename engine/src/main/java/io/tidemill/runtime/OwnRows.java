package io.tidemill.runtime;

import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import java.io.IOException;

/// Rows from a reader that nobody else uses.
final class OwnRows implements SplitRows {
    private final SplitReader reader;
    private final Batch batch;

    /// @param batch is filled again and again
    OwnRows(SplitReader reader, Batch batch) {
        this.reader = reader;
        this.batch = batch;
    }

    @Override
    public boolean isReady(Runnable wake) {
        return reader.isReady(wake);
    }

    @Override
    public boolean next() throws IOException {
        return reader.next(batch);
    }

    @Override
    public Batch batch() {
        return batch;
    }

    @Override
    public long bytesRead() {
        return reader.bytesRead();
    }

    @Override
    public long shared() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
