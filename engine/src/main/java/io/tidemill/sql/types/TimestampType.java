package io.tidemill.sql.types;

/// An instant, in microseconds since 1970-01-01T00:00:00Z.
public record TimestampType() implements DataType {
    @Override
    public String typeName() {
        return "timestamp";
    }
}
