package io.tidemill.format;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Takes text in UTF-8, whole characters at a time, and writes it in another character set.
public final class TranscodedOutput extends OutputStream {
    private final Writer writer;

    private TranscodedOutput(OutputStream out, Charset charset) {
        writer = new OutputStreamWriter(out, charset);
    }

    /// The stream itself when it is to have UTF-8.
    public static OutputStream of(OutputStream out, Optional<Charset> charset) {
        return charset.isEmpty() || charset.get().equals(StandardCharsets.UTF_8)
                ? out
                : new TranscodedOutput(out, charset.get());
    }

    @Override
    public void write(int b) throws IOException {
        writer.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writer.write(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void flush() throws IOException {
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
