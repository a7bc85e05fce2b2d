package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Fields;
import io.tidemill.expression.Position;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;

/// Structs with one field more, with another value in a field, or without some fields; NULL stays
/// NULL.
///
/// Source: Spark's `Column.withField` and `Column.dropFields`.
final class StructFields {
    private StructFields() {}

    /// Of a struct and a value: the struct with that value in the field at the end of the path.
    static TypedOperator with(List<String> path) {
        return new TypedOperator(
                "WITH FIELD " + path,
                true,
                (operands, position) -> with(operands.get(0), path, operands.get(1), position));
    }

    /// Of a struct: the struct without the field at the end of the path.
    static TypedOperator without(List<String> path) {
        return new TypedOperator(
                "WITHOUT FIELD " + path,
                true,
                (operands, position) -> without(operands.getFirst(), path, position));
    }

    private static Expression with(
            Expression struct, List<String> path, Expression value, Position position) {
        var name = path.getFirst();
        var rest = path.subList(1, path.size());
        var fields = new ArrayList<Expression>();
        boolean found = false;
        for (var field : type(struct).fieldList()) {
            var now = Fields.access(struct, field.name(), position);
            boolean meant = field.name().equalsIgnoreCase(name);
            fields.add(text(meant && rest.isEmpty() ? name : field.name()));
            fields.add(!meant ? now : rest.isEmpty() ? value : with(now, rest, value, position));
            found |= meant;
        }
        if (!found && !rest.isEmpty()) {
            var _ = Fields.access(struct, name, position); // says that it is not there
        }
        if (!found) {
            fields.add(text(name));
            fields.add(value);
        }
        return made(struct, fields, position);
    }

    private static Expression without(Expression struct, List<String> path, Position position) {
        var rest = path.subList(1, path.size());
        var fields = new ArrayList<Expression>();
        for (var field : type(struct).fieldList()) {
            var now = Fields.access(struct, field.name(), position);
            boolean meant = field.name().equalsIgnoreCase(path.getFirst());
            if (!meant || !rest.isEmpty()) {
                fields.add(text(field.name()));
                fields.add(meant ? without(now, rest, position) : now);
            }
        }
        if (fields.isEmpty()) {
            throw new TidemillException(
                    Condition.DATATYPE_MISMATCH__CANNOT_DROP_ALL_FIELDS,
                    "dropFields would leave no field of %s".formatted(struct),
                    "keep one field, or drop the column");
        }
        return made(struct, fields, position);
    }

    private static StructType type(Expression struct) {
        if (struct.type() instanceof StructType type) {
            return type;
        }
        throw new TidemillException(
                Condition.DATATYPE_MISMATCH__UNEXPECTED_INPUT_TYPE,
                "%s is %s, and only a STRUCT has fields to change"
                        .formatted(struct, struct.type().sql()),
                "call it on a struct; the structs of an array are changed with transform");
    }

    private static Expression text(String value) {
        return new Expression.Literal(value, DataTypes.StringType);
    }

    private static Expression made(Expression struct, List<Expression> fields, Position position) {
        var made = Meanings.call("named_struct", position, fields.toArray(Expression[]::new));
        return struct.nullable()
                ? new Expression.Case(
                        List.of(
                                new Expression.Branch(
                                        Meanings.call("isnull", position, struct),
                                        new Expression.Literal(null, made.type()))),
                        made,
                        made.type())
                : made;
    }
}
