package io.tidemill.kafka.avro;

import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.RecordReader;
import io.tidemill.data.Batch;
import io.tidemill.format.Nulls;
import io.tidemill.format.ParseMode;
import io.tidemill.format.RejectedRows;
import io.tidemill.sql.types.StructType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads records of Avro into rows.
final class AvroRecordReader implements RecordReader {
    private static final int HEAD = 5;

    private final StructType columns;
    private final RejectedRows rejected;
    private final Optional<AvroFields> fixed;
    private final Optional<Registry> registry;
    private final Map<Integer, AvroFields> byId = new HashMap<>();
    private final AvroInput in = new AvroInput();
    private Batch batch = Batch.create(new StructType(List.of()), 0);

    AvroRecordReader(
            String name,
            ReadRequest request,
            ParseMode mode,
            Optional<AvroSchema> schema,
            Optional<Registry> registry) {
        columns = request.columns();
        rejected = new RejectedRows(name, "offset", mode, request.badRecords());
        fixed = schema.map(this::fields);
        this.registry = registry;
    }

    private AvroFields fields(AvroSchema schema) {
        if (schema instanceof AvroSchema.Fields fields) {
            return new AvroFields(fields, columns, "");
        }
        throw new IllegalArgumentException("its schema is not that of a record");
    }

    @Override
    public void begin(Batch batch, byte[] bytes, int arena) {
        this.batch = batch;
        in.bytes = bytes;
        batch.reserve(Batch.ROWS);
        for (int i = 0; i < batch.columnCount(); i++) {
            Nulls.share(batch.column(i), bytes);
        }
    }

    @Override
    public int read(int from, int to, long offset, int row) {
        batch.reserve(row + 1);
        in.at = from;
        in.end = to;
        try {
            var fields = fixed.isPresent() ? fixed.get() : named();
            fields.read(in, batch::column, row);
            if (in.at < to) {
                throw new AvroInput.Damaged(
                        "%d bytes stand behind its last field".formatted(to - in.at));
            }
            return row + 1;
        } catch (AvroInput.Damaged | IllegalArgumentException | ArithmeticException e) {
            return refuse(from, to, offset, row, String.valueOf(e.getMessage()));
        }
    }

    /// The schema whose id stands in front of the record.
    private AvroFields named() {
        if (in.end - in.at < HEAD || in.bytes[in.at] != 0) {
            throw new AvroInput.Damaged("no schema's id stands in front of it");
        }
        int id = 0;
        for (int i = 1; i < HEAD; i++) {
            id = id << 8 | in.bytes[in.at + i] & 0xFF;
        }
        in.at += HEAD;
        var known = byId.get(id);
        if (known == null) {
            known = fields(AvroSchema.parse(registry.orElseThrow().schema(id)));
            byId.put(id, known);
        }
        return known;
    }

    private int refuse(int from, int to, long offset, int row, String reason) {
        boolean stays = rejected.reject(in.bytes, from, to, offset, reason);
        for (int i = 0; i < batch.columnCount(); i++) {
            Nulls.undo(batch.column(i), row);
            if (stays) {
                Nulls.set(batch.column(i), row);
            }
        }
        return stays ? row + 1 : row;
    }
}
