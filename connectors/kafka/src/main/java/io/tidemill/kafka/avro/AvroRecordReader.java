package io.tidemill.kafka.avro;

import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.RecordReader;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.Nulls;
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
    private final boolean passesOverUnknown;
    private final Optional<AvroFields> fixed;
    private final Optional<Registry> registry;
    private final Map<Integer, AvroFields> byId = new HashMap<>();
    private final AvroInput in = new AvroInput();
    private Batch batch = Batch.create(new StructType(List.of()), 0);

    AvroRecordReader(
            String name,
            ReadRequest request,
            AvroOptions options,
            Optional<AvroSchema> schema,
            Optional<Registry> registry) {
        columns = request.columns();
        rejected =
                new RejectedRows(name, RejectedRows.IN_TOPIC, options.mode(), request.badRecords());
        passesOverUnknown = options.saysWhatBecomesOfBadRecords();
        fixed = schema.map(each -> fields(each, "avroSchema", false));
        this.registry = registry;
    }

    /// @param name of the schema, for messages
    /// @param asBadRecord whether one that does not fit the columns is its records' fault
    private AvroFields fields(AvroSchema schema, String name, boolean asBadRecord) {
        String problem;
        if (schema instanceof AvroSchema.Fields fields) {
            try {
                return new AvroFields(fields, columns, "");
            } catch (IllegalArgumentException e) {
                problem = "%s does not fit the table: %s".formatted(name, e.getMessage());
            }
        } else {
            problem = "%s is not the schema of a record".formatted(name);
        }
        if (asBadRecord) {
            throw new AvroInput.Damaged(problem);
        }
        throw new TidemillException(
                Condition.INVALID_SCHEMA, problem, "declare columns that its fields fit");
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
            known = fields(id);
            byId.put(id, known);
        }
        return known;
    }

    /// A schema that the registry does not have, or that does not fit the table, is a record's
    /// fault where somebody has said what becomes of such records; else it is more likely that of
    /// the options or of the declaration, and ends the query.
    private AvroFields fields(int id) {
        var asked = registry.orElseThrow();
        try {
            return fields(asked.schema(id), "schema " + id, passesOverUnknown);
        } catch (Registry.NotThere e) {
            var problem = String.valueOf(e.getMessage());
            if (passesOverUnknown) {
                throw new AvroInput.Damaged(problem);
            }
            throw new TidemillException(
                    Condition.FAILED_READ_FILE,
                    problem,
                    "see that schema.registry.url is the registry that the topic is written with;"
                            + " the option mode says what becomes of such records");
        }
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
