package io.tidemill.sql.types;

/// A signed 64-bit integer.
public record LongType() implements DataType {
    @Override
    public String typeName() {
        return "bigint";
    }
}
