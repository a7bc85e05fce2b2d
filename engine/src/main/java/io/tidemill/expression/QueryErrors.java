package io.tidemill.expression;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.data.UserCode;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The errors that computing a value can raise, worded as Spark words them.
///
/// The place in the query is added by the [Interpreter], the row's place by whoever reads rows.
public final class QueryErrors {
    private QueryErrors() {}

    /// A whole number left its range. `lenientName` is the function that gives NULL instead, or
    /// empty.
    public static TidemillException overflow(String what, String lenientName) {
        return new TidemillException(
                Condition.ARITHMETIC_OVERFLOW,
                what + " overflow",
                lenientName.isEmpty()
                        ? "cast to a wider type first"
                        : "use `%s` to get NULL instead, or cast to a wider type first"
                                .formatted(lenientName));
    }

    /// An operation on two tinyints or smallints left their range.
    public static TidemillException smallOverflow(
            Object left, String symbol, Object right, DataType type, String lenientName) {
        return new TidemillException(
                Condition.BINARY_ARITHMETIC_OVERFLOW,
                "%s %s %s caused an overflow of %s".formatted(left, symbol, right, quoted(type)),
                "use `%s` to get NULL instead, or cast to a wider type first"
                        .formatted(lenientName));
    }

    public static TidemillException divideByZero() {
        return new TidemillException(
                Condition.DIVIDE_BY_ZERO,
                "Division by zero",
                "use `try_divide` to get NULL instead, or exclude the rows whose divisor is 0");
    }

    public static TidemillException remainderByZero() {
        return new TidemillException(
                Condition.REMAINDER_BY_ZERO,
                "Remainder by zero",
                "use `try_mod` to get NULL instead, or exclude the rows whose divisor is 0");
    }

    /// The text, or the value, cannot be read as `to`.
    public static TidemillException malformed(@Nullable Object value, DataType from, DataType to) {
        return new TidemillException(
                Condition.CAST_INVALID_INPUT,
                "The value %s of the type %s cannot be cast to %s because it is malformed"
                        .formatted(shown(value), quoted(from), quoted(to)),
                "correct the value, change the target type, or use `try_cast` to get NULL instead");
    }

    public static TidemillException castOverflow(Object value, DataType from, DataType to) {
        return new TidemillException(
                Condition.CAST_OVERFLOW,
                "The value %s of the type %s cannot be cast to %s due to an overflow"
                        .formatted(shown(value), quoted(from), quoted(to)),
                "use `try_cast` to get NULL instead, or cast to a wider type");
    }

    public static TidemillException doesNotFit(Object value, DecimalType type) {
        return new TidemillException(
                Condition.NUMERIC_VALUE_OUT_OF_RANGE__WITH_SUGGESTION,
                "%s cannot be represented as Decimal(%d, %d)"
                        .formatted(value, type.precision(), type.scale()),
                "use `try_cast` to get NULL instead, or a decimal with more digits");
    }

    public static TidemillException intervalOverflow(String function) {
        return new TidemillException(
                Condition.INTERVAL_ARITHMETIC_OVERFLOW__WITHOUT_SUGGESTION,
                "Integer overflow while operating with intervals in " + function,
                "use smaller values");
    }

    public static TidemillException timeOverflow(String what) {
        return new TidemillException(
                Condition.DATETIME_OVERFLOW,
                "Datetime operation overflow: " + what,
                "keep the result between the years -290308 and 294247");
    }

    /// A function's result, or what it computes on the way, left the range of its type.
    public static TidemillException outOfRange(
            String function, DataType type, RuntimeException cause) {
        return new TidemillException(
                Types.isTime(type)
                        ? Condition.DATETIME_OVERFLOW
                        : Types.isInterval(type)
                                ? Condition.INTERVAL_ARITHMETIC_OVERFLOW__WITHOUT_SUGGESTION
                                : Condition.ARITHMETIC_OVERFLOW,
                "`%s` left the range of %s: %s"
                        .formatted(function, quoted(type), cause.getMessage()),
                "use smaller values",
                cause);
    }

    /// A function of the program threw something.
    public static TidemillException userCode(
            String function, List<DataType> types, Throwable thrown) {
        var e = UserCode.thrown(thrown);
        var given = types.stream().map(DataType::sql).collect(Collectors.joining(", "));
        return new TidemillException(
                Condition.FAILED_EXECUTE_UDF,
                "the function `%s` failed, called with (%s): %s".formatted(function, given, e),
                e instanceof ClassCastException
                        ? "cast the arguments to the types that the function takes"
                        : "mend the function, or keep such rows from it",
                e);
    }

    /// An error in the value of a parameter, by the sub-condition that Spark has for it.
    public static TidemillException parameter(
            Condition condition, String function, String parameter, String expected, Object found) {
        return new TidemillException(
                condition,
                "The value of parameter(s) `%s` in `%s` is invalid: expects %s, but got %s"
                        .formatted(parameter, function, expected, shown(found)),
                "give " + expected);
    }

    /// A type as messages show it: `"BIGINT"`.
    public static String quoted(DataType type) {
        return "\"" + type.sql() + "\"";
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
    }
}
