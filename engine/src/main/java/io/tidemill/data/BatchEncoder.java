package io.tidemill.data;

import java.util.Arrays;

/// Batches as bytes, one after the other in the same array, in the form of [BatchCodec]. One
/// thread's own.
public final class BatchEncoder {
    /// An array that grew larger than this is not kept for the next batch.
    private static final int KEPT = 4 << 20;

    private BatchBytes out = new BatchBytes(0);

    /// Writes a batch over the one before; returns how many bytes of [#bytes] it takes.
    public int encode(Batch batch) {
        int rows = batch.rows();
        long expected = 64 + batch.bytes() + 5L * rows * batch.columnCount();
        if (out.capacity() > KEPT && expected < KEPT) {
            out = new BatchBytes(expected);
        } else {
            out.begin(expected);
        }
        out.putInt(rows);
        long[] weights = batch.weights();
        out.putBoolean(weights != null);
        if (weights != null) {
            out.putLongs(weights, 0, rows);
        }
        for (int i = 0; i < batch.columnCount(); i++) {
            out.put(batch.column(i), 0, rows);
        }
        return out.used();
    }

    /// What [#encode] wrote; good until it is called again.
    public byte[] bytes() {
        return out.bytes();
    }

    byte[] toBytes() {
        return Arrays.copyOf(out.bytes(), out.used());
    }
}
