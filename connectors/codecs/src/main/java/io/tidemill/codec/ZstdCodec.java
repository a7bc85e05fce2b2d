package io.tidemill.codec;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.tidemill.connect.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// `zstd`: frames of RFC 8878, any number of them one after the other. Writes level 3 with
/// checksums.
public final class ZstdCodec implements Codec {
    private static final int LEVEL = 3;

    @Override
    public String name() {
        return "zstd";
    }

    @Override
    public List<String> extensions() {
        return List.of(".zst", ".zstd");
    }

    @Override
    public InputStream decode(InputStream compressed) throws IOException {
        return new ZstdInputStream(compressed);
    }

    @Override
    public OutputStream encode(OutputStream plain) throws IOException {
        var out = new ZstdOutputStream(plain, LEVEL);
        out.setChecksum(true);
        return out;
    }
}
