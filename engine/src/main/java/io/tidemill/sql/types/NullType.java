package io.tidemill.sql.types;

/// The type of a bare NULL; it becomes any other type.
public record NullType() implements DataType {
    @Override
    public String typeName() {
        return "void";
    }
}
