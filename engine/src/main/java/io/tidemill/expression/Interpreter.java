package io.tidemill.expression;

import io.tidemill.data.Boxes;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.function.Body;
import io.tidemill.expression.function.Functions;
import io.tidemill.expression.function.LambdaValue;
import io.tidemill.expression.function.Limits;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Computes an expression from the boxed values of one row: plainly right, not fast. It is the
/// oracle of the generated code, folds constants, and runs what has no generated form.
///
/// In: a row's values in the order of its columns. Out: the value, boxed as `io.tidemill.data`
/// says. [Expression.And], [Expression.Or], [Expression.Case] and [Expression.Coalesce] evaluate no
/// more than they need, so what they leave out cannot raise. An error names the part of the query
/// that raised it. Used by one thread.
public final class Interpreter {
    private static final Evaluation NOWHERE = new Evaluation(0, 0, ZoneOffset.UTC);
    private static final @Nullable Object[] NO_ROW = {};

    private final Step root;
    private final boolean makesNested;

    private Interpreter(Step root, boolean makesNested) {
        this.root = root;
        this.makesNested = makesNested;
    }

    /// Prepares an expression.
    public static Interpreter of(Expression expression) {
        boolean passedOn =
                expression instanceof Expression.Input || expression instanceof Expression.Field;
        return new Interpreter(
                new Preparation().prepare(expression), !passedOn && isNested(expression.type()));
    }

    private static boolean isNested(DataType type) {
        return type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
    }

    /// The value for one row.
    ///
    /// @throws TidemillException when there is none
    public @Nullable Object evaluate(@Nullable Object[] row, Evaluation evaluation) {
        return evaluate(row, evaluation, 0);
    }

    /// The value for a row of a batch.
    ///
    /// @param evaluation at the batch's first row
    /// @param index of the row in the batch
    /// @throws TidemillException when there is none
    public @Nullable Object evaluate(@Nullable Object[] row, Evaluation evaluation, int index) {
        var value = root.compute(new Frame(row, evaluation, index));
        if (makesNested) {
            Limits.nested(value);
        }
        return value;
    }

    /// Whether an expression has the same value for every row of every epoch.
    public static boolean isConstant(Expression expression) {
        return isConstant(expression, Map.of());
    }

    /// The value of a constant expression, with times in UTC.
    ///
    /// @throws TidemillException when computing it fails
    public static @Nullable Object constant(Expression expression) {
        return expression instanceof Expression.Literal(var value, _)
                ? value
                : of(expression).evaluate(NO_ROW, NOWHERE);
    }

    private static boolean isConstant(Expression expression, Map<String, DataType> bound) {
        return switch (expression) {
            case Expression.Literal _ -> true;
            case Expression.Input _ -> false;
            case Expression.Parameter parameter -> bound.containsKey(parameter.name());
            case Expression.Call call ->
                    Functions.get(call.function()).deterministic()
                            && areConstant(call.arguments(), bound);
            case Expression.UserCall _ -> false;
            case Expression.Cast cast -> isConstant(cast.operand(), bound);
            case Expression.And and -> areConstant(and.operands(), bound);
            case Expression.Or or -> areConstant(or.operands(), bound);
            case Expression.Case choice ->
                    isConstant(choice.otherwise(), bound)
                            && choice.branches().stream()
                                    .allMatch(branch ->
                                            isConstant(branch.condition(), bound)
                                                    && isConstant(branch.value(), bound));
            case Expression.Coalesce coalesce -> areConstant(coalesce.operands(), bound);
            case Expression.Field field -> isConstant(field.struct(), bound);
            case Expression.Lambda lambda -> {
                var inside = new HashMap<>(bound);
                lambda.parameters().forEach(p -> inside.put(p.name(), p.type()));
                yield isConstant(lambda.body(), inside);
            }
        };
    }

    private static boolean areConstant(List<Expression> operands, Map<String, DataType> bound) {
        return operands.stream().allMatch(operand -> isConstant(operand, bound));
    }

    /// One node, prepared.
    @FunctionalInterface
    private interface Step {
        @Nullable Object compute(Frame frame);
    }

    /// What a row's computation sees and leaves.
    private static final class Frame {
        private final @Nullable Object[] row;
        private final Evaluation evaluation;
        private final int index;
        private final Map<String, @Nullable Object> parameters = new HashMap<>();
        private @Nullable TidemillException placed;

        Frame(@Nullable Object[] row, Evaluation evaluation, int index) {
            this.row = row;
            this.evaluation = evaluation;
            this.index = index;
        }

        /// The epoch at this row, with a seed of its own.
        Evaluation salted(long salt) {
            return new Evaluation(
                    evaluation.nowMicros(),
                    evaluation.seed() ^ salt,
                    evaluation.zone(),
                    evaluation.split(),
                    evaluation.row() + index);
        }

        /// The error with its place in the query, which the innermost expression alone adds.
        TidemillException place(TidemillException error, Position position) {
            if (error == placed || position.text().isEmpty()) {
                placed = error;
                return error;
            }
            placed = error.at(position.describe());
            return placed;
        }
    }

    /// Turns an expression into steps.
    private static final class Preparation {
        private int drawn;

        /// Sets calls apart that nobody gave a salt.
        private long salt(Position position) {
            drawn++;
            return position.salt() == 0 ? drawn * 0x9E3779B97F4A7C15L : position.salt();
        }

        Step prepare(Expression expression) {
            return switch (expression) {
                case Expression.Literal(var value, _) -> _ -> value;
                case Expression.Input input -> frame -> frame.row[input.index()];
                case Expression.Parameter parameter ->
                        frame -> frame.parameters.get(parameter.name());
                case Expression.Call call -> call(call);
                case Expression.UserCall call -> userCall(call);
                case Expression.Cast cast -> cast(cast);
                case Expression.And(var operands) -> junction(operands, false);
                case Expression.Or(var operands) -> junction(operands, true);
                case Expression.Case choice -> choice(choice);
                case Expression.Coalesce(var operands, _) -> coalesce(operands);
                case Expression.Field field -> {
                    var struct = prepare(field.struct());
                    yield frame ->
                            struct.compute(frame) instanceof Object[] fields
                                    ? fields[field.index()]
                                    : null;
                }
                case Expression.Lambda lambda -> {
                    var body = prepare(lambda.body());
                    yield frame -> lambda(lambda.parameters(), body, frame);
                }
            };
        }

        private LambdaValue lambda(List<Expression.Parameter> parameters, Step body, Frame frame) {
            return values -> {
                for (int i = 0; i < parameters.size(); i++) {
                    frame.parameters.put(parameters.get(i).name(), values[i]);
                }
                return body.compute(frame);
            };
        }

        private Step call(Expression.Call call) {
            var steps = steps(call.arguments());
            var function = Functions.get(call.function());
            Body body = function.resolve(call.arguments()).body();
            boolean ranged = isRanged(call.type());
            boolean draws = !function.deterministic();
            long salt = draws ? salt(call.position()) : 0;
            return frame -> {
                var arguments = new @Nullable Object[steps.length];
                for (int i = 0; i < steps.length; i++) {
                    arguments[i] = steps[i].compute(frame);
                }
                try {
                    var value =
                            body.apply(arguments, draws ? frame.salted(salt) : frame.evaluation);
                    if (ranged && value != null) {
                        var _ = Boxes.toLong(call.type(), value);
                    }
                    return value;
                } catch (TidemillException e) {
                    throw frame.place(e, call.position());
                } catch (ArithmeticException | DateTimeException e) {
                    var error = QueryErrors.outOfRange(call.function(), call.type(), e);
                    throw frame.place(error, call.position());
                }
            };
        }

        private Step userCall(Expression.UserCall call) {
            var steps = steps(call.arguments());
            var types = call.arguments().stream().map(Expression::type).toList();
            return frame -> {
                var arguments = new @Nullable Object[steps.length];
                for (int i = 0; i < steps.length; i++) {
                    arguments[i] = steps[i].compute(frame);
                }
                try {
                    return call.function().apply(arguments, types);
                } catch (Throwable e) {
                    var error = QueryErrors.userCode(call.function().name(), types, e);
                    throw frame.place(error, call.position());
                }
            };
        }

        /// Whether Java's values of the type reach further than ours do.
        private static boolean isRanged(DataType type) {
            return Types.isTime(type) || Types.isInterval(type);
        }

        private Step cast(Expression.Cast cast) {
            var operand = prepare(cast.operand());
            var from = cast.operand().type();
            boolean ranged = isRanged(cast.type());
            return frame -> {
                var value = operand.compute(frame);
                try {
                    var result = Casts.cast(value, from, cast.type(), frame.evaluation.zone());
                    if (ranged && result != null) {
                        var _ = Boxes.toLong(cast.type(), result);
                    }
                    return result;
                } catch (TidemillException e) {
                    if (cast.lenient()) {
                        return null;
                    }
                    throw frame.place(e, cast.position());
                } catch (ArithmeticException | DateTimeException e) {
                    if (cast.lenient() || value == null) {
                        return null;
                    }
                    var error = QueryErrors.castOverflow(value, from, cast.type());
                    throw frame.place(error, cast.position());
                }
            };
        }

        /// AND or OR: `decisive` is the value that settles it.
        private Step junction(List<Expression> operands, boolean decisive) {
            var steps = steps(operands);
            return frame -> {
                boolean unknown = false;
                for (var step : steps) {
                    var value = step.compute(frame);
                    if (value == null) {
                        unknown = true;
                    } else if ((Boolean) value == decisive) {
                        return decisive;
                    }
                }
                return unknown ? null : !decisive;
            };
        }

        private Step choice(Expression.Case choice) {
            var conditions =
                    steps(choice.branches().stream().map(Expression.Branch::condition).toList());
            var values = steps(choice.branches().stream().map(Expression.Branch::value).toList());
            var otherwise = prepare(choice.otherwise());
            return frame -> {
                for (int i = 0; i < conditions.length; i++) {
                    if (Boolean.TRUE.equals(conditions[i].compute(frame))) {
                        return values[i].compute(frame);
                    }
                }
                return otherwise.compute(frame);
            };
        }

        private Step coalesce(List<Expression> operands) {
            var steps = steps(operands);
            return frame -> {
                for (var step : steps) {
                    var value = step.compute(frame);
                    if (value != null) {
                        return value;
                    }
                }
                return null;
            };
        }

        private Step[] steps(List<Expression> expressions) {
            return expressions.stream().map(this::prepare).toArray(Step[]::new);
        }
    }
}
