package io.tidemill.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/// The first bytes of a stream, looked at before it is read.
final class Head {
    private final byte[] bytes;
    private final InputStream rest;

    private Head(byte[] bytes, InputStream rest) {
        this.bytes = bytes;
        this.rest = rest;
    }

    static Head read(InputStream in, int length) throws IOException {
        return new Head(in.readNBytes(length), in);
    }

    boolean begins(byte[] with) {
        return bytes.length >= with.length
                && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
    }

    /// The whole stream, from its first byte.
    InputStream stream() {
        return new SequenceInputStream(new ByteArrayInputStream(bytes), rest);
    }
}
