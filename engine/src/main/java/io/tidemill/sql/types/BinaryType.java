package io.tidemill.sql.types;

/// A sequence of bytes.
public record BinaryType() implements DataType {
    @Override
    public String typeName() {
        return "binary";
    }
}
