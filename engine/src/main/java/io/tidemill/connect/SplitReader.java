package io.tidemill.connect;

import io.tidemill.data.Batch;
import java.io.IOException;

/// Reads the rows of one split, in their order, into columns.
public interface SplitReader extends AutoCloseable {
    /// Clears `batch` and fills it with the next rows, about [Batch#ROWS] of them, with their
    /// [io.tidemill.data.Origin]. Returns false, with an empty batch, when there are no more; true
    /// with an empty batch only when all rows of a piece were bad.
    ///
    /// The batch's columns may be views into the reader's buffers; they are good until the next
    /// call.
    boolean next(Batch batch) throws IOException;

    /// Whether [#next] has rows, or an end, without waiting for them; otherwise `wake` runs, once,
    /// when it may. Where it is false, [#next] gives an empty batch.
    default boolean isReady(Runnable wake) {
        return true;
    }

    /// How many bytes of input have been read so far, for progress.
    long bytesRead();

    @Override
    void close() throws IOException;
}
