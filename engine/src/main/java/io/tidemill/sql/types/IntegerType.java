package io.tidemill.sql.types;

/// A signed 32-bit integer.
public record IntegerType() implements DataType {
    @Override
    public String typeName() {
        return "int";
    }
}
