package io.tidemill.sql.types;

/// A signed 16-bit integer.
public record ShortType() implements DataType {
    @Override
    public String typeName() {
        return "smallint";
    }
}
