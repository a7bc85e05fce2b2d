package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Interpreter;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Function;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What window functions take and give, as in Spark 4.
///
/// | function | arguments afterwards | gives |
/// |---|---|---|
/// | `row_number`, `rank`, `dense_rank` | none | INT, never NULL |
/// | `percent_rank`, `cume_dist` | none | DOUBLE, never NULL |
/// | `ntile` | the number of buckets, an INT constant | INT, never NULL |
/// | `lag`, `lead` | the value, the distance (an INT constant), what stands for a missing row | the value's type |
/// | `first_value`, `last_value` | the value | the value's type, or NULL |
/// | `nth_value` | the value, which (an INT constant, from 1) | the value's type, or NULL |
/// | an aggregate | as it takes them | as it gives it |
final class WindowFunctions {
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("row_number", "row_number"),
                    Map.entry("rank", "rank"),
                    Map.entry("dense_rank", "dense_rank"),
                    Map.entry("percent_rank", "percent_rank"),
                    Map.entry("cume_dist", "cume_dist"),
                    Map.entry("ntile", "ntile"),
                    Map.entry("lag", "lag"),
                    Map.entry("lead", "lead"),
                    Map.entry("first", "first_value"),
                    Map.entry("first_value", "first_value"),
                    Map.entry("any_value", "first_value"),
                    Map.entry("last", "last_value"),
                    Map.entry("last_value", "last_value"),
                    Map.entry("nth_value", "nth_value"));

    private WindowFunctions() {}

    /// Whether the function means something of its own over windows; else it is an aggregate.
    static boolean isOne(String name) {
        return NAMES.containsKey(name);
    }

    /// Whether the function's value depends on the place of a row alone, whatever the frame.
    static boolean isRank(String name) {
        return switch (name) {
            case "row_number",
                    "rank",
                    "dense_rank",
                    "percent_rank",
                    "cume_dist",
                    "ntile",
                    "lag",
                    "lead" ->
                    true;
            default -> false;
        };
    }

    /// The call of [OverSpec#CALL]: its specification, then the operands with their casts.
    ///
    /// @param framed whether a frame was written
    /// @param aggregate the function, if it is not one of [#isOne]
    /// @param operands as the specification says
    static Expression express(
            OverSpec spec,
            boolean framed,
            Optional<Function> aggregate,
            List<Expression> operands,
            Position position) {
        var given = operands.subList(0, spec.arguments());
        var rest = new ArrayList<>(operands.subList(spec.arguments(), operands.size()));
        var keys = rest.subList(spec.filtered() ? 1 : 0, rest.size());
        keys.forEach(WindowFunctions::requireOrder);
        if (spec.filtered()) {
            if (aggregate.isEmpty()) {
                throw wrong(spec.function() + " takes no FILTER", "filter in a sub-query");
            }
            rest.set(0, Function.cast(rest.getFirst(), DataTypes.BooleanType, position));
        }
        var call =
                aggregate.isPresent()
                        ? aggregate(aggregate.get(), given, spec, position)
                        : own(spec, given, position);
        var orderTypes =
                keys.subList(spec.partition(), keys.size()).stream().map(Expression::type).toList();
        var frame = WindowFrames.check(spec.frame(), orderTypes);
        if (framed && isRank(spec.function()) && !frame.equals(WindowFrames.ROWS_SO_FAR)) {
            throw wrong(
                    "%s has no frame: it depends on the order alone".formatted(spec.function()),
                    "leave the frame out");
        }
        var settled =
                new OverSpec(
                        call.function(),
                        call.arguments().size(),
                        spec.filtered(),
                        call.ignoreNulls(),
                        spec.partition(),
                        spec.order(),
                        frame);
        var all = new ArrayList<Expression>();
        all.add(new Expression.Literal(settled, DataTypes.NullType));
        all.addAll(call.arguments());
        all.addAll(rest);
        return new Expression.Call(OverSpec.CALL, all, call.type(), call.nullable(), position);
    }

    /// A function with its arguments as it takes them.
    private record Settled(
            String function,
            List<Expression> arguments,
            boolean ignoreNulls,
            DataType type,
            boolean nullable) {}

    private static Settled aggregate(
            Function function, List<Expression> given, OverSpec spec, Position position) {
        if (!function.isAggregate()) {
            throw wrong(
                    "%s is neither an aggregate nor a window function".formatted(function.name()),
                    "remove OVER");
        }
        var signature = function.resolve(given);
        var arguments = new ArrayList<Expression>();
        for (int i = 0; i < given.size(); i++) {
            arguments.add(Function.cast(given.get(i), signature.arguments().get(i), position));
        }
        return new Settled(
                function.name(),
                arguments,
                spec.ignoreNulls(),
                signature.type(),
                signature.nullable());
    }

    private static Settled own(OverSpec spec, List<Expression> given, Position position) {
        var name = java.util.Objects.requireNonNull(NAMES.get(spec.function()));
        boolean nulls = spec.ignoreNulls();
        return switch (name) {
            case "row_number", "rank", "dense_rank" -> {
                count(name, given, 0, 0);
                yield new Settled(name, List.of(), false, DataTypes.IntegerType, false);
            }
            case "percent_rank", "cume_dist" -> {
                count(name, given, 0, 0);
                yield new Settled(name, List.of(), false, DataTypes.DoubleType, false);
            }
            case "ntile" -> {
                count(name, given, 0, 1);
                int buckets = given.isEmpty() ? 1 : number(name, "number of buckets", given, 0, 1);
                yield new Settled(
                        name, List.of(literal(buckets)), false, DataTypes.IntegerType, false);
            }
            case "lag", "lead" -> neighbour(name, given, nulls, position);
            case "nth_value" -> {
                count(name, given, 2, 3);
                int which = number(name, "number of the row", given, 1, 1);
                yield new Settled(
                        name,
                        List.of(given.getFirst(), literal(which)),
                        nulls || flag(name, given, 2),
                        given.getFirst().type(),
                        true);
            }
            default -> {
                count(name, given, 1, 2);
                yield new Settled(
                        name,
                        List.of(given.getFirst()),
                        nulls || flag(name, given, 1),
                        given.getFirst().type(),
                        true);
            }
        };
    }

    private static Settled neighbour(
            String name, List<Expression> given, boolean ignoreNulls, Position position) {
        count(name, given, 1, 3);
        var value = given.getFirst();
        int distance = given.size() > 1 ? number(name, "distance", given, 1, Integer.MIN_VALUE) : 1;
        Expression missing =
                given.size() > 2 ? given.get(2) : new Expression.Literal(null, value.type());
        var type =
                Coercion.common(value.type(), missing.type())
                        .orElseThrow(() ->
                                new TidemillException(
                                        Condition.DATATYPE_MISMATCH__DATA_DIFF_TYPES,
                                        "%s: the value is %s and its default %s"
                                                .formatted(
                                                        name,
                                                        value.type().sql(),
                                                        missing.type().sql()),
                                        "cast one of them"));
        return new Settled(
                name,
                List.of(
                        Function.cast(value, type, position),
                        literal(distance),
                        Function.cast(missing, type, position)),
                ignoreNulls,
                type,
                value.nullable() || missing.nullable());
    }

    private static Expression literal(int value) {
        return new Expression.Literal(value, DataTypes.IntegerType);
    }

    private static int number(
            String name, String what, List<Expression> given, int index, int least) {
        var value = constant(name, what, given.get(index));
        if (value instanceof Number number
                && !(value instanceof Double || value instanceof Float)
                && number.longValue() >= least
                && number.longValue() <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw new TidemillException(
                Condition.DATATYPE_MISMATCH__VALUE_OUT_OF_RANGE,
                "%s: the %s is %s".formatted(name, what, given.get(index)),
                "write a whole number" + (least > 0 ? " from 1 on" : ""));
    }

    /// Whether NULLs are passed over, as an argument.
    private static boolean flag(String name, List<Expression> given, int index) {
        return given.size() > index
                && Boolean.TRUE.equals(constant(name, "last argument", given.get(index)));
    }

    private static Object constant(String name, String what, Expression argument) {
        var value = Interpreter.isConstant(argument) ? Interpreter.constant(argument) : null;
        if (value == null) {
            throw new TidemillException(
                    Condition.DATATYPE_MISMATCH__NON_FOLDABLE_INPUT,
                    "%s: the %s, %s, is no constant".formatted(name, what, argument),
                    "write it out");
        }
        return value;
    }

    private static void count(String name, List<Expression> given, int least, int most) {
        if (given.size() < least || given.size() > most) {
            throw new TidemillException(
                    Condition.WRONG_NUM_ARGS__WITHOUT_SUGGESTION,
                    "%s takes %s arguments, not %d"
                            .formatted(
                                    name,
                                    least == most ? least : least + " to " + most,
                                    given.size()),
                    "see the reference of SQL");
        }
    }

    private static void requireOrder(Expression key) {
        if (!io.tidemill.expression.Types.isOrdered(key.type())) {
            throw new TidemillException(
                    Condition.DATATYPE_MISMATCH__INVALID_ORDERING_TYPE,
                    "a window cannot be partitioned or ordered by %s, which is %s"
                            .formatted(key, key.type().sql()),
                    "name a column whose values have an order");
        }
    }

    private static TidemillException wrong(String problem, String remedy) {
        return new TidemillException(Condition.PARSE_SYNTAX_ERROR, problem, remedy);
    }
}
