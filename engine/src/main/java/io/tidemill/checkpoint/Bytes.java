package io.tidemill.checkpoint;

import io.tidemill.system.WritableFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Some bytes that do not change: a value, so that records can hold them.
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// These bytes without copying them: the caller gives the array up.
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /// Part of an array without copying it: the caller gives the array up.
    public static Bytes wrap(byte[] array, int offset, int length) {
        return new Bytes(array, offset, length);
    }

    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return length;
    }

    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    public String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    public InputStream stream() {
        return new ByteArrayInputStream(array, offset, length);
    }

    /// The bytes from position to limit, over the same array.
    ByteBuffer buffer() {
        return ByteBuffer.wrap(array, offset, length);
    }

    /// The same in an array of its own.
    Bytes copy() {
        return wrap(toArray());
    }

    /// CRC32C of the bytes.
    public int checksum() {
        var crc = new CRC32C();
        crc.update(array, offset, length);
        return (int) crc.getValue();
    }

    /// Goes on with a checksum.
    void checksum(CRC32C crc) {
        crc.update(array, offset, length);
    }

    /// Writes all bytes to a file.
    void write(WritableFile file, long position) throws IOException {
        file.writeFully(position, array, offset, length);
    }

    /// Copies all bytes to `target` from `position` on.
    public void copyTo(byte[] target, int position) {
        System.arraycopy(array, offset, target, position, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(
                        array,
                        offset,
                        offset + length,
                        that.array,
                        that.offset,
                        that.offset + that.length);
    }

    @Override
    public int hashCode() {
        var hash = 1;
        for (var i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return length + " bytes";
    }
}
