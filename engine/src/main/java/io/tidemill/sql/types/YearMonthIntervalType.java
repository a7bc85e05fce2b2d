package io.tidemill.sql.types;

/// A span of years and months, held in months.
///
/// @param startField the largest unit shown: 0 year, 1 month
/// @param endField the smallest unit shown, not larger than `startField`'s
public record YearMonthIntervalType(byte startField, byte endField) implements DataType {
    private static final String[] UNITS = {"year", "month"};

    public YearMonthIntervalType {
        if (startField < 0 || endField >= UNITS.length || startField > endField) {
            throw new IllegalArgumentException(
                    "interval fields %d to %d: 0 is year, 1 month, largest first"
                            .formatted(startField, endField));
        }
    }

    /// `INTERVAL YEAR TO MONTH`.
    public YearMonthIntervalType() {
        this((byte) 0, (byte) 1);
    }

    @Override
    public String typeName() {
        return startField == endField
                ? "interval " + UNITS[startField]
                : "interval " + UNITS[startField] + " to " + UNITS[endField];
    }
}
