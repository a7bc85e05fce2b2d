package io.tidemill.runtime;

import io.tidemill.connect.BadRecords;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts what one epoch could not read of one source, and writes it where the table wants it kept.
/// Readers of several workers may call it at once.
final class RejectedRows implements BadRecords {
    private final long epoch;
    private final @Nullable SinkWriter writer;
    private final Batch batch = Batch.create(SCHEMA, 64);
    private long count;
    private @Nullable String firstReason;

    /// @param writer null: they are counted only
    RejectedRows(long epoch, @Nullable SinkWriter writer) {
        this.epoch = epoch;
        this.writer = writer;
    }

    @Override
    public synchronized void reject(
            String file, long offset, byte[] record, int from, int to, String reason) {
        count++;
        if (firstReason == null) {
            firstReason = "%s@%d: %s".formatted(file, offset, reason);
        }
        if (writer == null) {
            return;
        }
        batch.append(
                file,
                offset,
                new String(record, from, to - from, StandardCharsets.UTF_8),
                reason,
                epoch);
        if (batch.rows() >= Batch.ROWS || batch.bytes() > 1 << 20) {
            try {
                write(writer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void write(SinkWriter to) throws IOException {
        if (batch.rows() > 0) {
            to.write(batch);
            batch.clear();
        }
    }

    /// Ends the writing; empty when nothing is kept.
    synchronized Optional<Token> finish() throws IOException {
        if (writer == null) {
            return Optional.empty();
        }
        write(writer);
        return Optional.of(writer.finish());
    }

    synchronized void abort() {
        if (writer != null) {
            writer.abort();
        }
    }

    synchronized long count() {
        return count;
    }

    /// Where and why the first one was refused.
    synchronized Optional<String> firstReason() {
        return Optional.ofNullable(firstReason);
    }
}
