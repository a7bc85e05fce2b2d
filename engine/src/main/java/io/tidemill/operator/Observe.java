package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;

/// Passes its rows on, and shows those that are added to somebody else first.
///
/// In, and out: any weights. Rows that are taken away are not shown. Keeps nothing.
public final class Observe implements Operator, Downstream {
    private final Batch added;
    private final Downstream observer;
    private final Downstream downstream;

    /// @param schema of the rows
    public Observe(StructType schema, Downstream observer, Downstream downstream) {
        this.added = Batch.create(schema, 0);
        this.observer = observer;
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return "observe";
    }

    @Override
    public void push(Batch delta) {
        if (delta.weights() == null) {
            observer.push(delta);
        } else {
            added.clear();
            for (int row = 0; row < delta.rows(); row++) {
                if (delta.weight(row) > 0) {
                    added.append(delta, row);
                }
            }
            if (added.rows() > 0) {
                observer.push(added);
            }
        }
        downstream.push(delta);
    }
}
