package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Interpreter;
import io.tidemill.expression.Position;
import io.tidemill.expression.QueryErrors;
import io.tidemill.sql.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The arguments of one call while its types are settled: what they are, what they are taken for,
/// and the errors there are when they do not go together.
///
/// @param function as written, for messages
public record Arguments(String function, List<Expression> expressions) {
    public Arguments {
        expressions = List.copyOf(expressions);
    }

    public int size() {
        return expressions.size();
    }

    /// @throws TidemillException WRONG_NUM_ARGS when there are fewer
    public Expression get(int index) {
        if (index >= expressions.size()) {
            throw wrongCount("more than " + index);
        }
        return expressions.get(index);
    }

    public DataType type(int index) {
        return get(index).type();
    }

    public List<DataType> types() {
        return expressions.stream().map(Expression::type).toList();
    }

    /// Whether any argument may be NULL.
    public boolean nullable() {
        return expressions.stream().anyMatch(Expression::nullable);
    }

    /// What argument `index` is taken for where `kind` is expected.
    ///
    /// @throws TidemillException DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
    public DataType as(int index, Kind kind) {
        var found = type(index);
        return kind.cast(found).orElseThrow(() -> unexpected(index, kind.describe()));
    }

    /// What every argument is taken for.
    public List<DataType> as(Kind... kinds) {
        count(kinds.length);
        var types = new ArrayList<DataType>();
        for (int i = 0; i < kinds.length; i++) {
            types.add(as(i, kinds[i]));
        }
        return types;
    }

    /// The type that the arguments from `first` on have in common.
    ///
    /// @throws TidemillException DATATYPE_MISMATCH.DATA_DIFF_TYPES
    public DataType common(int first) {
        return common(types().subList(first, size()));
    }

    /// The type that all arguments have in common; fields of structs are matched by their place and
    /// keep the names of the first.
    ///
    /// @throws TidemillException DATATYPE_MISMATCH.DATA_DIFF_TYPES
    DataType commonByPlace() {
        return common(types().stream().map(each -> Coercion.renamed(each, type(0))).toList());
    }

    private DataType common(List<DataType> types) {
        return Coercion.common(types)
                .orElseThrow(() ->
                        mismatch(
                                Condition.DATATYPE_MISMATCH__DATA_DIFF_TYPES,
                                "Input to `%s` should all be the same type, but it's %s"
                                        .formatted(function, listed(types))));
    }

    /// Refuses a call without exactly one of these numbers of arguments.
    ///
    /// @throws TidemillException WRONG_NUM_ARGS
    public void count(int... allowed) {
        if (Arrays.stream(allowed).noneMatch(n -> n == size())) {
            throw wrongCount(
                    Arrays.stream(allowed)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(" or ")));
        }
    }

    /// Refuses a call with fewer or more arguments.
    ///
    /// @throws TidemillException WRONG_NUM_ARGS
    public void countBetween(int fewest, int most) {
        if (size() < fewest || size() > most) {
            throw wrongCount(
                    most == Integer.MAX_VALUE
                            ? "at least " + fewest
                            : fewest == most ? "" + fewest : fewest + " to " + most);
        }
    }

    private TidemillException wrongCount(String expected) {
        return new TidemillException(
                Condition.WRONG_NUM_ARGS__WITHOUT_SUGGESTION,
                "The `%s` requires %s parameters but the actual number is %d"
                        .formatted(function, expected, size()),
                "see the description of `%s`".formatted(function));
    }

    /// Whether argument `index` is the same for every row.
    public boolean isConstant(int index) {
        return Interpreter.isConstant(get(index));
    }

    /// The value of an argument that is the same for every row; empty if it is NULL or not
    /// constant.
    public Optional<Object> constant(int index) {
        return isConstant(index)
                ? Optional.ofNullable(Interpreter.constant(get(index)))
                : Optional.empty();
    }

    /// Refuses an argument that differs from row to row.
    ///
    /// @throws TidemillException DATATYPE_MISMATCH.NON_FOLDABLE_INPUT
    public @Nullable Object requireConstant(int index, String name) {
        if (!isConstant(index)) {
            throw mismatch(
                    Condition.DATATYPE_MISMATCH__NON_FOLDABLE_INPUT,
                    "the input `%s` should be a constant, but it's %s".formatted(name, get(index)));
        }
        return Interpreter.constant(get(index));
    }

    /// The value of an argument, as the function takes it, that may not differ from row to row.
    ///
    /// @throws TidemillException DATATYPE_MISMATCH.NON_FOLDABLE_INPUT
    public @Nullable Object requireConstant(int index, String name, DataType type) {
        var _ = requireConstant(index, name);
        return Interpreter.constant(Function.cast(get(index), type, Position.NONE));
    }

    /// The lambda that argument `index` is.
    ///
    /// @throws TidemillException INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH
    public Expression.Lambda lambda(int index, int... parameters) {
        if (!(get(index) instanceof Expression.Lambda lambda)) {
            throw unexpected(index, "a lambda");
        }
        if (Arrays.stream(parameters).noneMatch(n -> n == lambda.parameters().size())) {
            throw new TidemillException(
                    Condition.INVALID_LAMBDA_FUNCTION_CALL__NUM_ARGS_MISMATCH,
                    "A higher order function expects %d arguments, but got %d"
                            .formatted(parameters[0], lambda.parameters().size()),
                    "give the lambda as many parameters as `%s` passes".formatted(function));
        }
        return lambda;
    }

    /// DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE for argument `index`.
    public TidemillException unexpected(int index, String expected) {
        return mismatch(
                Condition.DATATYPE_MISMATCH__UNEXPECTED_INPUT_TYPE,
                "The %s parameter requires the %s type, however %s has the type %s"
                        .formatted(
                                ordinal(index + 1),
                                expected,
                                get(index),
                                QueryErrors.quoted(type(index))));
    }

    /// A DATATYPE_MISMATCH that names this call.
    public TidemillException mismatch(Condition condition, String why) {
        return new TidemillException(
                condition,
                "Cannot resolve %s due to data type mismatch: %s".formatted(this, why),
                "cast the arguments to types that go together");
    }

    /// Types as messages list them.
    public static String listed(List<DataType> types) {
        return types.stream()
                .map(QueryErrors::quoted)
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private static String ordinal(int number) {
        return switch (number) {
            case 1 -> "first";
            case 2 -> "second";
            case 3 -> "third";
            case 4 -> "fourth";
            default -> number + "th";
        };
    }

    @Override
    public String toString() {
        return expressions.stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ", "\"" + function + "(", ")\""));
    }
}
