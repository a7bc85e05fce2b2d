package io.tidemill.format.json;

import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.format.RecordChunks;
import java.io.IOException;

/// Reads a file of documents over any number of lines: each record of [JsonElements] is a row.
final class JsonDocumentReader implements SplitReader {
    private final RecordChunks chunks;
    private final JsonRecords records;
    private final JsonElements elements;
    private boolean done;

    JsonDocumentReader(RecordChunks chunks, JsonRecords records) {
        this.chunks = chunks;
        this.records = records;
        this.elements = new JsonElements(chunks, records.cursor());
    }

    @Override
    public boolean next(Batch batch) throws IOException {
        batch.clear();
        if (done) {
            return false;
        }
        records.begin(batch, chunks.bytes(), chunks.arena());
        int rows = 0;
        var found = elements.next();
        while (true) {
            switch (found) {
                case RECORD -> rows = record(rows);
                case WRONG -> {
                    rows = damaged(rows);
                    done = true;
                }
                case END -> done = true;
                case MORE -> {
                    if (rows > 0) {
                        batch.setRows(rows);
                        return true;
                    }
                    found = elements.more();
                    batch.clear();
                    records.begin(batch, chunks.bytes(), chunks.arena());
                    continue;
                }
            }
            if (done || rows >= Batch.ROWS) {
                batch.setRows(rows);
                return rows > 0 || !done;
            }
            found = elements.next();
        }
    }

    private int record(int row) {
        var cursor = records.cursor();
        int from = elements.from();
        cursor.position = from;
        cursor.end = elements.to();
        return records.one(from, elements.to(), chunks.offset(from), row);
    }

    private int damaged(int row) {
        int from = elements.from();
        return records.damaged(from, elements.to(), chunks.offset(from), row, elements.wrong());
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
