package io.tidemill.runtime;

import io.tidemill.connect.BadRecords;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import io.tidemill.data.Boxes;
import io.tidemill.data.Json;
import io.tidemill.data.ValueText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
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
        keep(file, offset, new String(record, from, to - from, StandardCharsets.UTF_8), reason);
    }

    private void keep(String file, long offset, String record, String reason) {
        if (writer == null) {
            return;
        }
        batch.append(file, offset, record, reason, epoch);
        if (batch.rows() >= Batch.ROWS || batch.bytes() > 1 << 20) {
            try {
                write(writer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Keeps a row that came too late where bad records are kept.
    ///
    /// @param boundMicros the time that it should not be older than
    synchronized void late(Batch delta, int row, long timeMicros, long boundMicros) {
        if (writer == null) {
            return;
        }
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < delta.columnCount(); i++) {
            var value = delta.column(i).get(row);
            values.put(
                    delta.schema().field(i).name(),
                    value == null
                            ? null
                            : ValueText.of(value, delta.schema().typeOf(i), ZoneOffset.UTC));
        }
        var place = delta.describe(row);
        int at = place.lastIndexOf('@');
        keep(
                at < 0 ? place : place.substring(0, at),
                offset(place.substring(at + 1)),
                Json.write(values),
                "late: its time %s is before %s"
                        .formatted(Boxes.instant(timeMicros), Boxes.instant(boundMicros)));
    }

    private static long offset(String text) {
        return text.chars().allMatch(Character::isDigit) && !text.isEmpty()
                ? Long.parseLong(text)
                : -1;
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
