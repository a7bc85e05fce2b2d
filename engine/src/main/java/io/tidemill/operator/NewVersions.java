package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;

/// The new version of every row that changed, for output mode update; retractions are left away,
/// since the next version of the same key, or nothing, follows them. For append, where nothing is
/// ever retracted, a row is given as often as its weight says.
public final class NewVersions implements Operator, Downstream {
    private final Batch output;
    private final boolean retractionsAllowed;
    private final Downstream downstream;

    /// @param retractionsAllowed false in mode append: a retraction is then a mistake of planning
    public NewVersions(StructType schema, boolean retractionsAllowed, Downstream downstream) {
        output = Batch.create(schema, 16);
        this.retractionsAllowed = retractionsAllowed;
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
            if (delta.weight(row) < 0 && !retractionsAllowed) {
                throw new IllegalStateException("a row was retracted in output mode append");
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
