package io.tidemill.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A text stream as UTF-8, whatever its character set is.
public final class TranscodedInput extends InputStream {
    private static final int CHARS = 8192;

    private final InputStreamReader reader;
    private final char[] chars = new char[CHARS];
    private byte[] ready = {};
    private int at;

    private TranscodedInput(InputStream in, Charset charset) {
        reader = new InputStreamReader(in, charset);
    }

    /// The stream without its byte order mark and in UTF-8: as `charset` says, else as the mark
    /// says, else as it is.
    ///
    /// @param in from the first byte of the file on
    public static Opened open(InputStream in, Optional<Charset> charset) throws IOException {
        var mark = new byte[4];
        int length = in.readNBytes(mark, 0, 4);
        var back = new PushbackInputStream(in, 4);
        int skipped = startsWith(mark, length, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        back.unread(mark, skipped, length - skipped);
        var found = charset.or(() -> marked(mark, length)).orElse(StandardCharsets.UTF_8);
        return Charsets.isUtf8(found)
                ? new Opened(back, skipped)
                : new Opened(new TranscodedInput(back, found), 0);
    }

    /// @param skipped how many bytes of a mark were passed over
    public record Opened(InputStream stream, int skipped) {}

    private static Optional<Charset> marked(byte[] mark, int length) {
        if (startsWith(mark, length, 0xFF, 0xFE, 0, 0)
                || startsWith(mark, length, 0, 0, 0xFE, 0xFF)) {
            return Optional.of(Charset.forName("UTF-32"));
        }
        return startsWith(mark, length, 0xFF, 0xFE) || startsWith(mark, length, 0xFE, 0xFF)
                ? Optional.of(StandardCharsets.UTF_16)
                : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int length, int... wanted) {
        if (length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[i] & 0xFF) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (at == ready.length && !refill()) {
            return -1;
        }
        int count = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean refill() throws IOException {
        int count = reader.read(chars, 0, CHARS - 1);
        if (count <= 0) {
            return false;
        }
        if (Character.isHighSurrogate(chars[count - 1])) {
            int second = reader.read();
            if (second >= 0) {
                chars[count++] = (char) second;
            }
        }
        ready = new String(chars, 0, count).getBytes(StandardCharsets.UTF_8);
        at = 0;
        return true;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
