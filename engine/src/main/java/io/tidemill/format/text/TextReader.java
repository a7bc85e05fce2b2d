package io.tidemill.format.text;

import io.tidemill.connect.BadRecords;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.format.RecordChunks;
import io.tidemill.format.RowOrigins;
import io.tidemill.format.Utf8;
import java.io.IOException;

/// Reads the lines that begin in a range of a file, or a whole file as one row. What is not UTF-8
/// is replaced by U+FFFD.
final class TextReader implements SplitReader {
    private final RecordChunks chunks;
    private final BadRecords badRecords;
    private final String file;
    private final RowOrigins origins;
    private final byte[] separator;
    private final boolean whole;
    private final boolean wanted;
    private final long to;
    private boolean aligned;
    private boolean done;

    /// @param wanted whether the column `value` is asked for, and not only how many rows there are
    TextReader(
            RecordChunks chunks,
            BadRecords badRecords,
            String file,
            byte[] separator,
            boolean whole,
            boolean wanted,
            long to,
            boolean aligned) {
        this.chunks = chunks;
        this.badRecords = badRecords;
        this.file = file;
        this.origins = new RowOrigins(file);
        this.separator = separator;
        this.whole = whole;
        this.wanted = wanted;
        this.to = to;
        this.aligned = aligned;
    }

    @Override
    public boolean next(Batch batch) throws IOException {
        batch.clear();
        if (done) {
            return false;
        }
        batch.setOrigin(origins);
        batch.reserve(Batch.ROWS);
        int rows = whole ? file(batch) : lines(batch);
        batch.setRows(rows);
        return rows > 0 || !done;
    }

    private int file(Batch batch) throws IOException {
        done = true;
        while (chunks.more()) {
            // The file is one row.
        }
        if (!chunks.ended()) {
            tooLong();
            return 0;
        }
        origins.reserve(1)[0] = 0;
        put(batch, 0, 0, chunks.limit());
        return 1;
    }

    private int lines(Batch batch) throws IOException {
        if (!aligned) {
            aligned = true;
            passFirst();
        }
        if (chunks.position >= chunks.complete && !load()) {
            done = true;
            return 0;
        }
        var bytes = chunks.bytes();
        if (wanted) {
            batch.bytes(0).share(bytes);
        }
        long[] offsets = origins.reserve(Batch.ROWS);
        int rows = 0;
        while (rows < Batch.ROWS && chunks.position < chunks.complete) {
            int from = chunks.position;
            if (chunks.offset(from) >= to) {
                done = true;
                break;
            }
            int end = terminator(bytes, from);
            chunks.position = behind(bytes, end);
            offsets[rows] = chunks.offset(from);
            put(batch, rows++, from, end);
        }
        return rows;
    }

    private void put(Batch batch, int row, int from, int to) {
        if (!wanted) {
            return;
        }
        BytesColumn column = batch.bytes(0);
        var bytes = chunks.bytes();
        if (!Utf8.isValid(bytes, from, to)) {
            var repaired = Utf8.repaired(bytes, from, to);
            column.append(row, repaired, 0, repaired.length);
        } else if (column.data() == bytes) {
            column.setView(row, from, to);
        } else {
            column.append(row, bytes, from, to);
        }
    }

    private boolean load() throws IOException {
        while (chunks.position >= chunks.complete) {
            if (chunks.offset(chunks.position) >= to || !chunks.fill(separator)) {
                return false;
            }
            if (chunks.complete == 0) {
                tooLong();
                if (!chunks.skipRecord(separator)) {
                    chunks.complete = chunks.position;
                }
            }
        }
        return true;
    }

    private void tooLong() {
        badRecords.reject(
                file,
                chunks.offset(0),
                chunks.bytes(),
                0,
                Math.min(chunks.limit(), 1 << 16),
                "it is longer than the option 'maxRecordBytes' allows");
    }

    /// Passes over the line that belongs to the range before.
    private void passFirst() throws IOException {
        if (load()) {
            chunks.position = behind(chunks.bytes(), terminator(chunks.bytes(), 0));
        }
    }

    private int terminator(byte[] bytes, int from) {
        int at = from;
        if (separator.length == 0) {
            while (bytes[at] != '\n' && bytes[at] != '\r') {
                at++;
            }
            return at;
        }
        while (!startsWith(bytes, at)) {
            at++;
        }
        return at;
    }

    private boolean startsWith(byte[] bytes, int at) {
        for (int i = 0; i < separator.length; i++) {
            if (bytes[at + i] != separator[i]) {
                return false;
            }
        }
        return true;
    }

    private int behind(byte[] bytes, int terminator) {
        if (separator.length > 0) {
            return terminator + separator.length;
        }
        return bytes[terminator] == '\r'
                        && terminator + 1 < chunks.complete
                        && bytes[terminator + 1] == '\n'
                ? terminator + 2
                : terminator + 1;
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
