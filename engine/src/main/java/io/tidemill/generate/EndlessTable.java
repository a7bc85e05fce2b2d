package io.tidemill.generate;

import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.sql.types.StructType;
import java.io.IOException;

/// A table that goes on for ever, so it can be read as a stream only, and that nobody writes.
///
/// @param name the table's
/// @param connector of what kind it is
/// @param opener makes its source
record EndlessTable(String name, String connector, StructType schema, Opener opener)
        implements Table {
    @FunctionalInterface
    interface Opener {
        Source open() throws IOException;
    }

    @Override
    public Source source(boolean streaming) throws IOException {
        if (!streaming) {
            throw Unsupported.endless(name, connector, "read it as a stream: FROM STREAM " + name);
        }
        return opener.open();
    }

    @Override
    public Sink sink(StructType rows) {
        throw Unsupported.writing(name, connector);
    }
}
