package io.tidemill.system;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/// A file open for reading at any position. Thread-safe: reads carry their position.
public interface ReadableFile extends Closeable {

    Path path();

    /// Bytes in the file now.
    long size() throws IOException;

    /// Reads up to `length` bytes from `position` into `target`.
    ///
    /// @return how many were read, at least 1 and perhaps fewer than asked for; -1 at or behind the
    ///   end of the file; 0 only if `length` is 0
    int read(long position, byte[] target, int offset, int length) throws IOException;

    /// Reads exactly `length` bytes.
    ///
    /// @throws EOFException if the file ends before
    default void readFully(long position, byte[] target, int offset, int length)
            throws IOException {
        var done = 0;
        while (done < length) {
            var read = read(position + done, target, offset + done, length - done);
            if (read < 0) {
                throw new EOFException(
                        "%s ends at byte %d; %d bytes from %d were expected"
                                .formatted(path(), position + done, length, position));
            }
            done += read;
        }
    }

    /// The file from `position` to its end as a stream. Closing the stream leaves the file open.
    default InputStream stream(long position) {
        return new PositionedStream(this, position);
    }

    /// Reads a file forward; keeps nothing but the position.
    final class PositionedStream extends InputStream {
        private final ReadableFile file;
        private long position;

        PositionedStream(ReadableFile file, long position) {
            this.file = file;
            this.position = position;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            var read = file.read(position, target, offset, length);
            position += Math.max(read, 0);
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            var skipped = Math.clamp(file.size() - position, 0, Math.max(0, count));
            position += skipped;
            return skipped;
        }
    }
}
