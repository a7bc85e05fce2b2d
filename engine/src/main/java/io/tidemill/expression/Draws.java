package io.tidemill.expression;

import io.tidemill.expression.Expression.And;
import io.tidemill.expression.Expression.Branch;
import io.tidemill.expression.Expression.Call;
import io.tidemill.expression.Expression.Case;
import io.tidemill.expression.Expression.Cast;
import io.tidemill.expression.Expression.Coalesce;
import io.tidemill.expression.Expression.Field;
import io.tidemill.expression.Expression.Input;
import io.tidemill.expression.Expression.Lambda;
import io.tidemill.expression.Expression.Literal;
import io.tidemill.expression.Expression.Or;
import io.tidemill.expression.Expression.Parameter;
import io.tidemill.expression.Expression.UserCall;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.StructType;
import java.util.IdentityHashMap;
import java.util.List;

/// Gives each `rand()`, `uuid()` and the like of a projection random numbers of its own.
///
/// The numbers follow from the epoch's seed, the row's place in its split and the salt that a call
/// gets here: from its place in the text, the columns around it, and how many such calls stand
/// before it. So neither the number of workers nor the form that runs can change them. An
/// expression that stands twice, such as a `Column` used again, is one call and has one value.
final class Draws {
    private final IdentityHashMap<Call, Call> salted = new IdentityHashMap<>();
    private final long around;

    /// @param output the columns of the projection
    Draws(StructType input, StructType output) {
        around = 31L * names(input) + names(output);
    }

    private static long names(StructType columns) {
        long hash = 7;
        for (var field : columns.fieldList()) {
            hash = 31 * hash + field.name().hashCode();
        }
        return hash;
    }

    /// Whether there is anything random in an expression.
    static boolean draws(Expression expression) {
        return switch (expression) {
            case Literal _, Input _, Parameter _ -> false;
            case Call call ->
                    !Functions.get(call.function()).deterministic() || anyDraws(call.arguments());
            case UserCall call -> anyDraws(call.arguments());
            case Cast cast -> draws(cast.operand());
            case And(var operands) -> anyDraws(operands);
            case Or(var operands) -> anyDraws(operands);
            case Case(var branches, var otherwise, _) ->
                    draws(otherwise)
                            || branches.stream()
                                    .anyMatch(b -> draws(b.condition()) || draws(b.value()));
            case Coalesce(var operands, _) -> anyDraws(operands);
            case Field field -> draws(field.struct());
            case Lambda lambda -> draws(lambda.body());
        };
    }

    private static boolean anyDraws(List<Expression> expressions) {
        return expressions.stream().anyMatch(Draws::draws);
    }

    /// The expression with a salt at each call that draws.
    Expression salt(Expression expression) {
        if (!draws(expression)) {
            return expression;
        }
        return switch (expression) {
            case Literal _, Input _, Parameter _ -> expression;
            case Call call -> {
                var known = salted.get(call);
                if (known == null) {
                    var position = call.position();
                    if (!Functions.get(call.function()).deterministic()) {
                        position = position.salted(salt(position));
                    }
                    known =
                            new Call(
                                    call.function(),
                                    salt(call.arguments()),
                                    call.type(),
                                    call.nullable(),
                                    position);
                    salted.put(call, known);
                }
                yield known;
            }
            case UserCall(var function, var arguments, var position) ->
                    new UserCall(function, salt(arguments), position);
            case Cast(var operand, var type, var lenient, var position) ->
                    new Cast(salt(operand), type, lenient, position);
            case And(var operands) -> new And(salt(operands));
            case Or(var operands) -> new Or(salt(operands));
            case Case(var branches, var otherwise, var type) ->
                    new Case(
                            branches.stream()
                                    .map(b -> new Branch(salt(b.condition()), salt(b.value())))
                                    .toList(),
                            salt(otherwise),
                            type);
            case Coalesce(var operands, var type) -> new Coalesce(salt(operands), type);
            case Field(var struct, var index, var name, var type, var nullable) ->
                    new Field(salt(struct), index, name, type, nullable);
            case Lambda(var parameters, var body) -> new Lambda(parameters, salt(body));
        };
    }

    List<Expression> salt(List<Expression> expressions) {
        return expressions.stream().map(this::salt).toList();
    }

    private long salt(Position position) {
        long hash = 31L * around + position.text().hashCode();
        hash = 31 * (31 * hash + position.line()) + position.column();
        return hash + salted.size() * 0x9E3779B97F4A7C15L;
    }
}
