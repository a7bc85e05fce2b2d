package io.tidemill.expression;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.TimeStrings;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.ShortType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Casts between numbers, and from text to numbers, ANSI mode: what does not fit raises.
///
/// Source: Apache Spark's `Cast` and `NumericConverter` with spark.sql.ansi.enabled.
public final class NumberCasts {
    private static final int MOST_DIGITS = 38;

    private NumberCasts() {}

    /// A number as another number; null only for NaN and infinities as a decimal, as in Spark.
    public static @Nullable Object number(Number value, DataType from, DataType to) {
        return switch (to) {
            case ByteType _, ShortType _, IntegerType _, LongType _ -> whole(value, from, to);
            case FloatType _ -> value.floatValue();
            case DoubleType _ -> value.doubleValue();
            case DecimalType decimal -> decimal(value, decimal);
            default -> throw new IllegalStateException("a number is no " + to.sql());
        };
    }

    /// Whole digits of a number; what stands behind the point is cut off.
    private static Object whole(Number value, DataType from, DataType to) {
        if (value instanceof Float || value instanceof Double) {
            double number = value.doubleValue();
            double least = least(to);
            // 2^63 is the first double above bigint; below it the greatest value is itself a
            // double.
            double beyond = to instanceof LongType ? 0x1p63 : -least(to);
            boolean fits =
                    to instanceof LongType
                            ? Math.floor(number) <= beyond && Math.ceil(number) >= least
                            : Math.floor(number) < beyond && Math.ceil(number) >= least;
            if (!fits) {
                throw QueryErrors.castOverflow(value, from, to);
            }
            return ofLong((long) number, value, from, to);
        }
        if (value instanceof BigDecimal decimal) {
            var digits = decimal.toBigInteger();
            if (digits.bitLength() > 63) {
                throw QueryErrors.castOverflow(value, from, to);
            }
            return ofLong(digits.longValue(), value, from, to);
        }
        return ofLong(value.longValue(), value, from, to);
    }

    /// The object of type `to` for a whole number.
    public static Object ofLong(long number, Object shown, DataType from, DataType to) {
        boolean fits =
                switch (to) {
                    case ByteType _ -> number == (byte) number;
                    case ShortType _ -> number == (short) number;
                    case IntegerType _ -> number == (int) number;
                    default -> true;
                };
        if (!fits) {
            throw QueryErrors.castOverflow(shown, from, to);
        }
        return box(number, to);
    }

    /// The object of a whole type; the number is known to fit.
    public static Object box(long number, DataType type) {
        return switch (type) {
            case ByteType _ -> (byte) number;
            case ShortType _ -> (short) number;
            case IntegerType _ -> (int) number;
            case LongType _ -> number;
            default -> throw new IllegalStateException(type.sql() + " is no whole number");
        };
    }

    private static @Nullable BigDecimal decimal(Number value, DecimalType type) {
        return switch (value) {
            case BigDecimal decimal -> fit(decimal, type);
            case Float _, Double _ -> {
                double number = value.doubleValue();
                yield Double.isNaN(number) || Double.isInfinite(number)
                        ? null
                        : fit(new BigDecimal(Double.toString(number)), type);
            }
            default -> fit(BigDecimal.valueOf(value.longValue()), type);
        };
    }

    /// `value` with the digits of `type`, rounded half up.
    ///
    /// @throws TidemillException NUMERIC_VALUE_OUT_OF_RANGE when there are too many before the
    ///   point
    public static BigDecimal fit(BigDecimal value, DecimalType type) {
        var rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (rounded.precision() > type.precision()) {
            throw QueryErrors.doesNotFit(value.toPlainString(), type);
        }
        return rounded;
    }

    /// A text as a number.
    public static Object ofText(String text, DataType to) {
        var trimmed = TimeStrings.trim(text);
        return switch (to) {
            case ByteType _, ShortType _, IntegerType _, LongType _ ->
                    wholeOfText(text, trimmed, to);
            case FloatType _ -> floatOfText(text, trimmed);
            case DoubleType _ -> doubleOfText(text, trimmed);
            case DecimalType decimal -> decimalOfText(text, trimmed, decimal);
            default -> throw new IllegalStateException("a text is no " + to.sql());
        };
    }

    private static Object wholeOfText(String text, String trimmed, DataType to) {
        int start = !trimmed.isEmpty() && "+-".indexOf(trimmed.charAt(0)) >= 0 ? 1 : 0;
        boolean digits = trimmed.length() > start;
        for (int i = start; i < trimmed.length(); i++) {
            digits &= trimmed.charAt(i) >= '0' && trimmed.charAt(i) <= '9';
        }
        if (!digits) {
            throw QueryErrors.malformed(text, DataTypes.StringType, to);
        }
        var number = new BigInteger(trimmed);
        if (number.bitLength() > 63
                || number.compareTo(BigInteger.valueOf((long) least(to))) < 0
                || (!(to instanceof LongType)
                        && number.compareTo(BigInteger.valueOf((long) -least(to))) >= 0)) {
            throw QueryErrors.malformed(text, DataTypes.StringType, to);
        }
        return box(number.longValue(), to);
    }

    private static Object floatOfText(String text, String trimmed) {
        var special = special(trimmed);
        if (special != null) {
            return special.floatValue();
        }
        if (isNumber(trimmed)) {
            return Float.parseFloat(trimmed);
        }
        throw QueryErrors.malformed(text, DataTypes.StringType, DataTypes.FloatType);
    }

    private static Object doubleOfText(String text, String trimmed) {
        var special = special(trimmed);
        if (special != null) {
            return special;
        }
        if (isNumber(trimmed)) {
            return Double.parseDouble(trimmed);
        }
        throw QueryErrors.malformed(text, DataTypes.StringType, DataTypes.DoubleType);
    }

    private static @Nullable Double special(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> null;
        };
    }

    /// What Java reads as a decimal floating number, which may end in f or d.
    private static boolean isNumber(String text) {
        return text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?[fFdD]?")
                && text.chars().allMatch(c -> c < 0x80);
    }

    private static BigDecimal decimalOfText(String text, String trimmed, DecimalType to) {
        BigDecimal number;
        try {
            number = new BigDecimal(trimmed);
        } catch (NumberFormatException _) {
            throw QueryErrors.malformed(text, DataTypes.StringType, to);
        }
        if (number.precision() - number.scale() > MOST_DIGITS) {
            throw new TidemillException(
                    Condition.NUMERIC_OUT_OF_SUPPORTED_RANGE,
                    "The value '%s' cannot be interpreted as a numeric since it has more than 38 digits"
                            .formatted(text),
                    "use a number of at most 38 digits");
        }
        return fit(number, to);
    }

    /// The least value of a whole type, as a double that is exact.
    private static double least(DataType type) {
        return switch (type) {
            case ByteType _ -> Byte.MIN_VALUE;
            case ShortType _ -> Short.MIN_VALUE;
            case IntegerType _ -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }
}
