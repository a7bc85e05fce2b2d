package io.tidemill.sql.types;

/// An exact number of up to `precision` digits, `scale` of them behind the point.
///
/// @param precision 1 to 38 digits
/// @param scale 0 to `precision`
public record DecimalType(int precision, int scale) implements DataType {
    /// The most digits a decimal may have.
    public static final int MAX_PRECISION = 38;

    /// The most digits whose unscaled value is held in one `long`.
    public static final int MAX_LONG_PRECISION = 18;

    public DecimalType {
        if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
            throw new IllegalArgumentException(
                    "decimal(%d,%d): the precision must be 1 to %d and the scale 0 to the precision"
                            .formatted(precision, scale, MAX_PRECISION));
        }
    }

    /// Spark's default: `decimal(10,0)`.
    public DecimalType() {
        this(10, 0);
    }

    /// Whether the unscaled value of every number of this type fits a `long`.
    public boolean fitsLong() {
        return precision <= MAX_LONG_PRECISION;
    }

    @Override
    public String typeName() {
        return "decimal(" + precision + "," + scale + ")";
    }
}
