package io.tidemill.expression;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.StructType;

/// Random well-typed expressions over [RandomValues#TABLE]. Everything follows from the generator
/// handed in.
///
/// Calls are made by the functions themselves, as the analyser makes them: arguments that do not go
/// together are tried again with others, and the implicit casts stand in the result.
public final class RandomExpressions {
    /// Functions whose results may be as large as a number among their arguments says.
    private static final Set<String> LARGE =
            Set.of(
                    "repeat",
                    "space",
                    "lpad",
                    "rpad",
                    "array_repeat",
                    "array_insert",
                    "sequence",
                    "randstr",
                    "format_string",
                    "to_char",
                    "shuffle");

    private final RandomGenerator random;
    private final StructType table = RandomValues.TABLE;
    private final RandomValues values;
    private final List<Function> functions;

    public RandomExpressions(RandomGenerator random) {
        this.random = random;
        values = new RandomValues(random);
        functions =
                Functions.all().stream()
                        .filter(f -> !f.isAggregate() && f.deterministic() && f.lambdas().isEmpty())
                        .filter(f -> !LARGE.contains(f.name()))
                        .sorted(Comparator.comparing(Function::name))
                        .toList();
    }

    /// An expression of some type, `depth` calls deep at most.
    public Expression any(int depth) {
        for (int attempt = 0; attempt < 20; attempt++) {
            var function = functions.get(random.nextInt(functions.size()));
            var made = call(function.name(), arguments(1 + random.nextInt(3), depth - 1));
            if (made.isPresent()) {
                return made.get();
            }
        }
        return of(pick(types()), depth);
    }

    /// An expression of type `type`, `depth` calls deep at most.
    public Expression of(DataType type, int depth) {
        if (depth <= 0 || random.nextInt(8) == 0) {
            return leaf(type);
        }
        return switch (random.nextInt(11)) {
            case 10 ->
                    call(
                                    pick(List.of("greatest", "least")),
                                    list(2 + random.nextInt(2), () -> of(type, depth - 1)))
                            .filter(e -> e.type().equals(type))
                            .orElseGet(() -> leaf(type));
            case 0 -> choice(type, depth);
            case 1 ->
                    new Expression.Coalesce(
                            list(2 + random.nextInt(2), () -> of(type, depth - 1)), type);
            case 2 -> converted(type, depth);
            default -> typed(type, depth).orElseGet(() -> leaf(type));
        };
    }

    /// A condition.
    public Expression condition(int depth) {
        return of(DataTypes.BooleanType, depth);
    }

    private Expression choice(DataType type, int depth) {
        return new Expression.Case(
                list(
                        1 + random.nextInt(2),
                        () -> new Expression.Branch(condition(depth - 1), of(type, depth - 1))),
                of(type, depth - 1),
                type);
    }

    private Expression converted(DataType type, int depth) {
        for (int attempt = 0; attempt < 5; attempt++) {
            var from = pick(types());
            if (Casts.exists(from, type) && !from.equals(type)) {
                return new Expression.Cast(
                        of(from, depth - 1), type, random.nextInt(4) == 0, position());
            }
        }
        return leaf(type);
    }

    private Optional<Expression> typed(DataType type, int depth) {
        var t = DataTypes.StringType;
        var i = DataTypes.IntegerType;
        return switch (type) {
            case io.tidemill.sql.types.BooleanType _ ->
                    switch (random.nextInt(9)) {
                        case 0 ->
                                Optional.of(
                                        new Expression.And(
                                                list(
                                                        2 + random.nextInt(2),
                                                        () -> condition(depth - 1))));
                        case 1 ->
                                Optional.of(
                                        new Expression.Or(
                                                list(
                                                        2 + random.nextInt(2),
                                                        () -> condition(depth - 1))));
                        case 2 -> call("not", List.of(condition(depth - 1)));
                        case 3 ->
                                call(
                                        pick(List.of("isnull", "isnotnull")),
                                        List.of(of(pick(types()), depth - 1)));
                        case 4 -> in(depth);
                        case 5 ->
                                call(
                                        "like",
                                        List.of(
                                                of(t, depth - 1),
                                                new Expression.Literal(pattern(), t)));
                        case 6 ->
                                call(
                                        pick(List.of("startswith", "endswith", "contains")),
                                        List.of(of(t, depth - 1), of(t, depth - 1)));
                        default -> {
                            var operand = pick(types());
                            yield call(
                                    pick(List.of("=", "<>", "<", "<=", ">", ">=", "<=>")),
                                    List.of(of(operand, depth - 1), of(operand, depth - 1)));
                        }
                    };
            case io.tidemill.sql.types.StringType _ ->
                    switch (random.nextInt(7)) {
                        case 4 ->
                                call(
                                        "date_format",
                                        List.of(
                                                of(
                                                        pick(
                                                                List.of(
                                                                        DataTypes.TimestampType,
                                                                        DataTypes
                                                                                .TimestampNTZType)),
                                                        depth - 1),
                                                new Expression.Literal(
                                                        pick(
                                                                List.of(
                                                                        "yyyy-MM-dd",
                                                                        "HH:mm",
                                                                        "yyyyMMdd HH.mm.ss",
                                                                        "EEE d")),
                                                        t)));
                        case 5 ->
                                call(
                                                "split",
                                                List.of(
                                                        of(t, depth - 1),
                                                        new Expression.Literal(
                                                                pick(
                                                                        List.of(
                                                                                ",", "a", "1",
                                                                                "[ab]")),
                                                                t)))
                                        .flatMap(parts -> call("[]", List.of(parts, of(i, 0))));
                        case 6 ->
                                call(
                                        pick(List.of("left", "right")),
                                        List.of(of(t, depth - 1), of(i, 0)));
                        case 0 ->
                                call(
                                        pick(List.of("upper", "lower", "trim", "ltrim", "rtrim")),
                                        List.of(of(t, depth - 1)));
                        case 1 -> call("substring", List.of(of(t, depth - 1), of(i, 0), of(i, 0)));
                        case 2 -> call("split_part", List.of(of(t, depth - 1), leaf(t), leaf(i)));
                        default -> call("concat", List.of(of(t, depth - 1), of(t, depth - 1)));
                    };
            case io.tidemill.sql.types.DateType _ ->
                    call(
                            pick(List.of("date_add", "date_sub")),
                            List.of(of(type, depth - 1), of(i, depth - 1)));
            case io.tidemill.sql.types.TimestampType _ ->
                    random.nextBoolean()
                            ? call(
                                    "date_trunc",
                                    List.of(
                                            new Expression.Literal(
                                                    pick(
                                                            List.of(
                                                                    "year", "quarter", "month",
                                                                    "week", "day", "hour", "minute",
                                                                    "second")),
                                                    t),
                                            of(type, depth - 1)))
                            : call(
                                    pick(List.of("+", "-")),
                                    List.of(
                                            of(type, depth - 1),
                                            of(DataTypes.createDayTimeIntervalType(), depth - 1)));
            case io.tidemill.sql.types.IntegerType _ ->
                    switch (random.nextInt(3)) {
                        case 0 ->
                                call(
                                        pick(
                                                List.of(
                                                        "year",
                                                        "month",
                                                        "day",
                                                        "quarter",
                                                        "dayofweek",
                                                        "weekday",
                                                        "dayofyear",
                                                        "weekofyear",
                                                        "hour",
                                                        "minute",
                                                        "second")),
                                        List.of(
                                                of(
                                                        pick(
                                                                List.of(
                                                                        DataTypes.DateType,
                                                                        DataTypes.TimestampType)),
                                                        depth - 1)));
                        case 1 -> call("length", List.of(of(t, depth - 1)));
                        default -> arithmetic(type, depth);
                    };
            case DecimalType _ -> {
                var made = arithmetic(type, depth);
                yield made.map(e -> Function.cast(e, type, position()));
            }
            default -> arithmetic(type, depth);
        };
    }

    private Optional<Expression> arithmetic(DataType type, int depth) {
        return random.nextInt(5) == 0
                ? call(pick(List.of("negative", "abs", "positive")), List.of(of(type, depth - 1)))
                        .filter(e -> e.type().equals(type))
                : call(
                                pick(
                                        List.of(
                                                "+", "-", "*", "/", "%", "div", "&", "|", "^",
                                                "pmod")),
                                List.of(of(operand(type), depth - 1), of(operand(type), depth - 1)))
                        .filter(e -> e.type().equals(type) || type instanceof DecimalType)
                        .filter(e ->
                                !(type instanceof DecimalType) || Casts.exists(e.type(), type));
    }

    /// For decimals any decimal, or a whole number.
    private DataType operand(DataType type) {
        return type instanceof DecimalType
                ? pick(
                        types().stream()
                                .filter(t -> t instanceof DecimalType || t == DataTypes.LongType)
                                .toList())
                : type;
    }

    private Optional<Expression> in(int depth) {
        var type = pick(types());
        var arguments = new ArrayList<Expression>();
        arguments.add(of(type, depth - 1));
        for (int i = random.nextInt(4); i >= 0; i--) {
            arguments.add(random.nextInt(4) == 0 ? leaf(type) : literal(type));
        }
        return call("in", arguments);
    }

    private List<Expression> arguments(int count, int depth) {
        return list(count, () -> of(pick(types()), depth));
    }

    /// The call, if the function is there and takes these arguments.
    private Optional<Expression> call(String name, List<Expression> arguments) {
        var function = Functions.find(name);
        try {
            return function.map(f -> f.call(arguments, position()));
        } catch (TidemillException | IllegalArgumentException | ClassCastException e) {
            return Optional.empty();
        }
    }

    /// A column or a constant.
    public Expression leaf(DataType type) {
        var columns =
                IntStream.range(0, table.size())
                        .filter(i -> table.typeOf(i).equals(type))
                        .boxed()
                        .toList();
        if (columns.isEmpty() || random.nextInt(4) == 0) {
            if (type.equals(DataTypes.LongType) && random.nextInt(3) == 0) {
                return field(column("st"), 0);
            }
            if (type.equals(DataTypes.DoubleType) && random.nextInt(3) == 0) {
                return field(field(column("st"), 2), 0);
            }
            return literal(type);
        }
        return column(table.field(pick(columns)).name());
    }

    private Expression column(String name) {
        int index = table.indexOf(name);
        return new Expression.Input(index, name, table.typeOf(index), true);
    }

    private static Expression field(Expression struct, int index) {
        var field = ((StructType) struct.type()).field(index);
        return new Expression.Field(struct, index, field.name(), field.dataType(), true);
    }

    private Expression literal(DataType type) {
        return new Expression.Literal(random.nextInt(10) == 0 ? null : values.value(type), type);
    }

    private List<DataType> types() {
        return table.fieldList().stream().map(f -> f.dataType()).distinct().toList();
    }

    private String pattern() {
        var text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(pick(List.of("%", "_", "a", "Spark", "ö", "%", "\\%", "\\_", "😀", "x")));
        }
        return text.toString();
    }

    private Position position() {
        return new Position(1, 1 + random.nextInt(99), "e" + random.nextInt(99));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static <T> List<T> list(int count, Supplier<T> each) {
        return Stream.generate(each).limit(count).collect(Collectors.toList());
    }
}
