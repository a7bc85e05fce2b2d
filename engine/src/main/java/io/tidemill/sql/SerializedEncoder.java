package io.tidemill.sql;

import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Objects of any serializable class as one BINARY column, in Java's own form.
///
/// Only what the program itself wrote is read back: rows on their way, buffers of its checkpoints.
final class SerializedEncoder<T> extends ValueEncoder<T> {
    private final Class<T> serialized;

    SerializedEncoder(Class<T> type) {
        super(type, DataTypes.BinaryType);
        serialized = type;
    }

    @Override
    @Nullable T decode(@Nullable Object[] values, StructType columns) {
        if (values[0] == null) {
            return null;
        }
        var bytes = new ByteArrayInputStream((byte[]) Objects.requireNonNull(values[0]));
        try (var in = new ObjectInputStream(bytes)) {
            return serialized.cast(in.readObject());
        } catch (IOException | ClassNotFoundException e) {
            throw UserCodeFailure.of(serialized.getSimpleName(), "reading it back", e);
        }
    }

    @Override
    @Nullable Object[] encode(@Nullable T object) {
        if (object == null) {
            return new @Nullable Object[] {null};
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw UserCodeFailure.of(serialized.getSimpleName(), "writing it", e);
        }
        return new @Nullable Object[] {bytes.toByteArray()};
    }
}
