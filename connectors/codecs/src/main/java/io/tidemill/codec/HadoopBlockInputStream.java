package io.tidemill.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// Reads Hadoop's block format: any number of blocks, each `length of the plain bytes`, then chunks
/// of `length`, `compressed bytes` until the block is full; lengths are four bytes, greatest first.
///
/// Source: apache/hadoop `io/compress/BlockDecompressorStream.java`.
final class HadoopBlockInputStream extends InputStream {
    /// Unpacks `from[0..length)` to `to[offset..offset + room)`; says how many bytes came of it.
    @FunctionalInterface
    interface Uncompress {
        int apply(byte[] from, int length, byte[] to, int offset, int room) throws IOException;
    }

    private static final int MOST = 1 << 28;

    private final InputStream in;
    private final Uncompress uncompress;
    private byte[] chunk = new byte[0];
    private byte[] plain = new byte[0];
    private int at;
    private int end;
    private int leftInBlock;

    HadoopBlockInputStream(InputStream in, Uncompress uncompress) {
        this.in = in;
        this.uncompress = uncompress;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (at == end) {
            if (!nextChunk()) {
                return -1;
            }
        }
        int count = Math.min(length, end - at);
        System.arraycopy(plain, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (leftInBlock == 0) {
            var begin = in.readNBytes(4);
            if (begin.length == 0) {
                return false;
            }
            leftInBlock = length(begin);
            plain = plain.length < leftInBlock ? new byte[leftInBlock] : plain;
            at = 0;
            end = 0;
            return true;
        }
        int size = length(in.readNBytes(4));
        if (chunk.length < size) {
            chunk = new byte[size];
        }
        if (in.readNBytes(chunk, 0, size) < size) {
            throw new EOFException("the file ends inside a compressed block");
        }
        at = 0;
        end = uncompress.apply(chunk, size, plain, 0, leftInBlock);
        leftInBlock -= end;
        return true;
    }

    private static int length(byte[] bytes) throws IOException {
        if (bytes.length < 4) {
            throw new EOFException("the file ends inside the length of a compressed block");
        }
        int length =
                (bytes[0] & 0xFF) << 24
                        | (bytes[1] & 0xFF) << 16
                        | (bytes[2] & 0xFF) << 8
                        | bytes[3] & 0xFF;
        if (length < 0 || length > MOST) {
            throw new IOException(
                    "a compressed block of %d bytes: the file is damaged or packed in another way"
                            .formatted(length & 0xFFFF_FFFFL));
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
