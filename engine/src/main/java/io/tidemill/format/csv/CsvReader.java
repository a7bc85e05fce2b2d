package io.tidemill.format.csv;

import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.Nulls;
import io.tidemill.format.RecordChunks;
import io.tidemill.format.RejectedRows;
import io.tidemill.format.RowOrigins;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Reads the records of CSV that begin in a range of a file. Columns go by position; records with
/// more or fewer fields than the table has columns, or with a value that does not fit its column,
/// are bad records, of which PERMISSIVE keeps what can be read.
final class CsvReader implements SplitReader {
    private final RecordChunks chunks;
    private final CsvOptions options;
    private final CsvRecord record;
    private final StructType tableColumns;
    private final RejectedRows rejected;
    private final RowOrigins origins;
    private final String file;
    private final byte[] separator;
    private final byte[] nullValue;
    private final byte[] emptyValue;
    private final long to;
    private final int corruptIndex;

    /// Of each column of the batch that is read: its index there, its field, its reader.
    private final int[] indices;

    private final int[] fields;
    private final CsvValue[] values;
    private final Column[] columns;
    private boolean aligned;
    private boolean headerAhead;
    private String problem = "";

    /// @param tableColumns all columns that the files have, in their order
    /// @param to where the range ends: the first offset at which no record begins any more
    /// @param first whether the chunks begin with the file
    CsvReader(
            RecordChunks chunks,
            CsvOptions options,
            StructType tableColumns,
            ReadRequest request,
            String file,
            long to,
            boolean first) {
        this.chunks = chunks;
        this.options = options;
        this.file = file;
        this.to = to;
        this.aligned = first;
        this.headerAhead = first && options.header();
        record = new CsvRecord(options);
        this.tableColumns = tableColumns;
        rejected = new RejectedRows(file, options.mode(), request.badRecords());
        origins = new RowOrigins(file);
        separator = options.lineSep().orElse("").getBytes(StandardCharsets.UTF_8);
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

    @Override
    public boolean next(Batch batch) throws IOException {
        batch.clear();
        if (!aligned) {
            align();
        }
        while (chunks.position >= chunks.complete) {
            if (!load()) {
                return false;
            }
        }
        begin(batch);
        int rows = 0;
        while (rows < Batch.ROWS && chunks.position < chunks.complete) {
            int from = chunks.position;
            if (chunks.offset(from) >= to) {
                chunks.position = chunks.complete;
                break;
            }
            record.read(from, chunks.complete);
            if (record.open && options.multiLine() && !chunks.ended()) {
                if (rows > 0 || !loadMore(batch)) {
                    break;
                }
                continue;
            }
            int behind = record.behindTerminator(record.end, chunks.complete);
            chunks.position = Math.max(behind, from + 1);
            rows = take(batch, from, rows);
        }
        batch.setRows(rows);
        return true;
    }

    private void begin(Batch batch) {
        batch.setOrigin(origins);
        batch.reserve(Batch.ROWS);
        var bytes = chunks.bytes();
        record.bytes = bytes;
        record.arena = chunks.arena();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(indices[i]);
            Nulls.share(columns[i], bytes);
        }
    }

    /// Gets the next chunk; false at the end.
    private boolean load() throws IOException {
        if (chunks.offset(chunks.position) >= to) {
            return false;
        }
        if (options.multiLine()) {
            boolean more = chunks.more();
            chunks.complete = chunks.limit();
            return chunks.position < chunks.complete || more;
        }
        if (!chunks.fill(separator)) {
            return false;
        }
        if (chunks.complete == 0) {
            tooLong();
            if (!chunks.skipRecord(separator)) {
                chunks.complete = chunks.position;
            }
        }
        return true;
    }

    /// Reads on when a record of several lines is not all there; false when it is too long.
    private boolean loadMore(Batch batch) throws IOException {
        boolean more = chunks.more();
        chunks.complete = chunks.limit();
        if (!more && !chunks.ended()) {
            tooLong();
            chunks.position = chunks.complete;
            return false;
        }
        batch.clear();
        begin(batch);
        return true;
    }

    private void tooLong() {
        rejected.reject(
                chunks.bytes(),
                chunks.position,
                Math.min(chunks.limit(), chunks.position + (1 << 16)),
                chunks.offset(chunks.position),
                "the record is longer than the option 'maxRecordBytes' allows: "
                        + options.maxRecordBytes());
    }

    /// Passes over what belongs to the range before: up to behind the first terminator.
    private void align() throws IOException {
        aligned = true;
        if (!chunks.fill(separator)) {
            return;
        }
        while (chunks.complete == 0) {
            if (!chunks.skipRecord(separator) || !chunks.fill(separator)) {
                return;
            }
        }
        record.bytes = chunks.bytes();
        int at = 0;
        while (!record.isTerminator(at, chunks.complete)) {
            at++;
        }
        chunks.position = record.behindTerminator(at, chunks.complete);
    }

    /// Reads the record that was found into a row; returns how many rows there are then.
    private int take(Batch batch, int from, int row) {
        int end = record.end;
        if (isPassedOver(from, end)) {
            return row;
        }
        if (headerAhead) {
            headerAhead = false;
            checkHeader();
            return row;
        }
        origins.reserve(row + 1)[row] = chunks.offset(from);
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
        if (rejected.reject(chunks.bytes(), from, end, chunks.offset(from), problem)) {
            Optional<BytesColumn> corrupt =
                    corruptIndex < 0 ? Optional.empty() : Optional.of(batch.bytes(corruptIndex));
            RejectedRows.keep(corrupt, row, chunks.bytes(), from, end);
            return row + 1;
        }
        for (var column : columns) {
            column.setPresent(row);
        }
        return row;
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

    /// Whether a line is empty or a comment.
    private boolean isPassedOver(int from, int end) {
        int at = from;
        while (at < end && record.bytes[at] >= 0 && record.bytes[at] <= ' ') {
            at++;
        }
        return at == end && (!options.multiLine() || from == end)
                || options.comment() != 0 && from < end && record.bytes[from] == options.comment();
    }

    private void checkHeader() {
        if (options.enforceSchema()) {
            return;
        }
        for (int i = 0; i < Math.max(record.count, tableColumns.size()); i++) {
            var found =
                    i < record.count
                            ? new String(
                                    record.bytes,
                                    record.starts[i],
                                    record.ends[i] - record.starts[i],
                                    StandardCharsets.UTF_8)
                            : "nothing";
            var wanted = i < tableColumns.size() ? tableColumns.field(i).name() : "nothing";
            if (!found.equalsIgnoreCase(wanted)) {
                throw new TidemillException(
                        Condition.FAILED_READ_FILE,
                        "the header of %s does not fit the columns: '%s' stands where '%s' is expected"
                                .formatted(file, found, wanted),
                        "mend the file or the columns, or set the option 'enforceSchema' to true to"
                                + " go by position");
            }
        }
    }

    @Override
    public long bytesRead() {
        return chunks.read();
    }

    @Override
    public void close() throws IOException {
        chunks.close();
    }
}
