package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.NumberCasts;
import io.tidemill.expression.QueryErrors;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.NullType;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sequence` and `shuffle`.
final class SequenceFunctions {
    private static final long DAY = 86_400_000_000L; // microseconds

    private SequenceFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.ARRAY, "sequence(start, stop[, step])")
                .says(
                        "The numbers, dates or timestamps from `start` to `stop`, both included;"
                                + " the step is 1, or a day, up or down, if not given.")
                .example(
                        "sequence(1, 5)",
                        "sequence(date'2018-01-01', date'2018-03-01', INTERVAL '1' MONTH)")
                .withTyping(SequenceFunctions::resolve);
        catalog.define(Group.ARRAY, "shuffle(array)")
                .says("The elements in a random order.")
                .example("size(shuffle(array(1, 2, 3)))")
                .random()
                .total()
                .withTyping(arguments -> {
                    arguments.count(1);
                    var array = Lists.array(arguments, 0);
                    Body body = (a, e) -> shuffled(Catalog.the(a[0]), e);
                    return new Signature(
                            List.of(array), array, arguments.nullable(), body.strict());
                });
    }

    private static List<Object> shuffled(List<Object> list, Evaluation evaluation) {
        var shuffled = new ArrayList<Object>(list);
        var draws = XorShift.at(evaluation);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, draws.nextInt(i + 1));
        }
        return shuffled;
    }

    private static Signature resolve(Arguments arguments) {
        arguments.countBetween(2, 3);
        var common = Coercion.tightest(arguments.type(0), arguments.type(1)).orElse(null);
        boolean stepFits =
                arguments.size() < 3 || common != null && fits(common, arguments.type(2));
        if (common == null || !stepFits || !(Types.isWhole(common) || Types.isTime(common))) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__SEQUENCE_WRONG_INPUT_TYPES,
                    "`sequence` uses the wrong parameter type: start and stop must be whole"
                            + " numbers, dates or timestamps, and the step a number or an interval");
        }
        var types = new ArrayList<DataType>(List.of(common, common));
        if (arguments.size() == 3) {
            types.add(Types.isWhole(common) ? common : arguments.type(2));
        }
        Body body =
                Types.isWhole(common)
                        ? (a, _) -> numbers(a, common)
                        : (a, e) -> times(a, common, e);
        return new Signature(
                types, new ArrayType(common, false), arguments.nullable(), body.strict());
    }

    private static boolean fits(DataType type, DataType step) {
        return step instanceof NullType
                || (Types.isWhole(type) ? Types.isWhole(step) : Types.isInterval(step));
    }

    private static List<Object> numbers(@Nullable Object[] a, DataType type) {
        long start = Catalog.<Number>the(a[0]).longValue();
        long stop = Catalog.<Number>the(a[1]).longValue();
        long step = a.length > 2 ? Catalog.<Number>the(a[2]).longValue() : start <= stop ? 1 : -1;
        requireDirection(Long.compare(stop, start), Long.signum(step), a);
        var count =
                step == 0
                        ? BigInteger.ONE
                        : BigInteger.valueOf(stop)
                                .subtract(BigInteger.valueOf(start))
                                .divide(BigInteger.valueOf(step))
                                .add(BigInteger.ONE);
        if (count.compareTo(BigInteger.valueOf(Limits.ELEMENTS)) > 0) {
            throw Limits.tooMany("sequence", count);
        }
        var sequence = new ArrayList<Object>(count.intValue());
        for (long i = 0; i < count.longValue(); i++) {
            sequence.add(NumberCasts.box(start + i * step, type));
        }
        return sequence;
    }

    private static void requireDirection(int direction, int step, @Nullable Object[] a) {
        if (direction != 0 && direction != step) {
            throw QueryErrors.parameter(
                    Condition.INVALID_PARAMETER_VALUE__SEQUENCE_STEP,
                    "sequence",
                    "step",
                    "a step that leads from start to stop",
                    a.length > 2 ? String.valueOf(a[2]) : "1");
        }
    }

    private static List<Object> times(@Nullable Object[] a, DataType type, Evaluation evaluation) {
        var start = Catalog.<Object>the(a[0]);
        var stop = Catalog.<Object>the(a[1]);
        var zone = evaluation.zone();
        var from = Times.zoned(start, zone);
        int direction = Integer.signum(Times.zoned(stop, zone).compareTo(from));
        Object step =
                a.length > 2 ? Catalog.<Object>the(a[2]) : Duration.ofDays(direction >= 0 ? 1 : -1);
        if (type instanceof DateType
                && step instanceof Duration span
                && !span.equals(Duration.ofDays(span.toDays()))) {
            throw new TidemillException(
                    Condition.INVALID_PARAMETER_VALUE__SEQUENCE_STEP,
                    "sequence step must be a day interval if start and end values are dates",
                    "use whole days, months or years");
        }
        requireDirection(direction, TimeArithmetic.sign(step), a);
        if (direction != 0) {
            var span = Duration.between(from, Times.zoned(stop, zone)).abs();
            var each =
                    step instanceof Period months
                            ? Duration.ofDays(31 * Math.abs(months.toTotalMonths()))
                            : ((Duration) step).abs();
            Limits.elements("sequence", span.dividedBy(each));
        }
        var sequence = new ArrayList<Object>();
        for (int i = 0; ; i++) {
            var next = later(start, step, i, evaluation);
            int order = Times.zoned(stop, zone).compareTo(Times.zoned(next, zone));
            if (Integer.signum(order) * (direction == 0 ? 1 : direction) < 0) {
                return sequence;
            }
            sequence.add(next);
            if (direction == 0) {
                return sequence;
            }
            Limits.elements("sequence", i + 2L);
        }
    }

    /// Counted from the start, so that a month that was too short does not shorten the next ones.
    /// Days are those of the session's time zone, as in Spark: midnight stays midnight.
    private static Object later(Object start, Object step, int times, Evaluation evaluation) {
        var zone = start instanceof LocalDate ? ZoneOffset.UTC : evaluation.zone();
        if (step instanceof Period months) {
            return TimeArithmetic.plus(
                    start, Period.ofMonths(Math.toIntExact(months.toTotalMonths() * times)), zone);
        }
        long days = TimeArithmetic.micros((Duration) step) / DAY * times;
        var rest = TimeArithmetic.micros(TimeArithmetic.micros((Duration) step) % DAY);
        return start instanceof Instant instant && days != 0
                ? instant.atZone(zone).plusDays(days).plus(rest.multipliedBy(times)).toInstant()
                : TimeArithmetic.plus(start, ((Duration) step).multipliedBy(times), zone);
    }
}
