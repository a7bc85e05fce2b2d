package io.tidemill.generate;

import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;

/// Reads one partition of a range of numbers, batch by batch.
abstract class NumberedReader implements SplitReader {
    private final String name;
    private final long step;
    private final long to;
    private final long[] numbers = new long[Batch.ROWS];
    private long next;
    private long read;

    NumberedReader(String name, Split split) {
        this.name = name;
        step = split.number("of");
        to = split.number("to");
        long from = split.number("from");
        next = from + Math.floorMod(split.number("partition") - from, step);
    }

    /// Whether this number is a row of the table.
    boolean isRow(long number) {
        return true;
    }

    /// Writes rows `numbers[0..count)` into the batch, which is empty and has room.
    abstract void fill(Batch batch, long[] numbers, int count);

    @Override
    public final boolean next(Batch batch) {
        batch.clear();
        int count = 0;
        for (; next < to && count < Batch.ROWS; next += step) {
            if (isRow(next)) {
                numbers[count++] = next;
            }
        }
        if (count == 0) {
            return false;
        }
        batch.reserve(count);
        fill(batch, numbers, count);
        batch.setRows(count);
        batch.setOrigin(row -> name + "@" + numbers[row]);
        read += batch.bytes();
        return true;
    }

    @Override
    public final long bytesRead() {
        return read;
    }

    @Override
    public final void close() {}
}
