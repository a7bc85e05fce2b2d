package io.tidemill.sql.types;

/// A signed 8-bit integer.
public record ByteType() implements DataType {
    @Override
    public String typeName() {
        return "tinyint";
    }
}
