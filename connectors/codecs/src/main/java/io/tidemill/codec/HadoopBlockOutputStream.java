package io.tidemill.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/// Writes Hadoop's block format (see [HadoopBlockInputStream]), a chunk of at most 64 KiB a block.
final class HadoopBlockOutputStream extends OutputStream {
    /// Packs `from[0..length)` to the start of `to`; says how many bytes came of it.
    @FunctionalInterface
    interface Compress {
        int apply(byte[] from, int length, byte[] to) throws IOException;
    }

    private static final int BLOCK = 64 * 1024;

    private final OutputStream out;
    private final Compress compress;
    private final byte[] plain = new byte[BLOCK];
    private final byte[] packed;
    private int used;
    private boolean closed;

    HadoopBlockOutputStream(OutputStream out, IntUnaryOperator room, Compress compress) {
        this.out = out;
        this.compress = compress;
        this.packed = new byte[room.applyAsInt(BLOCK)];
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int done = 0;
        while (done < length) {
            int count = Math.min(length - done, BLOCK - used);
            System.arraycopy(bytes, offset + done, plain, used, count);
            used += count;
            done += count;
            if (used == BLOCK) {
                writeBlock();
            }
        }
    }

    private void writeBlock() throws IOException {
        if (used > 0) {
            int size = compress.apply(plain, used, packed);
            writeInt(used);
            writeInt(size);
            out.write(packed, 0, size);
            used = 0;
        }
    }

    private void writeInt(int value) throws IOException {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
    }

    @Override
    public void flush() throws IOException {
        writeBlock();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            writeBlock();
            out.close();
        }
    }
}
