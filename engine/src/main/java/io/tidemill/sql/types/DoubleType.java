package io.tidemill.sql.types;

/// An IEEE 754 number of 64 bits.
public record DoubleType() implements DataType {
    @Override
    public String typeName() {
        return "double";
    }
}
