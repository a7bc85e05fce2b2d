package io.tidemill.generate;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.data.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One batch of rows an epoch, always there: batch b has the values `[b * rowsPerBatch, (b + 1) *
/// rowsPerBatch)`, all with the timestamp `startTimestamp + b * advanceMillisPerBatch`.
///
/// Offsets are Spark's: `{"offset": rows so far, "timestamp": of the next batch, milliseconds}`.
final class RatePerMicroBatchSource implements Source {
    private final RatePerMicroBatchOptions options;
    private long batches; // how many have been logged
    private long planned; // or are to be

    RatePerMicroBatchSource(RatePerMicroBatchOptions options) {
        this.options = options;
    }

    @Override
    public String description() {
        return "RatePerMicroBatchStream[rowsPerBatch=%d, numPartitions=%d, startTimestamp=%d, advanceMillisPerBatch=%d]"
                .formatted(
                        options.rowsPerBatch(),
                        options.numPartitions(),
                        options.startTimestamp(),
                        options.advanceMillisPerBatch());
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public String initialOffset() {
        return offset(0);
    }

    @Override
    public String latestOffset() {
        return offset(Math.max(batches, planned) + 1);
    }

    @Override
    public Optional<Slice> plan(String start, String end, ReadLimit limit) {
        long batch = batch(start);
        if (batch(end) <= batch) {
            return Optional.empty();
        }
        planned = Math.max(planned, batch + 1);
        long from = batch * options.rowsPerBatch();
        return Optional.of(
                new Slice(
                        start,
                        offset(batch + 1),
                        new Position(from, micros(batch))
                                .splits(from + options.rowsPerBatch(), options.numPartitions()),
                        options.rowsPerBatch(),
                        options.rowsPerBatch() * 16));
    }

    private long micros(long batch) {
        return (options.startTimestamp() + batch * options.advanceMillisPerBatch()) * 1000;
    }

    @Override
    public SplitReader open(Split split, ReadRequest request) {
        int timestampAt = request.columns().indexOf("timestamp");
        int valueAt = request.columns().indexOf("value");
        long micros = split.number("startMicros");
        return new NumberedReader("rate-micro-batch", split) {
            @Override
            void fill(Batch batch, long[] numbers, int count) {
                if (valueAt >= 0) {
                    System.arraycopy(numbers, 0, batch.longs(valueAt).values(), 0, count);
                }
                if (timestampAt >= 0) {
                    Arrays.fill(batch.longs(timestampAt).values(), 0, count, micros);
                }
            }
        };
    }

    @Override
    public String partition(Split split) {
        return Long.toString(split.number("partition"));
    }

    @Override
    public void remember(Slice slice) {
        batches = batch(slice.end());
    }

    @Override
    public byte[] memory() {
        return offset(batches).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void restore(byte[] memory) {
        if (memory.length > 0) {
            batches = batch(new String(memory, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {}

    private String offset(long batch) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("offset", batch * options.rowsPerBatch());
        fields.put("timestamp", micros(batch) / 1000);
        return Json.write(fields);
    }

    private long batch(String offset) {
        if (Json.parseObject(offset).get("offset") instanceof Long rows) {
            return rows / options.rowsPerBatch();
        }
        throw new IllegalArgumentException("an offset needs 'offset': " + offset);
    }
}
