package io.tidemill.file;

import io.tidemill.system.WritableFile;
import java.io.IOException;
import java.io.OutputStream;

/// A new file as a stream, written in large pieces.
final class FileOutput extends OutputStream {
    private static final int BUFFER = 1 << 18;

    private final WritableFile file;
    private final byte[] buffer = new byte[BUFFER];
    private int used;
    private long position;
    private boolean keepOpen;

    FileOutput(WritableFile file) {
        this.file = file;
    }

    /// How many bytes the file has, with those that are still in memory.
    long size() {
        return position + used;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > BUFFER - used) {
            flush();
        }
        if (length >= BUFFER) {
            file.writeFully(position, bytes, offset, length);
            position += length;
        } else {
            System.arraycopy(bytes, offset, buffer, used, length);
            used += length;
        }
    }

    @Override
    public void flush() throws IOException {
        file.writeFully(position, buffer, 0, used);
        position += used;
        used = 0;
    }

    /// Makes all of it durable.
    void sync() throws IOException {
        flush();
        file.sync();
    }

    /// Lets the next [#close] pass without effect: that of a stream around this one.
    void keepOpen() {
        keepOpen = true;
    }

    @Override
    public void close() throws IOException {
        if (keepOpen) {
            keepOpen = false;
            return;
        }
        file.close();
    }
}
