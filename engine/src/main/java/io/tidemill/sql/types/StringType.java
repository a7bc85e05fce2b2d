package io.tidemill.sql.types;

/// Text, UTF-8; compared byte by byte.
public record StringType() implements DataType {
    @Override
    public String typeName() {
        return "string";
    }
}
