package io.tidemill.kafka.source;

import io.tidemill.connect.BadRecords;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import java.io.IOException;
import java.util.function.Consumer;

/// Reads the rows of a range of offsets of one partition, as its chunks come in.
final class KafkaSplitReader implements SplitReader {
    private final Feed feed;
    private final RowReader rows;
    private final RecordDecoder decoder;
    private final Consumer<RowReader> giveBack;
    private final long to;
    private long position;
    private long behindChunk;
    private long bytes;
    private boolean closed;

    /// @param giveBack takes the reader of rows when it is not needed any more
    KafkaSplitReader(
            Feed feed,
            RowReader rows,
            long from,
            long to,
            BadRecords badRecords,
            Consumer<RowReader> giveBack) {
        this.feed = feed;
        this.rows = rows;
        this.to = to;
        this.giveBack = giveBack;
        position = from;
        behindChunk = from;
        decoder = rows.begin(from, to, badRecords);
    }

    @Override
    public boolean isReady(Runnable wake) {
        return !decoder.isRead() || behindChunk >= to || feed.isReady(wake);
    }

    @Override
    public boolean next(Batch batch) throws IOException {
        batch.clear();
        var records = rows.records();
        decoder.clear(records);
        while (decoder.fill(records)) {
            position = behindChunk;
            if (position >= to) {
                break;
            }
            var chunk = feed.next(position);
            if (chunk == null) {
                break;
            }
            behindChunk = chunk.next();
            bytes += chunk.size();
            decoder.take(chunk);
        }
        if (records.count > 0) {
            rows.fill(batch);
            return true;
        }
        return position < to;
    }

    @Override
    public long bytesRead() {
        return bytes;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            feed.close(Math.min(to, decoder.isRead() ? behindChunk : position));
            giveBack.accept(rows);
        }
    }
}
