package io.tidemill.sql.types;

/// A day of the proleptic Gregorian calendar.
public record DateType() implements DataType {
    @Override
    public String typeName() {
        return "date";
    }
}
