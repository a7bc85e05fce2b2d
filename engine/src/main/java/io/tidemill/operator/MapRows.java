package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.data.UserCode;
import io.tidemill.expression.RowMapping;
import io.tidemill.sql.types.StructType;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Gives rows to a function of the program, and passes on what it makes of them.
///
/// In: insert-only deltas; a row that counts n times is given n times. Out: insert-only. Keeps
/// nothing. Rows become objects here and columns again: the slow path, for users' lambdas.
public final class MapRows implements Operator, Downstream {
    private final RowMapping mapping;
    private final Batch out;
    private final Downstream downstream;

    /// @param schema of the result
    public MapRows(RowMapping mapping, StructType schema, Downstream downstream) {
        this.mapping = mapping;
        this.out = Batch.create(schema, Batch.ROWS);
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return mapping.name();
    }

    @Override
    public void push(Batch delta) {
        var rows = new Rows(delta);
        out.clear();
        try {
            var made = mapping.apply(rows, delta.schema());
            while (made.hasNext()) {
                out.append(made.next());
                if (out.rows() == Batch.ROWS) {
                    pushFrom(delta);
                    out.clear();
                }
            }
        } catch (TidemillException e) {
            throw e;
        } catch (Throwable e) {
            var cause = UserCode.thrown(e);
            throw new TidemillException(
                    Condition.FAILED_EXECUTE_UDF,
                    "the function given to %s failed at %s: %s"
                            .formatted(mapping.name(), delta.describe(rows.current()), cause),
                    "mend the function, or filter such rows out before it",
                    cause);
        }
        if (out.rows() > 0) {
            pushFrom(delta);
        }
    }

    private void pushFrom(Batch delta) {
        out.setSplit(delta.split());
        downstream.push(out);
    }

    /// The rows of a delta as objects, each as often as it counts.
    private static final class Rows implements Iterator<@Nullable Object[]> {
        private final Batch delta;
        private int next;
        private long given;

        Rows(Batch delta) {
            this.delta = delta;
        }

        @Override
        public boolean hasNext() {
            while (next < delta.rows() && given >= delta.weight(next)) {
                if (delta.weight(next) < 0) {
                    throw new IllegalStateException("a function cannot take rows back");
                }
                next++;
                given = 0;
            }
            return next < delta.rows();
        }

        @Override
        public @Nullable Object[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            given++;
            return delta.row(next);
        }

        /// The row that was given last.
        int current() {
            return Math.min(next, Math.max(delta.rows() - 1, 0));
        }
    }
}
