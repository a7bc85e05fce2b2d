package io.tidemill.connect;

import java.util.Arrays;

/// What a [SinkWriter] needs a later process to know to finish its commit: opaque bytes, logged
/// with the epoch.
public final class Token {
    private final byte[] bytes;

    public Token(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token && Arrays.equals(bytes, token.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Token[" + bytes.length + " bytes]";
    }
}
