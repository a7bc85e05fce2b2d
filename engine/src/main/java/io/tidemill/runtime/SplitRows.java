package io.tidemill.runtime;

import io.tidemill.data.Batch;
import java.io.IOException;

/// The rows of one split, a batch at a time, for one worker of one query.
interface SplitRows extends AutoCloseable {

    /// Whether [#next] has something to do now; otherwise somebody else is reading the next batch,
    /// and `wake` runs when it is there.
    boolean isReady(Runnable wake);

    /// Goes on to the next batch; false when it is the last one, which may have rows.
    boolean next() throws IOException;

    /// The rows, to be read until the next call and never written.
    Batch batch();

    /// How many bytes of input have been read so far; never goes back.
    long bytesRead();

    /// How many batches came from what was read for another query.
    long shared();

    @Override
    void close() throws IOException;
}
