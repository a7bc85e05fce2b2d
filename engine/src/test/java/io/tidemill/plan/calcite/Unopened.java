package io.tidemill.plan.calcite;

import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.sql.types.StructType;

/// A table that plans can name and nobody opens.
record Unopened(StructType schema) implements Table {
    @Override
    public Source source(boolean streaming) {
        throw new UnsupportedOperationException("this table is never opened");
    }

    @Override
    public Sink sink(StructType rows) {
        throw new UnsupportedOperationException("this table is never opened");
    }
}
