package io.tidemill.format.csv;

import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.RecordChunks;
import io.tidemill.format.RejectedRows;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the records of CSV that begin in a range of a file into rows ([CsvRow]).
final class CsvReader implements SplitReader {
    private static final Logger LOG = LoggerFactory.getLogger(CsvReader.class);

    private final RecordChunks chunks;
    private final CsvOptions options;
    private final CsvRecord record;
    private final StructType tableColumns;
    private final CsvRow fields;
    private final String file;
    private final byte[] separator;
    private final long to;
    private boolean aligned;
    private boolean headerAhead;

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
        fields = new CsvRow(record, options, tableColumns, request, file, RejectedRows.IN_FILE);
        separator = options.lineSep().orElse("").getBytes(StandardCharsets.UTF_8);
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
        fields.begin(batch, chunks.bytes(), chunks.arena());
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
        record.bytes = chunks.bytes();
        var unused =
                fields.reject(
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
        return fields.take(batch, from, end, chunks.offset(from), row);
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

    /// Holds the header against the columns: what does not fit is told where columns go by position
    /// all the same, and else refused.
    private void checkHeader() {
        for (int i = 0; i < Math.max(record.count, tableColumns.size()); i++) {
            var found = i < record.count ? headerName(i) : "nothing";
            var wanted = i < tableColumns.size() ? tableColumns.field(i).name() : "nothing";
            if (found.equalsIgnoreCase(wanted)) {
                continue;
            }
            var problem =
                    "the header of %s does not fit the columns: '%s' stands where '%s' is expected"
                            .formatted(file, found, wanted);
            if (options.enforceSchema()) {
                LOG.warn("{}; they go by position", problem);
                return;
            }
            throw new TidemillException(
                    Condition.FAILED_READ_FILE,
                    problem,
                    "mend the file or the columns, or set the option 'enforceSchema' to true to go"
                            + " by position");
        }
    }

    private String headerName(int index) {
        return new String(
                record.bytes,
                record.starts[index],
                record.ends[index] - record.starts[index],
                StandardCharsets.UTF_8);
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
