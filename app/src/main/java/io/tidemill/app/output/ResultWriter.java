package io.tidemill.app.output;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the rows of one result, then [#end]. Values are the public API's: `Instant` for a
/// timestamp, `List`, `Map` and arrays or rows for nested ones, null for NULL.
public sealed interface ResultWriter permits CsvResultWriter, JsonResultWriter, TableWriter {
    /// @param values one for each column, in order
    void row(List<@Nullable Object> values) throws IOException;

    /// Writes what is still to be written; no row may follow.
    void end() throws IOException;
}
