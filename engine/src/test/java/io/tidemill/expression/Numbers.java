package io.tidemill.expression;

import module java.base;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.IntervalText;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.YearMonthIntervalType;

/// Number and interval literals of Spark's SQL, for [ExpressionReader].
final class Numbers {
    private static final List<String> DAY_UNITS = List.of("day", "hour", "minute", "second");
    private static final List<String> MONTH_UNITS = List.of("year", "month");

    private Numbers() {}

    static Expression literal(String text) {
        var upper = text.toUpperCase(Locale.ROOT);
        if (upper.endsWith("BD")) {
            return decimal(upper.substring(0, upper.length() - 2));
        }
        var digits = upper.substring(0, upper.length() - 1);
        return switch (upper.charAt(upper.length() - 1)) {
            case 'Y' -> whole(digits, DataTypes.ByteType);
            case 'S' -> whole(digits, DataTypes.ShortType);
            case 'L' -> whole(digits, DataTypes.LongType);
            case 'F' -> {
                float value = Float.parseFloat(digits);
                if (Float.isInfinite(value)) {
                    throw range(text);
                }
                yield new Expression.Literal(value, DataTypes.FloatType);
            }
            case 'D' -> floating(digits);
            default ->
                    upper.contains("E")
                            ? floating(upper)
                            : upper.contains(".") ? decimal(upper) : whole(upper);
        };
    }

    private static Expression floating(String text) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw range(text);
        }
        return new Expression.Literal(value, DataTypes.DoubleType);
    }

    private static Expression whole(String text) {
        var value = new BigInteger(text);
        if (value.bitLength() < 32) {
            return new Expression.Literal(value.intValue(), DataTypes.IntegerType);
        }
        return value.bitLength() < 64
                ? new Expression.Literal(value.longValue(), DataTypes.LongType)
                : decimal(text);
    }

    private static Expression whole(String text, DataType type) {
        try {
            return new Expression.Literal(NumberCasts.ofText(text, type), type);
        } catch (TidemillException _) {
            throw range(text);
        }
    }

    private static Expression decimal(String text) {
        var value = new BigDecimal(text);
        if (value.scale() < 0) {
            value = value.setScale(0);
        }
        if (value.precision() > 38 || value.scale() > 38) {
            throw new TidemillException(
                    Condition.DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION,
                    "too many digits in " + text,
                    "");
        }
        return new Expression.Literal(value, DecimalRules.ofLiteral(value));
    }

    private static TidemillException range(String text) {
        return new TidemillException(
                Condition.INVALID_NUMERIC_LITERAL_RANGE, "out of range: " + text, "");
    }

    static String negated(String text) {
        return text.startsWith("-") ? text.substring(1) : "-" + text;
    }

    static Expression interval(String amount, String first, String last) {
        var from = first.replaceFirst("s$", "");
        var to = last.replaceFirst("s$", "");
        if (from.equals("week")) {
            return new Expression.Literal(
                    Duration.ofDays(7 * Long.parseLong(amount)),
                    new DayTimeIntervalType((byte) 0, (byte) 0));
        }
        if (MONTH_UNITS.contains(from)) {
            var type =
                    new YearMonthIntervalType(
                            (byte) MONTH_UNITS.indexOf(from), (byte) MONTH_UNITS.indexOf(to));
            return new Expression.Literal(IntervalText.yearMonth(amount, type), type);
        }
        var type =
                new DayTimeIntervalType(
                        (byte) DAY_UNITS.indexOf(from), (byte) DAY_UNITS.indexOf(to));
        return new Expression.Literal(IntervalText.dayTime(amount, type), type);
    }
}
