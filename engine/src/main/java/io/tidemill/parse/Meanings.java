package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Casts;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Fields;
import io.tidemill.expression.Position;
import io.tidemill.expression.UserFunction;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Operators of ours, made for one call each.
final class Meanings {
    private Meanings() {}

    /// A function or operator of the registry.
    static TypedOperator function(Function function) {
        return new TypedOperator(function.name(), function.deterministic(), function::call);
    }

    /// A function of the program.
    static TypedOperator user(UserFunction function) {
        return new TypedOperator(
                function.name(),
                function.deterministic(),
                (operands, position) -> {
                    if (operands.size() != function.count()) {
                        throw new TidemillException(
                                Condition.WRONG_NUM_ARGS__WITHOUT_SUGGESTION,
                                "The `%s` requires %d parameters but the actual number is %d"
                                        .formatted(
                                                function.name(), function.count(), operands.size()),
                                "call it as it was registered");
                    }
                    return new Expression.UserCall(function, operands, position);
                },
                function);
    }

    /// `CAST(x AS type)`, or `TRY_CAST`.
    static TypedOperator cast(DataType type, boolean lenient) {
        return new TypedOperator(
                (lenient ? "TRY_CAST AS " : "CAST AS ") + type.sql(),
                true,
                (operands, position) -> cast(operands.getFirst(), type, lenient, position));
    }

    private static Expression cast(
            Expression operand, DataType type, boolean lenient, Position position) {
        if (operand.type().equals(type)) {
            return operand;
        }
        Casts.check(operand.type(), type);
        return operand instanceof Expression.Literal literal && literal.value() == null
                ? new Expression.Literal(null, type)
                : new Expression.Cast(operand, type, lenient, position);
    }

    /// `x.name`: a field, the field of every struct of an array, or the value of a map's key.
    static TypedOperator field(String name) {
        return new TypedOperator(
                "FIELD " + name,
                true,
                (operands, position) -> field(operands.getFirst(), name, position));
    }

    static Expression field(Expression value, String name, Position position) {
        return value.type() instanceof MapType
                ? call("[]", position, value, text(name))
                : Fields.access(value, name, position);
    }

    private static Expression text(String value) {
        return new Expression.Literal(value, DataTypes.StringType);
    }

    /// `x[key]`: an element, the value of a map's key, or a field of a struct.
    static TypedOperator item() {
        return new TypedOperator(
                "[]",
                true,
                (operands, position) ->
                        operands.get(0).type() instanceof StructType
                                        && operands.get(1) instanceof Expression.Literal key
                                        && key.value() instanceof String name
                                ? Fields.access(operands.get(0), name, position)
                                : call("[]", position, operands.get(0), operands.get(1)));
    }

    /// `text LIKE ANY (..)` and its kin, by the name that the reader gave it.
    static TypedOperator likeList(String name) {
        boolean negated = name.startsWith("not ");
        var like = name.contains("ilike") ? "ilike" : "like";
        boolean all = name.endsWith(" all");
        return new TypedOperator(
                name.toUpperCase(Locale.ROOT),
                true,
                (operands, position) -> {
                    var tests = new ArrayList<Expression>();
                    for (var pattern : operands.subList(1, operands.size())) {
                        var test = call(like, position, operands.getFirst(), pattern);
                        tests.add(negated ? call("not", position, test) : test);
                    }
                    return tests.size() == 1
                            ? tests.getFirst()
                            : all ? new Expression.And(tests) : new Expression.Or(tests);
                });
    }

    static Expression call(String function, Position position, Expression... arguments) {
        return Functions.get(function).call(List.of(arguments), position);
    }
}
