package io.tidemill.checkpoint;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Reads what an [Encoder] wrote. The bytes have passed their checksum; should they still make no
/// sense, every method throws [BufferUnderflowException].
final class Decoder {
    private final ByteBuffer buffer;

    Decoder(Bytes bytes) {
        this.buffer = bytes.buffer();
    }

    int int8() {
        return buffer.get();
    }

    int int32() {
        return buffer.getInt();
    }

    long int64() {
        return buffer.getLong();
    }

    String text() {
        return bytes().utf8();
    }

    @SuppressWarnings("ByteBufferBackingArray") // it wraps the whole array, so the offset is 0
    Bytes bytes() {
        var length = int32();
        if (length < 0 || length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = Bytes.wrap(buffer.array(), buffer.position(), length);
        buffer.position(buffer.position() + length);
        return bytes;
    }

    <T> List<T> list(Supplier<T> element) {
        var size = int32();
        if (size < 0 || size > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        var list = new ArrayList<T>(size);
        for (var i = 0; i < size; i++) {
            list.add(element.get());
        }
        return list;
    }
}
