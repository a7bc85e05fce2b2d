package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Function;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.StringType;
import java.time.Duration;
import java.time.Period;
import java.util.List;

/// Lengths of time as functions take them: an interval, a text such as `'1 hour 30 minutes'`, or a
/// number of microseconds.
///
/// @param months 0 unless the length has no fixed number of days
record Lengths(int months, long micros) {
    /// The type of a span of seconds.
    static final DataType SECONDS = new DayTimeIntervalType((byte) 3, (byte) 3);

    private static final DataType DAY_TO_SECOND = new DayTimeIntervalType((byte) 0, (byte) 3);

    /// The length that a constant stands for.
    ///
    /// @throws TidemillException INVALID_ARG_VALUE when it stands for none
    static Lengths read(Object value) {
        try {
            return switch (value) {
                case Duration span -> new Lengths(0, micros(span));
                case Period span -> new Lengths(Math.toIntExact(span.toTotalMonths()), 0);
                case Long number -> new Lengths(0, number);
                case Integer number -> new Lengths(0, number);
                case String text -> text(text);
                default -> throw wrong(value);
            };
        } catch (ArithmeticException tooLong) {
            throw wrong(value);
        }
    }

    private static long micros(Duration span) {
        return Math.addExact(
                Math.multiplyExact(span.getSeconds(), 1_000_000L), span.getNano() / 1000);
    }

    private static Lengths text(String text) {
        var source = Source.of("INTERVAL '" + text.replace("'", " ") + "'");
        var lexemes = Lexer.read(source);
        return Intervals.read(source, lexemes, 0)
                .map(found ->
                        ((LiteralValue)
                                        ((org.apache.calcite.sql.SqlCall) found.node())
                                                .getOperator())
                                .value())
                .map(Lengths::read)
                .orElseThrow(() -> wrong(text));
    }

    private static TidemillException wrong(Object value) {
        return new TidemillException(
                Condition.DATATYPE_MISMATCH__INVALID_ARG_VALUE,
                "'%s' is no length of time".formatted(value),
                "write it as '10 minutes' or INTERVAL 10 MINUTES");
    }

    /// An expression of texts as one of intervals: constants as [#read] takes them, other texts as
    /// a cast takes them.
    static Expression inTexts(Expression expression, Position position) {
        return switch (expression) {
            case Expression.Literal literal when literal.value() == null ->
                    new Expression.Literal(null, DAY_TO_SECOND);
            case Expression.Literal literal when literal.type() instanceof StringType ->
                    new Expression.Literal(span(String.valueOf(literal.value())), DAY_TO_SECOND);
            case Expression.Case choice ->
                    new Expression.Case(
                            choice.branches().stream()
                                    .map(branch ->
                                            new Expression.Branch(
                                                    branch.condition(),
                                                    inTexts(branch.value(), position)))
                                    .toList(),
                            inTexts(choice.otherwise(), position),
                            DAY_TO_SECOND);
            case Expression.Coalesce coalesce ->
                    new Expression.Coalesce(each(coalesce.operands(), position), DAY_TO_SECOND);
            default -> Function.cast(expression, DAY_TO_SECOND, position);
        };
    }

    private static List<Expression> each(List<Expression> expressions, Position position) {
        return expressions.stream().map(e -> inTexts(e, position)).toList();
    }

    private static Duration span(String text) {
        var length = text(text);
        if (length.months() != 0) {
            throw wrong(text);
        }
        return Duration.of(length.micros(), java.time.temporal.ChronoUnit.MICROS);
    }
}
