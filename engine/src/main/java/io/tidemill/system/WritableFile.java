package io.tidemill.system;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// A file open for writing at any position. One owner; not thread-safe.
///
/// Closing does not sync.
public interface WritableFile extends Closeable {

    Path path();

    /// Bytes in the file now.
    long size() throws IOException;

    /// Writes up to `length` bytes at `position`; behind the end, the gap reads as zeros.
    ///
    /// @return how many were written, at least 1 and perhaps fewer than asked for; 0 only if
    ///   `length` is 0
    /// @throws DiskFullException if there is no space for a single one
    int write(long position, byte[] bytes, int offset, int length) throws IOException;

    /// Writes all the bytes. If it fails, any part of them may stand in the file.
    default void writeFully(long position, byte[] bytes, int offset, int length)
            throws IOException {
        var done = 0;
        while (done < length) {
            done += write(position + done, bytes, offset + done, length - done);
        }
    }

    /// Writes zeros from the present end up to `size`, so that later writes below it need neither
    /// space nor a change of the file's length (a sync is then twice as fast). No effect if the
    /// file is as large already.
    void preallocate(long size) throws IOException;

    /// Cuts the file to `size` bytes; no effect if it is shorter.
    void truncate(long size) throws IOException;

    /// Makes content and length durable.
    ///
    /// @throws java.io.SyncFailedException if the device failed; what was written since the last
    ///   good sync is then in an unknown state for ever, and the caller must start from what it
    ///   knows to be durable, as after a crash
    void sync() throws IOException;
}
