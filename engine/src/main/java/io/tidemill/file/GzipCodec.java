package io.tidemill.file;

import io.tidemill.connect.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The codec `gzip`. A file of several members after each other is read as one.
public final class GzipCodec implements Codec {
    private static final int BUFFER = 1 << 16;

    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public List<String> extensions() {
        return List.of(".gz", ".gzip");
    }

    @Override
    public InputStream decode(InputStream compressed) throws IOException {
        return new GZIPInputStream(compressed, BUFFER);
    }

    @Override
    public OutputStream encode(OutputStream plain) throws IOException {
        return new GZIPOutputStream(plain, BUFFER);
    }
}
