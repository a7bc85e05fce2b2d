package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.DecimalRules;
import io.tidemill.expression.Expression;
import io.tidemill.expression.QueryErrors;
import io.tidemill.expression.Types;
import io.tidemill.expression.function.Arithmetic.Operation;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.util.List;

/// `+ - * / % div` and the functions that do the same: `mod`, `pmod`, `try_add` and so on.
///
/// Source: Apache Spark's `BinaryArithmeticWithDatetimeResolver`, `AnsiTypeCoercion` and
/// `DecimalPrecision`.
final class ArithmeticOperators {
    private ArithmeticOperators() {}

    static void define(Catalog catalog) {
        catalog.operator("+", "left + right")
                .says("The sum; a date or timestamp plus an interval, a date plus days.")
                .example("1 + 2", "date'2024-01-31' + INTERVAL '1' MONTH")
                .withTyping(arguments -> plus(arguments, false));
        catalog.operator("-", "left - right")
                .says(
                        "The difference; a date minus days; the time between two dates or timestamps.")
                .example("1 - 2", "date'2024-03-01' - date'2024-02-01'")
                .withTyping(arguments -> minus(arguments, false));
        catalog.operator("*", "left * right")
                .says("The product; an interval so many times.")
                .example("2 * 3", "INTERVAL '2' DAY * 1.5")
                .withTyping(arguments -> times(arguments, false));
        catalog.operator("/", "left / right")
                .says("The quotient, with a fraction also when both are whole numbers.")
                .example("3 / 2", "1.0 / 3")
                .withTyping(arguments -> divide(arguments, false));
        catalog.operator("%", "left % right")
                .alias("mod")
                .says("The remainder of a division; it has the sign of `left`.")
                .example("7 % 3", "mod(-7, 3)")
                .withTyping(arguments -> numbers(arguments, Operation.REMAINDER, false));
        catalog.operator("div", "left div right")
                .says("The whole part of a quotient, a BIGINT.")
                .example("7 div 2")
                .withTyping(ArithmeticOperators::wholeQuotient);
        catalog.define(Group.MATH, "pmod(left, right)")
                .says("The remainder of a division that is not negative for a positive `right`.")
                .example("pmod(-7, 3)")
                .withTyping(arguments -> numbers(arguments, Operation.POSITIVE_REMAINDER, false));
        lenient(catalog);
    }

    private static void lenient(Catalog catalog) {
        catalog.define(Group.MATH, "try_add(left, right)")
                .says("`left + right`, or NULL where that overflows.")
                .example("try_add(2147483647, 1)")
                .total()
                .withTyping(arguments -> plus(arguments, true));
        catalog.define(Group.MATH, "try_subtract(left, right)")
                .says("`left - right`, or NULL where that overflows.")
                .example("try_subtract(-2147483648, 1)")
                .total()
                .withTyping(arguments -> minus(arguments, true));
        catalog.define(Group.MATH, "try_multiply(left, right)")
                .says("`left * right`, or NULL where that overflows.")
                .example("try_multiply(2147483647, 2)")
                .total()
                .withTyping(arguments -> times(arguments, true));
        catalog.define(Group.MATH, "try_divide(left, right)")
                .says("`left / right`, or NULL where `right` is 0.")
                .example("try_divide(1, 0)")
                .total()
                .withTyping(arguments -> divide(arguments, true));
        catalog.define(Group.MATH, "try_mod(left, right)")
                .says("`left % right`, or NULL where `right` is 0.")
                .example("try_mod(1, 0)")
                .total()
                .withTyping(arguments -> numbers(arguments, Operation.REMAINDER, true));
    }

    private static Signature plus(Arguments arguments, boolean lenient) {
        arguments.count(2);
        var left = arguments.type(0);
        var right = arguments.type(1);
        if (Types.isInterval(left) && Types.isInterval(right)) {
            return TimeOperators.intervals(arguments, true, lenient);
        }
        if (Types.isTime(left) || Types.isInterval(right)) {
            return TimeOperators.later(arguments, left, right, false, lenient);
        }
        if (Types.isTime(right) || Types.isInterval(left)) {
            return TimeOperators.later(arguments, right, left, true, lenient);
        }
        return numbers(arguments, Operation.ADD, lenient);
    }

    private static Signature minus(Arguments arguments, boolean lenient) {
        arguments.count(2);
        var left = arguments.type(0);
        var right = arguments.type(1);
        if (Types.isInterval(left) && Types.isInterval(right)) {
            return TimeOperators.intervals(arguments, false, lenient);
        }
        if (Types.isTime(left) && Types.isInterval(right)) {
            var type = TimeOperators.timeWith(left, right);
            return signature(
                    arguments,
                    List.of(type, right),
                    type,
                    lenient,
                    (a, e) ->
                            TimeArithmetic.plus(
                                    Catalog.the(a[0]),
                                    TimeArithmetic.negate(Catalog.the(a[1])),
                                    e.zone()));
        }
        if (isTimeOrText(left)
                && isTimeOrText(right)
                && (Types.isTime(left) || Types.isTime(right))) {
            return TimeOperators.between(arguments, lenient);
        }
        if (left instanceof DateType) {
            return TimeOperators.days(arguments, 0, 1, true, lenient);
        }
        if (Types.isTime(left) || Types.isTime(right) || right instanceof DayTimeIntervalType) {
            throw arguments.unexpected(Types.isTime(left) ? 1 : 0, "\"TIMESTAMP\"");
        }
        return numbers(arguments, Operation.SUBTRACT, lenient);
    }

    private static boolean isTimeOrText(DataType type) {
        return Types.isTime(type) || type instanceof StringType || type instanceof NullType;
    }

    private static Signature times(Arguments arguments, boolean lenient) {
        arguments.count(2);
        boolean first = Types.isInterval(arguments.type(0));
        if (first || Types.isInterval(arguments.type(1))) {
            int interval = first ? 0 : 1;
            int number = 1 - interval;
            var factor = arguments.as(number, Kind.NUMBER);
            var type = whole(arguments.type(interval));
            return signature(
                    arguments,
                    first ? List.of(type, factor) : List.of(factor, type),
                    type,
                    lenient,
                    (a, _) ->
                            TimeArithmetic.times(Catalog.the(a[interval]), Catalog.the(a[number])));
        }
        return numbers(arguments, Operation.MULTIPLY, lenient);
    }

    private static Signature divide(Arguments arguments, boolean lenient) {
        arguments.count(2);
        if (Types.isInterval(arguments.type(0))) {
            var divisor = arguments.as(1, Kind.NUMBER);
            var type = whole(arguments.type(0));
            return signature(
                    arguments,
                    List.of(type, divisor),
                    type,
                    lenient,
                    (a, _) -> TimeArithmetic.divided(Catalog.the(a[0]), Catalog.the(a[1])));
        }
        return numbers(arguments, Operation.DIVIDE, lenient);
    }

    /// All units of an interval's kind.
    private static DataType whole(DataType interval) {
        return interval instanceof YearMonthIntervalType
                ? DataTypes.createYearMonthIntervalType()
                : DataTypes.createDayTimeIntervalType();
    }

    private static Signature wholeQuotient(Arguments arguments) {
        arguments.count(2);
        var left = arguments.type(0);
        var right = arguments.type(1);
        if (Types.isInterval(left) && Types.isInterval(right)) {
            var type = Coercion.tightest(left, right).orElseThrow(() -> mismatch(arguments));
            return signature(
                    arguments,
                    List.of(type, type),
                    DataTypes.LongType,
                    false,
                    (a, _) ->
                            Arithmetic.wholeQuotient(
                                    TimeArithmetic.units(Catalog.the(a[0])),
                                    TimeArithmetic.units(Catalog.the(a[1]))));
        }
        var type = Coercion.operands(left, right).orElseThrow(() -> mismatch(arguments));
        if (type instanceof NullType) {
            type = DataTypes.LongType;
        }
        boolean decimal = type instanceof DecimalType;
        if (!decimal && !Types.isWhole(type)) {
            throw wrongType(arguments, "BIGINT or DECIMAL", type);
        }
        var types =
                decimal
                        ? List.<DataType>of(exactly(arguments, 0), exactly(arguments, 1))
                        : List.of(DataTypes.LongType, DataTypes.LongType);
        return signature(
                arguments,
                types,
                DataTypes.LongType,
                false,
                (a, _) -> Arithmetic.wholeQuotient(Catalog.the(a[0]), Catalog.the(a[1])));
    }

    private static Signature numbers(Arguments arguments, Operation operation, boolean lenient) {
        arguments.count(2);
        var common =
                Coercion.operands(arguments.type(0), arguments.type(1))
                        .orElseThrow(() -> mismatch(arguments));
        var type = common instanceof NullType ? DataTypes.DoubleType : common;
        if (!Types.isNumber(type)) {
            throw wrongType(arguments, "NUMERIC", type);
        }
        if (type instanceof DecimalType) {
            var left = exactly(arguments, 0);
            var right = exactly(arguments, 1);
            var result =
                    switch (operation) {
                        case ADD, SUBTRACT -> DecimalRules.sum(left, right);
                        case MULTIPLY -> DecimalRules.product(left, right);
                        case DIVIDE -> DecimalRules.quotient(left, right);
                        case REMAINDER, POSITIVE_REMAINDER -> DecimalRules.remainder(left, right);
                    };
            return number(arguments, List.of(left, right), result, operation, lenient);
        }
        var operand = operation == Operation.DIVIDE ? DataTypes.DoubleType : type;
        return number(arguments, List.of(operand, operand), operand, operation, lenient);
    }

    private static Signature number(
            Arguments arguments,
            List<DataType> operands,
            DataType type,
            Operation operation,
            boolean lenient) {
        return signature(
                arguments,
                operands,
                type,
                lenient,
                (a, _) -> Arithmetic.apply(operation, Catalog.the(a[0]), Catalog.the(a[1]), type));
    }

    /// The decimal type that an operand of decimal arithmetic has; for a literal the smallest.
    private static DecimalType exactly(Arguments arguments, int index) {
        return arguments.get(index) instanceof Expression.Literal(Object value, DataType type)
                        && Types.isWhole(type)
                        && !(type instanceof ByteType)
                        && value instanceof Number number
                ? DecimalRules.ofLiteral(BigDecimal.valueOf(number.longValue()))
                : DecimalRules.forWhole(arguments.type(index))
                        .orElse(
                                arguments.type(1 - index) instanceof DecimalType other
                                        ? other
                                        : DataTypes.createDecimalType());
    }

    static Signature signature(
            Arguments arguments,
            List<? extends DataType> types,
            DataType type,
            boolean lenient,
            Body body) {
        return new Signature(
                List.copyOf(types),
                type,
                lenient || arguments.nullable(),
                lenient ? body.strict().lenient() : body.strict());
    }

    /// The operands have no common type.
    static TidemillException mismatch(Arguments arguments) {
        return arguments.mismatch(
                Condition.DATATYPE_MISMATCH__BINARY_OP_DIFF_TYPES,
                "the left and right operands of the binary operator have incompatible types (%s and %s)"
                        .formatted(
                                QueryErrors.quoted(arguments.type(0)),
                                QueryErrors.quoted(arguments.type(1))));
    }

    /// The operands have a common type that the operator cannot work on.
    static TidemillException wrongType(Arguments arguments, String expected, DataType found) {
        boolean differ = !arguments.type(0).equals(arguments.type(1));
        if (differ && !arguments.types().contains(DataTypes.StringType)) {
            return mismatch(arguments);
        }
        return arguments.mismatch(
                Condition.DATATYPE_MISMATCH__BINARY_OP_WRONG_TYPE,
                "the binary operator requires the input type \"%s\", not %s"
                        .formatted(expected, QueryErrors.quoted(found)));
    }
}
