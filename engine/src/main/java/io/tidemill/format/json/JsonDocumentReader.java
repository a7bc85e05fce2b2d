package io.tidemill.format.json;

import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.format.RecordChunks;
import java.io.IOException;

/// Reads a file of documents over any number of lines: objects one after the other with space
/// between, or arrays of them, element by element, so that a large array needs no more memory than
/// its largest element. Each record is first passed over, to find its end, and then read.
///
/// After a mistake nothing tells where the next record begins: the rest of the file is one bad
/// record.
final class JsonDocumentReader implements SplitReader {
    /// A token this near to the end of what is loaded may go on behind it.
    private static final int MARGIN = 32;

    private static final int SHOWN = 1 << 16;

    private final RecordChunks chunks;
    private final JsonRecords records;
    private State state = State.TOP;
    private String wrong = "";
    private int from;

    JsonDocumentReader(RecordChunks chunks, JsonRecords records) {
        this.chunks = chunks;
        this.records = records;
    }

    /// What stands before the position.
    private enum State {
        TOP,
        BEHIND_DOCUMENT,
        ARRAY_BEGUN,
        BEHIND_ELEMENT,
        DONE
    }

    /// What was found at the position.
    private enum Found {
        RECORD,
        ARRAY_BEGIN,
        ARRAY_END,
        END,
        WRONG
    }

    @Override
    public boolean next(Batch batch) throws IOException {
        batch.clear();
        if (state == State.DONE) {
            return false;
        }
        records.begin(batch, chunks.bytes(), chunks.arena());
        int rows = 0;
        while (rows < Batch.ROWS && state != State.DONE) {
            var found = find();
            var cursor = records.cursor();
            if (cursor.position >= chunks.limit() - MARGIN && !chunks.ended()) {
                if (rows > 0) {
                    break;
                }
                if (chunks.more()) {
                    batch.clear();
                    records.begin(batch, chunks.bytes(), chunks.arena());
                    continue;
                }
                found = chunks.ended() ? found : Found.WRONG;
                wrong = "the record is longer than the option 'maxRecordBytes' allows";
            }
            rows = take(found, cursor, rows);
        }
        batch.setRows(rows);
        return rows > 0 || state != State.DONE;
    }

    /// Looks at what comes next; the cursor is then behind it.
    private Found find() {
        var cursor = records.cursor();
        cursor.bytes = chunks.bytes();
        cursor.origin = chunks.position;
        cursor.position = chunks.position;
        cursor.end = chunks.limit();
        cursor.oneLine = false;
        cursor.depth = 0;
        boolean inArray = state == State.ARRAY_BEGUN || state == State.BEHIND_ELEMENT;
        try {
            int b = cursor.peek();
            from = cursor.position;
            if (b < 0) {
                wrong = "an array without end";
                return inArray ? Found.WRONG : Found.END;
            }
            if (inArray && b == ']') {
                cursor.take();
                return Found.ARRAY_END;
            }
            if (state == State.BEHIND_ELEMENT) {
                cursor.expect(',');
                cursor.peek();
                from = cursor.position;
            }
            if (state == State.BEHIND_DOCUMENT && from == chunks.position) {
                throw cursor.error("space expected between two documents");
            }
            if (!inArray && b == '[') {
                cursor.take();
                return Found.ARRAY_BEGIN;
            }
            cursor.skip();
            return Found.RECORD;
        } catch (JsonSyntaxException e) {
            wrong = String.valueOf(e.getMessage());
            return Found.WRONG;
        }
    }

    /// Goes on behind what was found; returns how many rows there are then.
    private int take(Found found, JsonCursor cursor, int rows) {
        int to = cursor.position;
        int record = chunks.position;
        chunks.position = to;
        switch (found) {
            case ARRAY_BEGIN -> state = State.ARRAY_BEGUN;
            case ARRAY_END -> state = State.BEHIND_DOCUMENT;
            case END -> state = State.DONE;
            case RECORD -> {
                state =
                        state == State.TOP || state == State.BEHIND_DOCUMENT
                                ? State.BEHIND_DOCUMENT
                                : State.BEHIND_ELEMENT;
                cursor.position = from;
                cursor.end = to;
                return records.one(from, to, chunks.offset(from), rows);
            }
            case WRONG -> {
                state = State.DONE;
                int end = Math.min(chunks.limit(), record + SHOWN);
                return records.damaged(record, end, chunks.offset(record), rows, wrong);
            }
        }
        return rows;
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
