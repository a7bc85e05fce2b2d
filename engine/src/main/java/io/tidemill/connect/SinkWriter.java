package io.tidemill.connect;

import io.tidemill.data.Batch;
import java.io.IOException;

/// Writes what one partition of a circuit gives to one epoch. Used by one thread at a time.
public interface SinkWriter {
    /// Takes the rows of a batch; copies what it keeps. In mode changelog and update the schema and
    /// order of rows are the engine's; a writer never sees a weight other than 1, except, in mode
    /// update, -1 for a row that is gone, if [Sink#takesDeletes]; it then has the values that it
    /// had last.
    void write(Batch batch) throws IOException;

    /// Makes what was written safe under names nobody reads yet (a staged sink: on disk, synced)
    /// and says how to commit it. No [#write] follows.
    Token finish() throws IOException;

    /// Throws away what was written. Called at most once, instead of or after [#finish].
    void abort();
}
