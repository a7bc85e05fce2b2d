package io.tidemill.expression.compile;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;

/// How generated code holds a value in locals.
enum Kind {
    /// A boolean as 0 or 1 in an `int`.
    BOOL("Z"),
    /// What a `LongColumn` holds, in a `long`; also a wider decimal that is known to fit one.
    LONG("J"),
    /// A float or double, in a `double`.
    DOUBLE("D"),
    /// A decimal of more than 18 digits: high and low `long`.
    WIDE("JJ"),
    /// A string or binary value: the array, where it starts, where it ends.
    BYTES("[BII"),
    /// A nested value: only whether it is NULL is known here.
    NESTED("");

    /// The locals as parameters of a method descriptor.
    final String parameters;

    Kind(String parameters) {
        this.parameters = parameters;
    }

    static Kind of(DataType type) {
        return switch (type) {
            case BooleanType _ -> BOOL;
            case FloatType _, DoubleType _ -> DOUBLE;
            case DecimalType decimal when !decimal.fitsLong() -> WIDE;
            case StringType _, BinaryType _ -> BYTES;
            case ArrayType _, MapType _, StructType _ -> NESTED;
            default -> LONG;
        };
    }
}
