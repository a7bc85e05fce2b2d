package io.tidemill.format.json;

import io.tidemill.data.BytesColumn;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StringType;
import java.nio.charset.StandardCharsets;

/// Writes keys of maps, which in JSON are strings whatever they were.
final class JsonMapKeys {
    private JsonMapKeys() {}

    static JsonPrinter of(DataType type) {
        if (type instanceof StringType) {
            return (out, column, row) -> {
                var bytes = (BytesColumn) column;
                JsonPrinter.string(out, bytes.data(), bytes.starts()[row], bytes.ends()[row]);
            };
        }
        return (out, column, row) -> {
            var bytes = String.valueOf(column.get(row)).getBytes(StandardCharsets.UTF_8);
            JsonPrinter.string(out, bytes, 0, bytes.length);
        };
    }
}
