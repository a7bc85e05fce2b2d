package io.tidemill.parquet;

import io.tidemill.connect.FileOpener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/// Reads a file forward from some byte, a block at a time, and holds nothing open in between: a
/// wide table has more columns than a process may have open files.
final class ChunkInput extends InputStream {
    private static final int MOST = 1 << 20;

    private final FileOpener opener;
    private final Path file;
    private final long end;
    private long next;
    private byte[] block = new byte[0];
    private int at;

    /// @param length how many bytes will probably be read; more can be
    ChunkInput(FileOpener opener, Path file, long from, long length) {
        this.opener = opener;
        this.file = file;
        this.next = from;
        this.end = from + length;
    }

    /// How many bytes of the file have been fetched, from its begin.
    long position() {
        return next;
    }

    @Override
    public int read() throws IOException {
        return at < block.length || fill(1) ? block[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (at == block.length && !fill(length)) {
            return -1;
        }
        int count = Math.min(length, block.length - at);
        System.arraycopy(block, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean fill(int wanted) throws IOException {
        long ahead = Math.max(wanted, Math.max(4096, end - next));
        try (var in = opener.open(file, next)) {
            block = in.readNBytes((int) Math.min(ahead, MOST));
        }
        at = 0;
        next += block.length;
        return block.length > 0;
    }
}
