package io.tidemill.format.csv;

import io.tidemill.connect.ReadRequest;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.format.Nulls;
import io.tidemill.format.RejectedRows;
import io.tidemill.format.RowOrigins;
import io.tidemill.sql.types.StructType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Puts the fields of a [CsvRecord] into a row of a batch. Columns go by position; records with
/// more or fewer fields than the table has columns, or with a value that does not fit its column,
/// are bad records, of which PERMISSIVE keeps what can be read.
final class CsvRow {
    private final CsvRecord record;
    private final StructType tableColumns;
    private final RejectedRows rejected;
    private final RowOrigins origins;
    private final byte[] nullValue;
    private final byte[] emptyValue;
    private final int corruptIndex;

    /// Of each column of the batch that is read: its index there, its field, its reader.
    private final int[] indices;

    private final int[] fields;
    private final CsvValue[] values;
    private final Column[] columns;
    private String problem = "";

    /// @param tableColumns all columns that records have, in their order
    /// @param file what the records are of, for messages
    /// @param before what stands between it and a place in messages
    CsvRow(
            CsvRecord record,
            CsvOptions options,
            StructType tableColumns,
            ReadRequest request,
            String file,
            String before) {
        this.record = record;
        this.tableColumns = tableColumns;
        rejected = new RejectedRows(file, before, options.mode(), request.badRecords());
        origins = new RowOrigins(file);
        nullValue = options.nullValue().getBytes(StandardCharsets.UTF_8);
        emptyValue = options.emptyValue().orElse("").getBytes(StandardCharsets.UTF_8);
        corruptIndex = request.columns().indexOf(options.corruptRecord());
        indices =
                IntStream.range(0, request.columns().size())
                        .filter(i -> i != corruptIndex)
                        .toArray();
        fields = new int[indices.length];
        values = new CsvValue[indices.length];
        columns = new Column[indices.length];
        for (int i = 0; i < indices.length; i++) {
            var column = request.columns().field(indices[i]);
            fields[i] = tableColumns.fieldIndex(column.name());
            values[i] = CsvValue.of(column.dataType(), options);
        }
    }

    /// Begins a batch, which has room for [Batch#ROWS] rows.
    void begin(Batch batch, byte[] bytes, int arena) {
        batch.setOrigin(origins);
        batch.reserve(Batch.ROWS);
        record.bytes = bytes;
        record.arena = arena;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(indices[i]);
            Nulls.share(columns[i], bytes);
        }
    }

    /// Puts the record, which is `[from, to)` of the bytes, into a row; returns how many rows there
    /// are then.
    int take(Batch batch, int from, int to, long offset, int row) {
        origins.reserve(row + 1)[row] = offset;
        problem = record.problem;
        if (record.count != tableColumns.size() && problem.isEmpty()) {
            problem =
                    "the record has %d fields, the table has %d columns"
                            .formatted(record.count, tableColumns.size());
        }
        for (int i = 0; i < columns.length; i++) {
            field(i, row);
        }
        if (problem.isEmpty()) {
            if (corruptIndex >= 0) {
                batch.column(corruptIndex).setNull(row);
            }
            return row + 1;
        }
        if (reject(from, to, offset, problem)) {
            Optional<BytesColumn> corrupt =
                    corruptIndex < 0 ? Optional.empty() : Optional.of(batch.bytes(corruptIndex));
            RejectedRows.keep(corrupt, row, record.bytes, from, to);
            return row + 1;
        }
        for (var column : columns) {
            column.setPresent(row);
        }
        return row;
    }

    /// Tells of a record that cannot be read; says whether its row stays.
    boolean reject(int from, int to, long offset, String reason) {
        return rejected.reject(record.bytes, from, to, offset, reason);
    }

    private void field(int index, int row) {
        var column = columns[index];
        int field = fields[index];
        if (field >= record.count) {
            column.setNull(row);
            return;
        }
        int from = record.starts[field];
        int to = record.ends[field];
        byte[] text = record.bytes;
        if (from == to) {
            if (!record.quoted[field] || nullValue.length == 0 && emptyValue.length == 0) {
                column.setNull(row);
                return;
            }
            from = record.arena;
            System.arraycopy(emptyValue, 0, text, from, emptyValue.length);
            record.arena += emptyValue.length;
            to = record.arena;
        }
        if (Arrays.equals(text, from, to, nullValue, 0, nullValue.length)) {
            column.setNull(row);
            return;
        }
        column.setPresent(row);
        if (!values[index].read(text, from, to, column, row)) {
            column.setNull(row);
            if (problem.isEmpty()) {
                problem =
                        "the field '%s' is no %s"
                                .formatted(tableColumns.field(field).name(), column.type().sql());
            }
        }
    }
}
