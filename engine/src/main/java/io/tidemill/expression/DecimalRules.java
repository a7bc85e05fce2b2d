package io.tidemill.expression;

import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.ShortType;
import java.math.BigDecimal;
import java.util.Optional;

/// How many digits the result of decimal arithmetic has.
///
/// In: the types of two operands. Out: the type of `left op right`: as many digits as the exact
/// result can have; where that is more than 38, digits behind the point are given up, but for six,
/// before digits in front of it.
///
/// Source: Apache Spark's `DecimalPrecision` with `spark.sql.decimalOperations.allowPrecisionLoss`,
/// which follows SQL Server.
public final class DecimalRules {
    private static final int LEAST_SCALE = 6;

    private DecimalRules() {}

    /// The type of a sum or a difference.
    public static DecimalType sum(DecimalType left, DecimalType right) {
        int scale = Math.max(left.scale(), right.scale());
        return adjusted(Math.max(whole(left), whole(right)) + scale + 1, scale);
    }

    /// The type of a product.
    public static DecimalType product(DecimalType left, DecimalType right) {
        return adjusted(left.precision() + right.precision() + 1, left.scale() + right.scale());
    }

    /// The type of a quotient.
    public static DecimalType quotient(DecimalType left, DecimalType right) {
        int scale = Math.max(LEAST_SCALE, left.scale() + right.precision() + 1);
        return adjusted(whole(left) + right.scale() + scale, scale);
    }

    /// The type of a remainder.
    public static DecimalType remainder(DecimalType left, DecimalType right) {
        int scale = Math.max(left.scale(), right.scale());
        return adjusted(Math.min(whole(left), whole(right)) + scale, scale);
    }

    /// The type that holds every value of both, where 38 digits are enough for that.
    public static DecimalType wider(DecimalType left, DecimalType right) {
        int scale = Math.max(left.scale(), right.scale());
        return bounded(Math.max(whole(left), whole(right)) + scale, scale);
    }

    /// Cuts both numbers to 38.
    public static DecimalType bounded(int precision, int scale) {
        return new DecimalType(
                Math.min(precision, DecimalType.MAX_PRECISION),
                Math.min(scale, DecimalType.MAX_PRECISION));
    }

    /// The decimal type that holds every value of `type`; empty for what is not a whole number.
    public static Optional<DecimalType> forWhole(DataType type) {
        return switch (type) {
            case ByteType _ -> Optional.of(new DecimalType(3, 0));
            case ShortType _ -> Optional.of(new DecimalType(5, 0));
            case IntegerType _ -> Optional.of(new DecimalType(10, 0));
            case LongType _ -> Optional.of(new DecimalType(20, 0));
            case DecimalType decimal -> Optional.of(decimal);
            default -> Optional.empty();
        };
    }

    /// The smallest decimal type that holds `value`.
    public static DecimalType ofLiteral(BigDecimal value) {
        int scale = Math.max(value.scale(), 0);
        int precision = value.scale() < 0 ? value.precision() - value.scale() : value.precision();
        return new DecimalType(Math.max(precision, Math.max(scale, 1)), scale);
    }

    /// Digits in front of the point.
    public static int whole(DecimalType type) {
        return type.precision() - type.scale();
    }

    /// A type of at most 38 digits for one of `precision` digits.
    public static DecimalType adjusted(int precision, int scale) {
        if (precision <= DecimalType.MAX_PRECISION) {
            return new DecimalType(precision, scale);
        }
        int kept = Math.min(scale, LEAST_SCALE);
        int room = DecimalType.MAX_PRECISION - (precision - scale);
        return new DecimalType(DecimalType.MAX_PRECISION, Math.max(room, kept));
    }
}
