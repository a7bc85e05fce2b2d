package io.tidemill.expression.compile;

import io.tidemill.data.Batch;
import io.tidemill.expression.Expression;
import io.tidemill.expression.RowFunction;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;

/// Makes row functions that run generated code; for [io.tidemill.expression.RowFunctions].
public final class GeneratedRowFunctions {
    /// About how many rows the interpreter computes in the time that a first class takes in a fresh
    /// JVM (40 ms of CPU against 1 to 3 us a row; later classes take 2 ms).
    private static final long ROWS_BEFORE = Batch.ROWS;

    private GeneratedRowFunctions() {}

    public static RowFunction create(
            StructType input,
            Optional<Expression> filter,
            List<Expression> projections,
            StructType output) {
        return new GeneratedRowFunction(input, filter, projections, output, ROWS_BEFORE);
    }

    /// One that generates at once, without salts; for tests and benchmarks.
    static GeneratedRowFunction eager(
            StructType input,
            Optional<Expression> filter,
            List<Expression> projections,
            StructType output) {
        return new GeneratedRowFunction(input, filter, projections, output, 0);
    }
}
