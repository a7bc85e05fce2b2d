package io.tidemill.sql.types;

/// A date and a time of day without zone, in microseconds since 1970-01-01T00:00:00.
public record TimestampNTZType() implements DataType {
    @Override
    public String typeName() {
        return "timestamp_ntz";
    }
}
