package io.tidemill.connect;

import io.tidemill.data.Batch;

/// Reads records that lie in memory, one after the other, into the rows of a batch: the values of a
/// topic, say. Used by one thread.
///
/// Columns may be views into the bytes, which must stay as they are while the batch is in use.
public interface RecordReader {
    /// Bytes that must be there behind the last record, all zero.
    int PADDING = 64;

    /// Begins a batch, which is empty and has the columns that were asked for.
    ///
    /// @param bytes where the records lie
    /// @param arena from here on the reader may write as many bytes as lie in front: what belongs
    ///   to the byte at `i` goes to `arena + i`
    void begin(Batch batch, byte[] bytes, int arena);

    /// Reads the record `[from, to)` into the rows from `row` on, making room.
    ///
    /// @param offset where it stands, for messages and for the origin of its rows
    /// @return how many rows there are then: one more, none more when the record is refused, or
    ///   several more
    int read(int from, int to, long offset, int row);
}
