package io.tidemill.format;

import io.tidemill.connect.FileOpener;
import io.tidemill.connect.option.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a stream into one byte array, a chunk of whole records at a time.
///
/// The bytes to parse are `[position, complete)` of [#bytes], and a terminator stands before
/// `complete`. Behind `limit` there are at least [#PADDING] bytes that may be read and mean
/// nothing, and behind those room for the reader's own bytes (unescaped strings): [#arena] on, as
/// many as the chunk has. A record longer than the array makes it grow, up to a bound.
public final class RecordChunks implements AutoCloseable {
    /// Bytes that may be read behind the limit.
    public static final int PADDING = 64;

    /// Bytes of a chunk of a file: some batches of rows, and small enough for a core's cache.
    private static final int CAPACITY = 1 << 19;

    private final InputStream in;
    private final int recordMax;
    private byte[] bytes;
    private int capacity;
    private int limit;
    private long base;
    private boolean ended;
    private @Nullable IOException failure;

    /// Where the next record begins in [#bytes].
    public int position;

    /// Behind the last terminator of the chunk.
    public int complete;

    /// The records of a file from `start` on; at its beginning the character set is looked for.
    ///
    /// @param charset what the options say the file is written in
    /// @param recordMax the longest record
    public static RecordChunks open(
            FileOpener opener, Path file, long start, Optional<Charset> charset, ByteSize recordMax)
            throws IOException {
        var in = opener.open(file, start);
        int most = (int) recordMax.bytes();
        int capacity = Math.min(CAPACITY, most);
        if (start > 0) {
            return new RecordChunks(in, start, capacity, most);
        }
        try {
            var opened = TranscodedInput.open(in, charset);
            return new RecordChunks(opened.stream(), opened.skipped(), capacity, most);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /// @param base the offset in the file of the stream's first byte
    /// @param capacity how many bytes a chunk has at first
    /// @param recordMax the longest record, in bytes
    public RecordChunks(InputStream in, long base, int capacity, int recordMax) {
        this.in = in;
        this.base = base;
        this.capacity = capacity;
        this.recordMax = Math.max(recordMax, capacity);
        this.bytes = new byte[2 * (capacity + PADDING)];
    }

    public byte[] bytes() {
        return bytes;
    }

    /// The offset in the file of the byte at `index`.
    public long offset(int index) {
        return base + index;
    }

    /// How many bytes of the file have been handed out or lie ready.
    public long read() {
        return base + limit;
    }

    /// Behind the last byte that was read.
    public int limit() {
        return limit;
    }

    /// Where bytes of the reader's own may be written until the next [#fill]: from here on, as many
    /// as the chunk has.
    public int arena() {
        return capacity + PADDING;
    }

    /// Whether the stream has no more bytes than lie in the chunk.
    public boolean ended() {
        return ended;
    }

    /// Moves what is left to the front and reads on until there is a whole record behind it, or the
    /// end. Bytes that were handed out before are void.
    ///
    /// @param separator what ends a record, `\n` or `\r` when empty
    /// @return false when there is nothing left. With `position == complete`, the record at the
    ///   position is longer than allowed.
    public boolean fill(byte[] separator) throws IOException {
        position = Math.min(position, limit);
        int rest = limit - position;
        if (position > 0) {
            System.arraycopy(bytes, position, bytes, 0, rest);
            base += position;
            position = 0;
            limit = rest;
        }
        int searched = 0;
        while (true) {
            boolean more = readFully();
            complete = lastTerminator(searched, separator);
            if (complete > 0) {
                return true;
            }
            if (!more) {
                return limit > 0 && closeLast(separator);
            }
            if (capacity >= recordMax) {
                complete = 0;
                return true;
            }
            searched = Math.max(0, limit - separator.length);
            grow();
        }
    }

    /// Moves what is left to the front and reads more behind it, making room when there is none;
    /// for records that no terminator ends.
    ///
    /// @return false when there is no more to read, or what is left is as long as a record may be
    public boolean more() throws IOException {
        if (ended) {
            return false;
        }
        int rest = limit - position;
        System.arraycopy(bytes, position, bytes, 0, rest);
        base += position;
        position = 0;
        limit = rest;
        if (limit == capacity) {
            if (capacity >= recordMax) {
                return false;
            }
            grow();
        }
        readFully();
        return true;
    }

    /// The last record has no terminator: gives it one behind the limit.
    private boolean closeLast(byte[] separator) {
        var terminator = separator.length == 0 ? new byte[] {'\n'} : separator;
        System.arraycopy(terminator, 0, bytes, limit, Math.min(PADDING / 2, terminator.length));
        complete = limit + terminator.length;
        return true;
    }

    /// Fills the chunk; says whether there may be more behind it.
    private boolean readFully() throws IOException {
        while (!ended && limit < capacity) {
            if (failure != null) {
                throw failure;
            }
            try {
                int read = in.read(bytes, limit, capacity - limit);
                ended = read < 0;
                limit += Math.max(0, read);
            } catch (IOException e) {
                // What was read before it is handed out first.
                failure = e;
                break;
            }
        }
        Arrays.fill(bytes, limit, limit + PADDING, (byte) 0);
        return !ended;
    }

    private void grow() {
        capacity = (int) Math.min(recordMax, capacity * 2L);
        var larger = new byte[2 * (capacity + PADDING)];
        System.arraycopy(bytes, 0, larger, 0, limit);
        bytes = larger;
    }

    /// Behind the last terminator, or 0.
    private int lastTerminator(int from, byte[] separator) {
        if (separator.length > 0) {
            for (int at = limit - separator.length; at >= from; at--) {
                if (Arrays.equals(
                        bytes, at, at + separator.length, separator, 0, separator.length)) {
                    return at + separator.length;
                }
            }
            return 0;
        }
        for (int at = limit - 1; at >= from; at--) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        for (int at = limit - 2; at >= from; at--) {
            if (bytes[at] == '\r') {
                return at + 1;
            }
        }
        return 0;
    }

    /// Passes over the record at the position, of which no terminator is in the chunk.
    ///
    /// @return false when the stream ended before a terminator
    public boolean skipRecord(byte[] separator) throws IOException {
        while (true) {
            base += limit;
            position = 0;
            limit = 0;
            boolean more = readFully();
            int end = firstTerminator(separator);
            if (end > 0) {
                position = end;
                return true;
            }
            if (!more) {
                position = limit;
                return false;
            }
        }
    }

    private int firstTerminator(byte[] separator) {
        for (int at = 0; at < limit; at++) {
            if (separator.length == 0
                    ? bytes[at] == '\n'
                    : at + separator.length <= limit
                            && Arrays.equals(
                                    bytes,
                                    at,
                                    at + separator.length,
                                    separator,
                                    0,
                                    separator.length)) {
                return at + Math.max(1, separator.length);
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
