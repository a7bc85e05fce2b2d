package io.tidemill.expression;

import io.tidemill.data.Batch;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Filters and projects row by row, on boxed values: what generated code is compared with, and what
/// words its errors.
///
/// Evaluates, for each row in turn, the filter, then the projections from left to right; so the
/// first error in that order is the one that is raised.
final class InterpretedRowFunction implements RowFunction {
    private final Optional<Interpreter> filter;
    private final List<Interpreter> projections;
    private final Batch out;
    private int[] kept = {};

    InterpretedRowFunction(
            StructType input,
            Optional<Expression> filter,
            List<Expression> projections,
            StructType output) {
        RowFunctions.check(input, filter, projections, output);
        this.filter = filter.map(Interpreter::of);
        this.projections = projections.stream().map(Interpreter::of).toList();
        out = Batch.create(output, Batch.ROWS);
    }

    @Override
    public Batch apply(Batch in, Evaluation evaluation) {
        out.clear();
        if (kept.length < in.rows()) {
            kept = new int[in.rows()];
        }
        var values = new @Nullable Object[projections.size()];
        boolean weighted = in.weights() != null;
        var weights = weighted ? new long[in.rows()] : null;
        for (int row = 0; row < in.rows(); row++) {
            try {
                var given = in.row(row);
                if (filter.isPresent()
                        && !Boolean.TRUE.equals(filter.get().evaluate(given, evaluation, row))) {
                    continue;
                }
                for (int i = 0; i < values.length; i++) {
                    values[i] = projections.get(i).evaluate(given, evaluation, row);
                }
            } catch (TidemillException e) {
                throw e.at(in.describe(row));
            }
            kept[out.rows()] = row;
            if (weights != null) {
                weights[out.rows()] = in.weight(row);
            }
            out.append(values);
        }
        out.setWeights(weights);
        out.setSplit(in.split());
        var from = kept;
        in.origin().ifPresent(origin -> out.setOrigin(row -> origin.describe(from[row])));
        return out;
    }
}
