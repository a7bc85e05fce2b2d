package io.tidemill.codec;

import io.tidemill.connect.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;

/// `lz4`: reads frames (what the `lz4` command writes) and Hadoop's blocks (what Spark writes to
/// `.lz4`), told apart by their first bytes. Writes Hadoop's blocks, so that Spark reads them.
public final class Lz4Codec implements Codec {
    private static final byte[] FRAME = {0x04, 0x22, 0x4D, 0x18};

    @Override
    public String name() {
        return "lz4";
    }

    @Override
    public List<String> extensions() {
        return List.of(".lz4");
    }

    @Override
    public InputStream decode(InputStream compressed) throws IOException {
        var head = Head.read(compressed, FRAME.length);
        return head.begins(FRAME)
                ? new LZ4FrameInputStream(head.stream())
                : new HadoopBlockInputStream(head.stream(), Lz4Codec::uncompress);
    }

    private static int uncompress(byte[] from, int length, byte[] to, int offset, int room)
            throws IOException {
        try {
            return LZ4Factory.fastestInstance()
                    .safeDecompressor()
                    .decompress(from, 0, length, to, offset, room);
        } catch (LZ4Exception e) {
            throw new IOException("an lz4 block is damaged", e);
        }
    }

    @Override
    public OutputStream encode(OutputStream plain) {
        var compressor = LZ4Factory.fastestInstance().fastCompressor();
        return new HadoopBlockOutputStream(
                plain,
                compressor::maxCompressedLength,
                (from, length, to) -> compressor.compress(from, 0, length, to, 0));
    }
}
