package io.tidemill.expression;

import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A value computed from one row. Types are settled: every implicit cast stands as a [Cast].
///
/// Arguments of a [Call] are all evaluated, left to right; only [And], [Or], [Case] and [Coalesce]
/// leave some out, and then what is left out cannot raise an error. Two equal expressions compute
/// the same, but for their [Position]s.
public sealed interface Expression {
    DataType type();

    /// Whether the value may be NULL.
    boolean nullable();

    /// @param value boxed as `io.tidemill.data` says, or null
    record Literal(@Nullable Object value, DataType type) implements Expression {
        @Override
        public boolean nullable() {
            return value == null;
        }

        @Override
        public String toString() {
            return switch (value) {
                case null -> "NULL";
                case String text -> "'" + text.replace("'", "\\'") + "'";
                case byte[] bytes -> "X'" + HexFormat.of().withUpperCase().formatHex(bytes) + "'";
                case Object[] fields -> Arrays.deepToString(fields);
                default -> value.toString();
            };
        }
    }

    /// Column `index` of the input row; its name is for people.
    record Input(int index, String name, DataType type, boolean nullable) implements Expression {
        @Override
        public String toString() {
            return name;
        }
    }

    /// A parameter of an enclosing [Lambda], by its name, which is unique in the whole expression.
    record Parameter(String name, DataType type, boolean nullable) implements Expression {
        @Override
        public String toString() {
            return name;
        }
    }

    /// @param function its name in the registry, in lower case; operators by their sign: `+`, `<=>`
    /// @param arguments at the types that the function's signature asks for; some may be [Lambda]s
    record Call(
            String function,
            List<Expression> arguments,
            DataType type,
            boolean nullable,
            Position position)
            implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String toString() {
            boolean sign = !Character.isLetter(function.charAt(0));
            return sign && arguments.size() == 2
                    ? "(" + arguments.get(0) + " " + function + " " + arguments.get(1) + ")"
                    : arguments.stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(", ", function + "(", ")"));
        }
    }

    /// A call of a function of the program.
    ///
    /// @param arguments at the types that they have by themselves
    record UserCall(UserFunction function, List<Expression> arguments, Position position)
            implements Expression {
        public UserCall {
            arguments = List.copyOf(arguments);
        }

        @Override
        public DataType type() {
            return function.type();
        }

        @Override
        public boolean nullable() {
            return function.nullable();
        }

        @Override
        public String toString() {
            return function.name() + join(arguments, ", ");
        }
    }

    /// @param lenient `TRY_CAST`: NULL where a cast would raise
    record Cast(Expression operand, DataType type, boolean lenient, Position position)
            implements Expression {
        @Override
        public boolean nullable() {
            return lenient || operand.nullable() || Casts.canGiveNull(operand.type(), type);
        }

        @Override
        public String toString() {
            return "%s(%s AS %s)".formatted(lenient ? "TRY_CAST" : "CAST", operand, type.sql());
        }
    }

    /// False as soon as an operand is false, left to right; NULL if none is false and one is NULL.
    record And(List<Expression> operands) implements Expression {
        public And {
            operands = List.copyOf(operands);
        }

        @Override
        public DataType type() {
            return new BooleanType();
        }

        @Override
        public boolean nullable() {
            return operands.stream().anyMatch(Expression::nullable);
        }

        @Override
        public String toString() {
            return join(operands, " AND ");
        }
    }

    /// True as soon as an operand is true, left to right; NULL if none is true and one is NULL.
    record Or(List<Expression> operands) implements Expression {
        public Or {
            operands = List.copyOf(operands);
        }

        @Override
        public DataType type() {
            return new BooleanType();
        }

        @Override
        public boolean nullable() {
            return operands.stream().anyMatch(Expression::nullable);
        }

        @Override
        public String toString() {
            return join(operands, " OR ");
        }
    }

    /// The value of the first branch whose condition is true, else `otherwise`; all of one type.
    record Case(List<Branch> branches, Expression otherwise, DataType type) implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }

        @Override
        public boolean nullable() {
            return otherwise.nullable() || branches.stream().anyMatch(b -> b.value().nullable());
        }

        @Override
        public String toString() {
            return branches.stream()
                    .map(b -> " WHEN " + b.condition() + " THEN " + b.value())
                    .collect(Collectors.joining("", "CASE", " ELSE " + otherwise + " END"));
        }
    }

    /// One `WHEN condition THEN value`.
    record Branch(Expression condition, Expression value) {}

    /// The first operand that is not NULL; those behind it are not evaluated. All of one type.
    record Coalesce(List<Expression> operands, DataType type) implements Expression {
        public Coalesce {
            operands = List.copyOf(operands);
        }

        @Override
        public boolean nullable() {
            return operands.stream().allMatch(Expression::nullable);
        }

        @Override
        public String toString() {
            return "coalesce" + join(operands, ", ");
        }
    }

    /// Field `index` of a struct; NULL if the struct is.
    record Field(Expression struct, int index, String name, DataType type, boolean nullable)
            implements Expression {
        @Override
        public String toString() {
            return struct + "." + name;
        }
    }

    /// A function of its parameters, given to a higher-order function such as `transform`. Its type
    /// is its body's; it has no value of its own.
    record Lambda(List<Parameter> parameters, Expression body) implements Expression {
        public Lambda {
            parameters = List.copyOf(parameters);
        }

        @Override
        public DataType type() {
            return body.type();
        }

        @Override
        public boolean nullable() {
            return body.nullable();
        }

        @Override
        public String toString() {
            return join(parameters, ", ") + " -> " + body;
        }
    }

    private static String join(List<? extends Expression> operands, String separator) {
        return operands.stream()
                .map(Object::toString)
                .collect(Collectors.joining(separator, "(", ")"));
    }

    /// The same expression with each part replaced, inner parts first.
    default Expression map(UnaryOperator<Expression> change) {
        UnaryOperator<Expression> inside = part -> part.map(change);
        return change.apply(
                switch (this) {
                    case Literal literal -> literal;
                    case Input input -> input;
                    case Parameter parameter -> parameter;
                    case Call call ->
                            new Call(
                                    call.function(),
                                    call.arguments().stream().map(inside).toList(),
                                    call.type(),
                                    call.nullable(),
                                    call.position());
                    case UserCall(var function, var arguments, var position) ->
                            new UserCall(
                                    function, arguments.stream().map(inside).toList(), position);
                    case Cast cast ->
                            new Cast(
                                    inside.apply(cast.operand()),
                                    cast.type(),
                                    cast.lenient(),
                                    cast.position());
                    case And and -> new And(and.operands().stream().map(inside).toList());
                    case Or or -> new Or(or.operands().stream().map(inside).toList());
                    case Case choice ->
                            new Case(
                                    choice.branches().stream()
                                            .map(branch ->
                                                    new Branch(
                                                            inside.apply(branch.condition()),
                                                            inside.apply(branch.value())))
                                            .toList(),
                                    inside.apply(choice.otherwise()),
                                    choice.type());
                    case Coalesce coalesce ->
                            new Coalesce(
                                    coalesce.operands().stream().map(inside).toList(),
                                    coalesce.type());
                    case Field field ->
                            new Field(
                                    inside.apply(field.struct()),
                                    field.index(),
                                    field.name(),
                                    field.type(),
                                    field.nullable());
                    case Lambda lambda ->
                            new Lambda(lambda.parameters(), inside.apply(lambda.body()));
                });
    }

    /// The expressions that this one is made of, in their order.
    default List<Expression> parts() {
        return switch (this) {
            case Literal _, Input _, Parameter _ -> List.of();
            case Call call -> call.arguments();
            case UserCall call -> call.arguments();
            case Cast cast -> List.of(cast.operand());
            case And and -> and.operands();
            case Or or -> or.operands();
            case Case choice -> {
                var parts = new ArrayList<Expression>();
                choice.branches()
                        .forEach(branch -> {
                            parts.add(branch.condition());
                            parts.add(branch.value());
                        });
                parts.add(choice.otherwise());
                yield parts;
            }
            case Coalesce coalesce -> coalesce.operands();
            case Field field -> List.of(field.struct());
            case Lambda lambda -> List.of(lambda.body());
        };
    }
}
