package io.tidemill.plan.circuit;

import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.sql.types.StructType;

/// A table that plans refer to and nobody opens.
record UnopenedTable(StructType schema) implements Table {
    @Override
    public Source source(boolean streaming) {
        throw new AssertionError("a plan opened a table");
    }

    @Override
    public Sink sink(StructType rows) {
        throw new AssertionError("a plan opened a table");
    }
}
