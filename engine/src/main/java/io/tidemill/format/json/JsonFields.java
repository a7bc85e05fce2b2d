package io.tidemill.format.json;

import io.tidemill.data.Column;
import io.tidemill.data.StructColumn;
import io.tidemill.format.ByteOut;
import io.tidemill.sql.types.StructType;

/// Writes rows of a struct as objects: what `to_json` and the writer of files share.
public final class JsonFields {
    private final byte[][] names;
    private final JsonPrinter[] printers;
    private final boolean nulls;

    public JsonFields(StructType schema, JsonOptions options) {
        nulls = !options.ignoreNullFields();
        names = new byte[schema.size()][];
        printers = new JsonPrinter[schema.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = JsonPrinter.quotedName(schema.field(i).name());
            printers[i] = JsonPrinter.of(schema.typeOf(i), options);
        }
    }

    /// Writes row `row` of the columns as an object.
    public void write(ByteOut out, Column[] columns, int row) {
        int begin = out.used();
        for (int i = 0; i < names.length; i++) {
            field(out, columns[i], i, row);
        }
        close(out, begin);
    }

    /// Writes row `row` of a struct as an object.
    void write(ByteOut out, StructColumn struct, int row) {
        int begin = out.used();
        for (int i = 0; i < names.length; i++) {
            field(out, struct.field(i), i, row);
        }
        close(out, begin);
    }

    /// A comma, the name and the value; the first comma is turned into a brace at the end.
    private void field(ByteOut out, Column column, int index, int row) {
        if (column.isNull(row)) {
            if (nulls) {
                out.put(names[index]);
                out.put(JsonPrinter.NULL);
            }
            return;
        }
        out.put(names[index]);
        printers[index].print(out, column, row);
    }

    private static void close(ByteOut out, int begin) {
        if (out.used() == begin) {
            out.put('{');
        } else {
            out.bytes()[begin] = '{';
        }
        out.put('}');
    }
}
