package io.tidemill.expression;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.stream.Collectors;

/// `value.name`: a field of a struct, or of every struct of an array.
public final class Fields {
    private Fields() {}

    /// The field of that name, in any case.
    ///
    /// @throws TidemillException FIELD_NOT_FOUND, or INVALID_EXTRACT_BASE_FIELD_TYPE when the value
    ///   has no fields
    public static Expression access(Expression value, String name, Position position) {
        return switch (value.type()) {
            case StructType struct -> field(value, struct, name, position);
            case ArrayType array when array.elementType() instanceof StructType struct -> {
                var element =
                        new Expression.Parameter(
                                "element of " + value, struct, array.containsNull());
                yield Functions.get("transform")
                        .call(
                                List.of(
                                        value,
                                        new Expression.Lambda(
                                                List.of(element),
                                                field(element, struct, name, position))),
                                position);
            }
            default ->
                    throw placed(
                            new TidemillException(
                                    Condition.INVALID_EXTRACT_BASE_FIELD_TYPE,
                                    "Can't extract a value from %s. Need a complex type [STRUCT, ARRAY, MAP] but got %s"
                                            .formatted(value, QueryErrors.quoted(value.type())),
                                    "take a field of a struct"),
                            position);
        };
    }

    private static Expression field(
            Expression value, StructType struct, String name, Position position) {
        for (int i = 0; i < struct.size(); i++) {
            var field = struct.field(i);
            if (field.name().equalsIgnoreCase(name)) {
                return new Expression.Field(
                        value,
                        i,
                        field.name(),
                        field.dataType(),
                        value.nullable() || field.nullable());
            }
        }
        var names =
                struct.fieldList().stream()
                        .map(field -> "`" + field.name() + "`")
                        .collect(Collectors.joining(", "));
        throw placed(
                new TidemillException(
                        Condition.FIELD_NOT_FOUND,
                        "No such struct field `%s` in %s".formatted(name, names),
                        "use one of " + names),
                position);
    }

    private static TidemillException placed(TidemillException error, Position position) {
        return position.text().isEmpty() ? error : error.at(position.describe());
    }
}
