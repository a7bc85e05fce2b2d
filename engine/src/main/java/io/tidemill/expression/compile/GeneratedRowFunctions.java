package io.tidemill.expression.compile;

import io.tidemill.expression.Expression;
import io.tidemill.expression.RowFunction;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;

/// Makes row functions that run generated code; for [io.tidemill.expression.RowFunctions].
public final class GeneratedRowFunctions {
    /// About how many rows the interpreter computes in the time that generating and defining a
    /// class takes when the JVM is warm.
    private static final long ROWS_BEFORE = 512;

    private GeneratedRowFunctions() {}

    public static RowFunction create(
            StructType input,
            Optional<Expression> filter,
            List<Expression> projections,
            StructType output) {
        return new GeneratedRowFunction(input, filter, projections, output, ROWS_BEFORE);
    }

    /// One that generates at once; for tests and benchmarks.
    static GeneratedRowFunction eager(
            StructType input,
            Optional<Expression> filter,
            List<Expression> projections,
            StructType output) {
        return new GeneratedRowFunction(input, filter, projections, output, 0);
    }
}
