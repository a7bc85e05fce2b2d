package io.tidemill.format.json;

import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.format.RecordChunks;
import java.io.IOException;

/// Reads JSON lines: the records that begin in a range of a file.
final class JsonLineReader implements SplitReader {
    private final RecordChunks chunks;
    private final JsonRecords records;
    private final JsonObjectReader fast;
    private final byte[] separator;
    private final long to;
    private final boolean quick;
    private boolean aligned;

    /// @param to where the range ends: the first offset at which no record begins any more
    /// @param aligned whether the chunks begin at a record; otherwise one byte before the range, in
    ///   what may be the middle of a record of the range before
    JsonLineReader(
            RecordChunks chunks, JsonRecords records, byte[] separator, long to, boolean aligned) {
        this(chunks, records, separator, to, aligned, true);
    }

    /// @param quick whether the quick reader is tried first; a test asks both
    JsonLineReader(
            RecordChunks chunks,
            JsonRecords records,
            byte[] separator,
            long to,
            boolean aligned,
            boolean quick) {
        this.chunks = chunks;
        this.records = records;
        this.fast = new JsonObjectReader(records);
        this.separator = separator;
        this.to = to;
        this.quick = quick && separator.length == 0 && JsonObjectReader.serves(records.options());
        this.aligned = aligned;
    }

    @Override
    public boolean next(Batch batch) throws IOException {
        batch.clear();
        if (!aligned) {
            align();
        }
        if (!available()) {
            return false;
        }
        var bytes = chunks.bytes();
        records.begin(batch, bytes, chunks.arena());
        fast.begin(chunks.arena());
        int rows = 0;
        int position = chunks.position;
        int complete = chunks.complete;
        long left = to - chunks.offset(0);
        int last = (int) Math.min(complete, left);
        long[] offsets = records.reserve(Batch.ROWS);
        long base = chunks.offset(0);
        while (rows < Batch.ROWS && position < last) {
            int end = quick ? fast.read(position, rows) : -1;
            if (end > 0) {
                if (bytes[end] == '\r') {
                    end++;
                }
                if (bytes[end] == '\n') {
                    offsets[rows] = base + position;
                    records.notCorrupt(rows);
                    rows++;
                    position = end + 1;
                    continue;
                }
            }
            int terminator = terminator(bytes, position, complete);
            rows = records.read(position, terminator, base + position, rows);
            position = behind(bytes, terminator, complete);
            offsets = records.reserve(Batch.ROWS);
            fast.begin(chunks.arena());
        }
        chunks.position = position;
        batch.setRows(rows);
        return true;
    }

    /// Makes sure that a record lies at the position; passes over those that are too long.
    private boolean available() throws IOException {
        while (chunks.position >= chunks.complete) {
            if (chunks.offset(chunks.position) >= to || !chunks.fill(separator)) {
                return false;
            }
            if (chunks.complete == 0) {
                tooLong();
            }
        }
        return chunks.offset(chunks.position) < to;
    }

    private void tooLong() throws IOException {
        records.tooLong(chunks.bytes(), chunks.limit(), chunks.offset(0));
        if (!chunks.skipRecord(separator)) {
            chunks.complete = chunks.position;
        }
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
        int first = terminator(chunks.bytes(), 0, chunks.complete);
        chunks.position = behind(chunks.bytes(), first, chunks.complete);
    }

    /// Where the terminator of the record at `from` begins.
    private int terminator(byte[] bytes, int from, int complete) {
        int at = from;
        if (separator.length == 0) {
            while (at < complete && bytes[at] != '\n' && bytes[at] != '\r') {
                at++;
            }
            return at;
        }
        int last = complete - separator.length;
        while (at < last && !startsWith(bytes, at)) {
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

    private int behind(byte[] bytes, int terminator, int complete) {
        if (separator.length > 0) {
            return terminator + separator.length;
        }
        return terminator + 1 < complete
                        && bytes[terminator] == '\r'
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
