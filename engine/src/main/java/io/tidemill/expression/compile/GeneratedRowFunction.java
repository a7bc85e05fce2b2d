package io.tidemill.expression.compile;

import io.tidemill.data.Batch;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.expression.RowFunction;
import io.tidemill.expression.RowFunctions;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Filters and projects by generated code, once there have been enough rows to make it worth while;
/// the first ones go through the interpreter, so that a small input does not wait for a class.
///
/// When generated code throws, the interpreter computes the same batch and raises the error in its
/// words. Two programs are made, each when it is first needed: one for batches without NULLs.
final class GeneratedRowFunction implements RowFunction {
    private final Optional<Expression> filter;
    private final List<Expression> projections;
    private final StructType output;
    private final long rowsBefore;
    private final StructType input;
    private long rows;
    private @Nullable RowFunction interpreted;
    private @Nullable Program withoutNulls;
    private @Nullable Program withNulls;
    private Zone zone = new Zone(java.time.ZoneOffset.UTC);

    /// @param rowsBefore how many rows the interpreter takes before code is generated
    GeneratedRowFunction(
            StructType input,
            Optional<Expression> filter,
            List<Expression> projections,
            StructType output,
            long rowsBefore) {
        this.filter = filter;
        this.projections = List.copyOf(projections);
        this.output = output;
        this.rowsBefore = rowsBefore;
        this.input = input;
        RowFunctions.check(input, filter, projections, output);
    }

    @Override
    public Batch apply(Batch in, Evaluation evaluation) {
        if (rows < rowsBefore) {
            rows += in.rows();
            return interpreter().apply(in, evaluation);
        }
        if (!zone.id().equals(evaluation.zone())) {
            zone = new Zone(evaluation.zone());
        }
        try {
            return program(in).run(output, in, evaluation, zone);
        } catch (Unusual _) {
            return interpreter().apply(in, evaluation);
        } catch (RuntimeException e) {
            return instead(in, evaluation, e);
        }
    }

    private RowFunction interpreter() {
        var function = interpreted;
        if (function == null) {
            function = RowFunctions.interpreted(input, filter, projections, output);
            interpreted = function;
        }
        return function;
    }

    private Program program(Batch in) {
        var plain = program(false);
        return plain.readsNulls(in) ? program(true) : plain;
    }

    private Program program(boolean nulls) {
        var program = nulls ? withNulls : withoutNulls;
        if (program == null) {
            program = new Program(nulls, filter, projections, output);
            if (nulls) {
                withNulls = program;
            } else {
                withoutNulls = program;
            }
        }
        return program;
    }

    /// Raises what the interpreter raises for this batch.
    private Batch instead(Batch in, Evaluation evaluation, RuntimeException why) {
        try {
            var _ = interpreter().apply(in, evaluation);
        } catch (RuntimeException e) {
            if (e != why) {
                e.addSuppressed(why);
            }
            throw e;
        }
        if (why instanceof TidemillException) {
            throw why;
        }
        throw new IllegalStateException(
                "generated code failed where the interpreter does not: filter %s, projections %s"
                        .formatted(filter, projections),
                why);
    }
}
