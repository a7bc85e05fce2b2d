package io.tidemill.app.output;

import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows as JSON objects: one array of them, or one a line. Rows are written as they come.
final class JsonResultWriter implements ResultWriter {
    private final Appendable out;
    private final StructType schema;
    private final ValueJson json;
    private final boolean array;
    private boolean first = true;

    JsonResultWriter(Appendable out, StructType schema, ValueJson json, boolean array) {
        this.out = out;
        this.schema = schema;
        this.json = json;
        this.array = array;
    }

    @Override
    public void row(List<@Nullable Object> values) throws IOException {
        if (array) {
            out.append(first ? "[\n  " : ",\n  ").append(json.object(schema, values));
        } else {
            out.append(json.object(schema, values)).append('\n');
        }
        first = false;
    }

    @Override
    public void end() throws IOException {
        if (array) {
            out.append(first ? "[]\n" : "\n]\n");
        }
    }
}
