package io.tidemill.sql.types;

/// An IEEE 754 number of 32 bits.
public record FloatType() implements DataType {
    @Override
    public String typeName() {
        return "float";
    }
}
