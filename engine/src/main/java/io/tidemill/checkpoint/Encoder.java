package io.tidemill.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Writes the fields of records one after the other: integers big-endian, texts and bytes behind
/// their length (32 bits), lists behind their size (32 bits). [Decoder] reads them.
final class Encoder {
    private byte[] array = new byte[256];
    private int length;

    Encoder int8(int value) {
        reserve(1);
        array[length++] = (byte) value;
        return this;
    }

    Encoder int32(int value) {
        reserve(4);
        ByteBuffer.wrap(array).putInt(length, value);
        length += 4;
        return this;
    }

    Encoder int64(long value) {
        reserve(8);
        ByteBuffer.wrap(array).putLong(length, value);
        length += 8;
        return this;
    }

    Encoder text(String text) {
        return bytes(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    Encoder bytes(Bytes bytes) {
        int32(bytes.length());
        reserve(bytes.length());
        bytes.copyTo(array, length);
        length += bytes.length();
        return this;
    }

    <T> Encoder list(List<T> list, Consumer<? super T> element) {
        int32(list.size());
        list.forEach(element);
        return this;
    }

    int length() {
        return length;
    }

    /// What was written so far; the encoder must not be used any more.
    Bytes toBytes() {
        return Bytes.wrap(array, 0, length);
    }

    private void reserve(int more) {
        if (array.length - length < more) {
            var needed = Math.addExact(length, more);
            array = Arrays.copyOf(array, (int) Math.clamp(2L * array.length, needed, MAX));
        }
    }

    private static final long MAX = Integer.MAX_VALUE - 16;
}
