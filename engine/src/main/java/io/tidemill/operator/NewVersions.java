package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;

/// Rows as often as their weights say, for results of which nothing is ever taken away: output mode
/// append, and complete, where each epoch gives everything anew.
public final class NewVersions implements Operator, Downstream {
    private final Batch output;
    private final Downstream downstream;

    public NewVersions(StructType schema, Downstream downstream) {
        output = Batch.create(schema, 16);
        this.downstream = downstream;
    }

    @Override
    public String name() {
        return "newVersions";
    }

    @Override
    public void push(Batch delta) {
        if (delta.weights() == null) {
            downstream.push(delta);
            return;
        }
        output.clear();
        for (int row = 0; row < delta.rows(); row++) {
            if (delta.weight(row) < 0) {
                throw new IllegalStateException("a row was taken away where none ever is");
            }
            for (long i = 0; i < delta.weight(row); i++) {
                output.append(delta, row, 1);
            }
        }
        if (output.rows() > 0) {
            downstream.push(output);
        }
    }
}
