package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Fields;
import io.tidemill.expression.Interpreter;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Calls that say which window of time a row belongs to.
///
/// Such a call has a value that no function of one row has: a row may be in several windows, and
/// its session depends on other rows. So it becomes a [Expression.Call] of a name that no function
/// has, whose arguments are settled here; planning takes it out of the expressions around it and
/// makes a step of it. What it gives is a struct of `start` and `end`, exclusive.
///
/// | call | arguments |
/// |---|---|
/// | [#HOPPING], [#CUMULATING] | time, size, slide or step, offset: BIGINT constants, microseconds |
/// | [#CALENDAR] | time, months, days: INT constants, one of which is 0; zone: a STRING constant |
/// | [#SESSION] | time, gap: a BIGINT, microseconds; then the keys, for the table function |
///
/// Source: Spark's `TimeWindow`, `SessionWindow` and `WindowTime`.
public final class WindowsOfTime {
    /// `window(time, size[, slide[, start]])`.
    public static final String HOPPING = "window";

    /// What the table function `CUMULATE` is written with.
    public static final String CUMULATING = "cumulate";

    /// `calendar_window(time, length, zone)`.
    public static final String CALENDAR = "calendar_window";

    /// `session_window(time, gap)`.
    public static final String SESSION = "session_window";

    /// What the table function `SESSION` is written with: the rows of its keys, not of a group's.
    public static final String SESSION_OF_ROWS = "session";

    private static final String TIME_OF = "window_time";
    private static final List<String> CALLED = List.of(HOPPING, CALENDAR, SESSION);

    private WindowsOfTime() {}

    /// Whether a query can call it by this name, in any case.
    static boolean isFunction(String name) {
        return isWindow(name) || name.equalsIgnoreCase(TIME_OF);
    }

    /// Whether this names a function that gives a window.
    static boolean isWindow(String name) {
        return CALLED.contains(name.toLowerCase(Locale.ROOT));
    }

    /// The operator of a name of [#isFunction], or of one that a table function is written with.
    static TypedOperator operator(String written) {
        var name = written.toLowerCase(Locale.ROOT);
        return new TypedOperator(
                name, true, (operands, position) -> express(name, operands, position));
    }

    /// The type of a window of times of type `time`.
    public static StructType type(DataType time) {
        return new StructType(
                List.of(new StructField("start", time, true), new StructField("end", time, true)));
    }

    private static Expression express(String name, List<Expression> operands, Position position) {
        return switch (name) {
            case HOPPING -> hopping(operands, position);
            case CUMULATING -> cumulating(operands, position);
            case CALENDAR -> calendar(operands, position);
            case SESSION, SESSION_OF_ROWS -> session(name, operands, position);
            case TIME_OF -> {
                count(name, operands, 1, 1);
                yield timeOf(operands.getFirst(), position);
            }
            default -> throw new IllegalStateException("no window is called " + name);
        };
    }

    private static Expression hopping(List<Expression> operands, Position position) {
        count(HOPPING, operands, 2, 4);
        long size = micros(HOPPING, "size", operands.get(1));
        long slide = operands.size() > 2 ? micros(HOPPING, "slide", operands.get(2)) : size;
        long start = operands.size() > 3 ? micros(HOPPING, "start", operands.get(3)) : 0;
        positive(HOPPING, "size", size);
        positive(HOPPING, "slide", slide);
        if (slide > size) {
            throw wrongValue(HOPPING, "the slide is longer than the size: rows would be left out");
        }
        return fixed(HOPPING, operands.getFirst(), size, slide, offset(start, slide), position);
    }

    private static Expression cumulating(List<Expression> operands, Position position) {
        count(CUMULATING, operands, 3, 4);
        long step = micros(CUMULATING, "step", operands.get(1));
        long size = micros(CUMULATING, "size", operands.get(2));
        long start = operands.size() > 3 ? micros(CUMULATING, "offset", operands.get(3)) : 0;
        positive(CUMULATING, "step", step);
        positive(CUMULATING, "size", size);
        if (size % step != 0) {
            throw wrongValue(CUMULATING, "the size is no multiple of the step");
        }
        return fixed(CUMULATING, operands.getFirst(), size, step, offset(start, size), position);
    }

    private static long offset(long start, long slide) {
        if (Math.abs(start) >= slide) {
            throw wrongValue(HOPPING, "the start is not below the slide");
        }
        return Math.floorMod(start, slide);
    }

    private static Expression fixed(
            String name, Expression time, long size, long slide, long offset, Position position) {
        return window(
                name,
                List.of(time(name, time, position), number(size), number(slide), number(offset)),
                position);
    }

    private static Expression calendar(List<Expression> operands, Position position) {
        count(CALENDAR, operands, 3, 3);
        var length = period(operands.get(1));
        var zone = String.valueOf(constant(CALENDAR, "zone", operands.get(2)));
        try {
            var _ = ZoneId.of(zone, ZoneId.SHORT_IDS);
        } catch (DateTimeException unknown) {
            throw wrongValue(CALENDAR, "there is no time zone '" + zone + "'");
        }
        return window(
                CALENDAR,
                List.of(
                        time(CALENDAR, operands.getFirst(), position),
                        new Expression.Literal((int) length.toTotalMonths(), DataTypes.IntegerType),
                        new Expression.Literal(
                                (int) length.get(ChronoUnit.DAYS), DataTypes.IntegerType),
                        new Expression.Literal(zone, DataTypes.StringType)),
                position);
    }

    /// A length in whole days or in whole months.
    private static Period period(Expression operand) {
        var length = Lengths.read(constant(CALENDAR, "length", operand));
        long day = 86_400_000_000L;
        if (length.months() > 0 && length.micros() == 0) {
            return Period.ofMonths(length.months());
        }
        if (length.months() == 0 && length.micros() > 0 && length.micros() % day == 0) {
            return Period.ofDays(Math.toIntExact(length.micros() / day));
        }
        throw wrongValue(CALENDAR, "the length is no number of days, weeks, months or years");
    }

    private static Expression session(String name, List<Expression> operands, Position position) {
        boolean keyed = name.equals(SESSION_OF_ROWS);
        count(name, operands, 2, keyed ? Integer.MAX_VALUE : 2);
        var arguments = new ArrayList<Expression>();
        arguments.add(time(name, operands.getFirst(), position));
        arguments.add(gap(name, operands.get(1), position));
        arguments.addAll(operands.subList(2, operands.size()));
        return window(name, arguments, position);
    }

    /// The gap in microseconds: a constant, or an expression whose texts are all constants or can
    /// be cast to an interval.
    private static Expression gap(String name, Expression operand, Position position) {
        if (operand instanceof Expression.Literal) {
            return number(micros(name, "gap", operand));
        }
        var interval =
                switch (operand.type()) {
                    case DayTimeIntervalType _ -> operand;
                    case StringType _ -> Lengths.inTexts(operand, position);
                    default -> throw wrongType(name, "the gap", "an interval", operand);
                };
        var begin = new Expression.Literal(Instant.EPOCH, DataTypes.TimestampType);
        return Meanings.call(
                "unix_micros", position, Meanings.call("+", position, begin, interval));
    }

    /// The last instant of a window.
    static Expression timeOf(Expression window, Position position) {
        if (!isWindow(window.type())) {
            throw wrongType(TIME_OF, "its argument", "a window", window);
        }
        var micro = new Expression.Literal(Duration.ofNanos(1000), Lengths.SECONDS);
        var end = Fields.access(window, "end", position);
        return Meanings.call("-", position, end, micro);
    }

    private static boolean isWindow(DataType type) {
        return type instanceof StructType struct
                && struct.size() == 2
                && struct.field(0).name().equals("start")
                && struct.field(1).name().equals("end")
                && isTime(struct.typeOf(0))
                && struct.typeOf(0).equals(struct.typeOf(1));
    }

    private static boolean isTime(DataType type) {
        return type instanceof TimestampType || type instanceof TimestampNTZType;
    }

    /// The time that a row is put into windows by; that of a window is its last instant.
    private static Expression time(String name, Expression operand, Position position) {
        return switch (operand.type()) {
            case TimestampType _, TimestampNTZType _ -> operand;
            case DateType _, StringType _, NullType _ ->
                    Function.cast(operand, DataTypes.TimestampType, position);
            default -> {
                if (isWindow(operand.type())) {
                    yield timeOf(operand, position);
                }
                throw wrongType(name, "the time", "a TIMESTAMP or a window", operand);
            }
        };
    }

    private static Expression window(String name, List<Expression> arguments, Position position) {
        return new Expression.Call(
                name, arguments, type(arguments.getFirst().type()), false, position);
    }

    private static Expression number(long value) {
        return new Expression.Literal(value, DataTypes.LongType);
    }

    private static long micros(String name, String what, Expression operand) {
        var length = Lengths.read(constant(name, what, operand));
        if (length.months() != 0) {
            throw wrongValue(
                    name,
                    "the %s is in months, which have no fixed length; calendar_window takes them"
                            .formatted(what));
        }
        return length.micros();
    }

    private static Object constant(String name, String what, Expression operand) {
        if (operand instanceof Expression.Literal literal && literal.value() != null) {
            return literal.value();
        }
        if (Interpreter.isConstant(operand)) {
            var value = Interpreter.constant(operand);
            if (value != null) {
                return value;
            }
        }
        throw new TidemillException(
                Condition.DATATYPE_MISMATCH__NON_FOLDABLE_INPUT,
                "%s: the %s, %s, is no constant".formatted(name, what, operand),
                "write it as '10 minutes'");
    }

    private static void positive(String name, String what, long micros) {
        if (micros <= 0) {
            throw wrongValue(name, "the %s is not positive".formatted(what));
        }
    }

    private static void count(String name, List<Expression> operands, int least, int most) {
        if (operands.size() < least || operands.size() > most) {
            throw new TidemillException(
                    Condition.WRONG_NUM_ARGS__WITHOUT_SUGGESTION,
                    "%s takes %s arguments, not %d"
                            .formatted(
                                    name,
                                    least == most ? least : least + " to " + most,
                                    operands.size()),
                    "write window(time, size[, slide[, start]]), session_window(time, gap),"
                            + " calendar_window(time, length, zone) or window_time(window)");
        }
    }

    private static TidemillException wrongValue(String name, String problem) {
        return new TidemillException(
                Condition.DATATYPE_MISMATCH__VALUE_OUT_OF_RANGE,
                name + ": " + problem,
                "give another value");
    }

    private static TidemillException wrongType(
            String name, String what, String wanted, Expression given) {
        return new TidemillException(
                Condition.DATATYPE_MISMATCH__UNEXPECTED_INPUT_TYPE,
                "%s: %s, %s, is %s and not %s"
                        .formatted(name, what, given, given.type().sql(), wanted),
                "cast it");
    }

    static {
        for (var name : CALLED) {
            if (Functions.find(name).isPresent()) {
                throw new IllegalStateException(name + " is a function of one row, too");
            }
        }
    }
}
