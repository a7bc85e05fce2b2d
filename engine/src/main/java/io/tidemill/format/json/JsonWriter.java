package io.tidemill.format.json;

import io.tidemill.connect.FormatWriter;
import io.tidemill.connect.RowEncoder;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.format.ByteOut;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes rows as JSON lines in UTF-8, as Spark's JacksonGenerator does: fields that are NULL are
/// left out unless `ignoreNullFields` is off.
final class JsonWriter implements FormatWriter, RowEncoder {
    private final OutputStream out;
    private final ByteOut bytes = new ByteOut();
    private final JsonFields fields;
    private final byte[] separator;
    private final Column[] columns;

    JsonWriter(OutputStream out, StructType schema, JsonOptions options) {
        this.out = out;
        fields = new JsonFields(schema, options);
        separator = options.lineSep().orElse("\n").getBytes(StandardCharsets.UTF_8);
        columns = new Column[schema.size()];
    }

    @Override
    public void write(Batch batch, int @Nullable [] selection, int count) throws IOException {
        look(batch);
        for (int i = 0; i < count; i++) {
            fields.write(bytes, columns, selection == null ? i : selection[i]);
            bytes.put(separator);
            bytes.flushWhenLarge(out);
        }
    }

    private void look(Batch batch) {
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(i);
        }
    }

    @Override
    public void encode(Batch batch, BytesColumn into) {
        look(batch);
        bytes.cut(0);
        into.clear();
        into.reserve(batch.rows());
        for (int row = 0; row < batch.rows(); row++) {
            int start = bytes.used();
            fields.write(bytes, columns, row);
            into.setView(row, start, bytes.used());
        }
        into.share(bytes.bytes());
    }

    @Override
    public void finish() throws IOException {
        bytes.flush(out);
        out.flush();
    }
}
