package io.tidemill.expression;

import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;

/// Makes [RowFunction]s.
public final class RowFunctions {
    private RowFunctions() {}

    /// The fastest one there is. Gives the same rows and the same errors as [#interpreted].
    ///
    /// @param filter which rows pass; without one all do
    /// @param projections one for each column of `output`, of its type
    public static RowFunction create(
            StructType input,
            Optional<Expression> filter,
            List<Expression> projections,
            StructType output) {
        return interpreted(input, filter, projections, output);
    }

    /// The plainly right one: row by row, by an [Interpreter], on boxed values.
    public static RowFunction interpreted(
            StructType input,
            Optional<Expression> filter,
            List<Expression> projections,
            StructType output) {
        return new InterpretedRowFunction(input, filter, projections, output);
    }

    /// Refuses projections that do not make up `output`: a mistake of the planner's.
    public static void check(
            StructType input,
            Optional<Expression> filter,
            List<Expression> projections,
            StructType output) {
        if (projections.size() != output.size()) {
            throw new IllegalStateException(
                    "%d expressions for the columns of %s over %s"
                            .formatted(projections.size(), output.typeName(), input.typeName()));
        }
        for (int i = 0; i < projections.size(); i++) {
            var type = projections.get(i).type();
            if (!type.equals(output.typeOf(i))) {
                throw new IllegalStateException(
                        "%s is %s and not %s, as column %s asks"
                                .formatted(
                                        projections.get(i),
                                        type.typeName(),
                                        output.typeOf(i).typeName(),
                                        output.field(i).name()));
            }
        }
        filter.filter(f -> !(f.type() instanceof BooleanType))
                .ifPresent(f -> {
                    throw new IllegalStateException("the filter %s is no condition".formatted(f));
                });
    }
}
