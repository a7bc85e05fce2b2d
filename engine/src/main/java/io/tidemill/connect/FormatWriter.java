package io.tidemill.connect;

import io.tidemill.data.Batch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Writes rows into one file in one format.
public interface FormatWriter {
    /// Takes rows `selection[0..count)` of a batch; all of them, in order, when `selection` is
    /// null.
    void write(Batch batch, int @Nullable [] selection, int count) throws IOException;

    /// Writes what is left, and the end of the file. The stream stays open.
    void finish() throws IOException;
}
