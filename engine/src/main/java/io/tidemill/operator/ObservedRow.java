package io.tidemill.operator;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds the one row of metrics that an epoch gives, for who runs the query.
public final class ObservedRow implements Operator, Downstream {
    private final String metrics;
    private final StructType schema;
    private Optional<Metrics> row = Optional.empty();

    /// What was observed of an epoch's rows.
    ///
    /// @param name of the observation
    /// @param values one for each column of the schema, boxed as `io.tidemill.data` says
    public record Metrics(String name, StructType schema, List<@Nullable Object> values) {
        public Metrics {
            values = Collections.unmodifiableList(values);
        }
    }

    public ObservedRow(String metrics, StructType schema) {
        this.metrics = metrics;
        this.schema = schema;
    }

    /// The last epoch's; empty in workers that do not have it.
    public Optional<Metrics> row() {
        return row;
    }

    @Override
    public String name() {
        return "observed";
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        row = Optional.empty();
    }

    @Override
    public void push(Batch delta) {
        if (delta.rows() > 0) {
            var values = new ArrayList<@Nullable Object>();
            Collections.addAll(values, delta.row(0));
            row = Optional.of(new Metrics(metrics, schema, values));
        }
    }
}
