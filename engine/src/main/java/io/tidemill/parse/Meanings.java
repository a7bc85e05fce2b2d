package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Casts;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Operators of ours, made for one call each.
final class Meanings {
    private Meanings() {}

    /// A function or operator of the registry.
    static TypedOperator function(Function function) {
        return new TypedOperator(function.name(), function.deterministic(), function::call);
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

    /// `CASE WHEN`: conditions and values by turns, the value of ELSE last.
    static TypedOperator choice() {
        return new TypedOperator("CASE", true, Meanings::choice);
    }

    private static Expression choice(List<Expression> operands, Position position) {
        var values = new ArrayList<Expression>();
        for (int i = 1; i < operands.size(); i += 2) {
            values.add(operands.get(i));
        }
        values.add(operands.getLast());
        var types = values.stream().map(Expression::type).toList();
        var type =
                Coercion.common(types)
                        .orElseThrow(() ->
                                new TidemillException(
                                        Condition.DATATYPE_MISMATCH,
                                        "the values of this CASE have no common type: "
                                                + types.stream().map(DataType::sql).toList(),
                                        "cast them to one type"));
        var branches = new ArrayList<Expression.Branch>();
        for (int i = 0; i + 1 < operands.size(); i += 2) {
            branches.add(
                    new Expression.Branch(
                            condition(operands.get(i), "the condition of a WHEN"),
                            Function.cast(operands.get(i + 1), type, position)));
        }
        return new Expression.Case(
                branches, Function.cast(operands.getLast(), type, position), type);
    }

    /// A condition as it is, a NULL as a NULL that could be true.
    static Expression condition(Expression condition, String what) {
        return switch (condition.type()) {
            case BooleanType _ -> condition;
            case NullType _ -> new Expression.Literal(null, DataTypes.BooleanType);
            default ->
                    throw new TidemillException(
                            Condition.DATATYPE_MISMATCH,
                            "%s must be true or false, and %s is of type %s"
                                    .formatted(what, condition, condition.type().sql()),
                            "compare it with something");
        };
    }

    /// `x.name`.
    static TypedOperator field(String name) {
        return new TypedOperator(
                "FIELD " + name, true, (operands, _) -> field(operands.getFirst(), name));
    }

    /// The field of a struct by its name, in any case.
    static Expression field(Expression struct, String name) {
        if (!(struct.type() instanceof StructType type)) {
            throw new TidemillException(
                    Condition.DATATYPE_MISMATCH,
                    "%s is of type %s and has no field '%s'"
                            .formatted(struct, struct.type().sql(), name),
                    "take fields of structs only; elements of maps and arrays with [..]");
        }
        for (int i = 0; i < type.size(); i++) {
            var field = type.field(i);
            if (field.name().equalsIgnoreCase(name)) {
                return new Expression.Field(
                        struct,
                        i,
                        field.name(),
                        field.dataType(),
                        struct.nullable() || field.nullable());
            }
        }
        throw new TidemillException(
                Condition.FIELD_NOT_FOUND,
                "No such struct field '%s' in %s"
                        .formatted(name, String.join(", ", Arrays.asList(type.fieldNames()))),
                "write one of those");
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
