package io.tidemill.sql.types;

/// True or false.
public record BooleanType() implements DataType {
    @Override
    public String typeName() {
        return "boolean";
    }
}
