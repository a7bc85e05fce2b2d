package io.tidemill.expression.function;

import io.tidemill.expression.Coercion;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.ShortType;
import java.util.List;

/// The types of `+` and `-` where a date, a timestamp or an interval takes part.
final class TimeOperators {
    private static final DataType DAYS = new DayTimeIntervalType((byte) 0, (byte) 0);

    private TimeOperators() {}

    static Signature intervals(Arguments arguments, boolean plus, boolean lenient) {
        var type =
                Coercion.tightest(arguments.type(0), arguments.type(1))
                        .orElseThrow(() -> arguments.unexpected(1, "same interval"));
        return ArithmeticOperators.signature(
                arguments,
                List.of(type, type),
                type,
                lenient,
                (a, _) ->
                        TimeArithmetic.combine(
                                Catalog.the(a[0]),
                                Catalog.the(a[1]),
                                plus,
                                plus ? "add" : "subtract"));
    }

    /// A time plus an interval, or a date plus days; `swapped` when the time stands behind.
    static Signature later(
            Arguments arguments, DataType time, DataType step, boolean swapped, boolean lenient) {
        int timeAt = swapped ? 1 : 0;
        int stepAt = swapped ? 0 : 1;
        if (Types.isTime(time) && Types.isInterval(step)) {
            var type = timeWith(time, step);
            return ArithmeticOperators.signature(
                    arguments,
                    swapped ? List.of(step, type) : List.of(type, step),
                    type,
                    lenient,
                    (a, e) ->
                            TimeArithmetic.plus(
                                    Catalog.the(a[timeAt]), Catalog.the(a[stepAt]), e.zone()));
        }
        if (time instanceof DateType && isDayCount(step)) {
            return days(arguments, timeAt, stepAt, false, lenient);
        }
        boolean dayTime = step instanceof DayTimeIntervalType;
        if (time instanceof DateType || step instanceof DateType || dayTime) {
            throw arguments.unexpected(dayTime ? timeAt : stepAt, "(\"INT\" or \"INTERVAL\")");
        }
        throw ArithmeticOperators.wrongType(arguments, "NUMERIC", time);
    }

    private static boolean isDayCount(DataType type) {
        return switch (type) {
            case ByteType _, ShortType _, IntegerType _, NullType _ -> true;
            default -> false;
        };
    }

    static Signature days(
            Arguments arguments, int dateAt, int countAt, boolean minus, boolean lenient) {
        if (!isDayCount(arguments.type(countAt))) {
            throw arguments.unexpected(countAt, "(\"INT\" or \"SMALLINT\" or \"TINYINT\")");
        }
        var types =
                dateAt == 0
                        ? List.of(DataTypes.DateType, DataTypes.IntegerType)
                        : List.of(DataTypes.IntegerType, DataTypes.DateType);
        return ArithmeticOperators.signature(
                arguments,
                types,
                DataTypes.DateType,
                lenient,
                (a, _) -> {
                    long count = Catalog.<Integer>the(a[countAt]);
                    return TimeArithmetic.plusDays(Catalog.the(a[dateAt]), minus ? -count : count);
                });
    }

    /// Days behind a date stay a date; hours make it a timestamp.
    static DataType timeWith(DataType time, DataType interval) {
        return time instanceof DateType
                        && interval instanceof DayTimeIntervalType type
                        && type.endField() > 0
                ? DataTypes.TimestampType
                : time;
    }

    static Signature between(Arguments arguments, boolean lenient) {
        var type =
                Coercion.common(arguments.type(0), arguments.type(1))
                        .orElseThrow(() -> ArithmeticOperators.mismatch(arguments));
        return ArithmeticOperators.signature(
                arguments,
                List.of(type, type),
                type instanceof DateType ? DAYS : DataTypes.createDayTimeIntervalType(),
                lenient,
                (a, e) -> TimeArithmetic.between(Catalog.the(a[1]), Catalog.the(a[0]), e.zone()));
    }
}
