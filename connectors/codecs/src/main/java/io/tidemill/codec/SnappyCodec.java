package io.tidemill.codec;

import io.tidemill.connect.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedInputStream;
import org.xerial.snappy.SnappyInputStream;

/// `snappy`: reads Hadoop's blocks (what Spark writes to `.snappy`), the framing format of snappy's
/// authors and snappy-java's own, told apart by their first bytes. Writes Hadoop's blocks, so that
/// Spark reads them.
public final class SnappyCodec implements Codec {
    private static final byte[] FRAMED = {(byte) 0xFF, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};
    private static final byte[] XERIAL = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};

    @Override
    public String name() {
        return "snappy";
    }

    @Override
    public List<String> extensions() {
        return List.of(".snappy", ".sz");
    }

    @Override
    public InputStream decode(InputStream compressed) throws IOException {
        var head = Head.read(compressed, FRAMED.length);
        if (head.begins(FRAMED)) {
            return new SnappyFramedInputStream(head.stream(), true);
        }
        if (head.begins(XERIAL)) {
            return new SnappyInputStream(head.stream());
        }
        return new HadoopBlockInputStream(head.stream(), SnappyCodec::uncompress);
    }

    private static int uncompress(byte[] from, int length, byte[] to, int offset, int room)
            throws IOException {
        int size = Snappy.uncompressedLength(from, 0, length);
        if (size > room) {
            throw new IOException(
                    "a snappy block of %d bytes where at most %d are left".formatted(size, room));
        }
        return Snappy.uncompress(from, 0, length, to, offset);
    }

    @Override
    public OutputStream encode(OutputStream plain) {
        return new HadoopBlockOutputStream(
                plain,
                Snappy::maxCompressedLength,
                (from, length, to) -> Snappy.compress(from, 0, length, to, 0));
    }
}
