package io.tidemill.sql.types;

/// A span of days to seconds, held in microseconds.
///
/// @param startField the largest unit shown: 0 day, 1 hour, 2 minute, 3 second
/// @param endField the smallest unit shown, not larger than `startField`'s
public record DayTimeIntervalType(byte startField, byte endField) implements DataType {
    private static final String[] UNITS = {"day", "hour", "minute", "second"};

    public DayTimeIntervalType {
        if (startField < 0 || endField >= UNITS.length || startField > endField) {
            throw new IllegalArgumentException(
                    "interval fields %d to %d: 0 is day, 1 hour, 2 minute, 3 second, largest first"
                            .formatted(startField, endField));
        }
    }

    /// `INTERVAL DAY TO SECOND`.
    public DayTimeIntervalType() {
        this((byte) 0, (byte) 3);
    }

    @Override
    public String typeName() {
        return startField == endField
                ? "interval " + UNITS[startField]
                : "interval " + UNITS[startField] + " to " + UNITS[endField];
    }
}
