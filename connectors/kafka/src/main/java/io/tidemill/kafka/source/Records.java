package io.tidemill.kafka.source;

import io.tidemill.connect.RecordReader;
import io.tidemill.data.Batch;
import java.util.Arrays;

/// Up to [Batch#ROWS] decoded records: where the parts of each lie in [#bytes].
///
/// Behind the bytes that are used stand [RecordReader#PADDING] zeros, and from [#arena] on there is
/// as much room again, for what readers of formats write. A part that is null begins at -1.
final class Records {
    private static final int LEAST = 1 << 16;

    byte[] bytes = new byte[2 * (LEAST + RecordReader.PADDING)];
    int used;
    int count;
    final long[] offsets = new long[Batch.ROWS];
    final long[] timestamps = new long[Batch.ROWS]; // milliseconds, or -1
    final int[] timestampTypes = new int[Batch.ROWS];
    final int[] keyFrom = new int[Batch.ROWS];
    final int[] keyTo = new int[Batch.ROWS];
    final int[] valueFrom = new int[Batch.ROWS];
    final int[] valueTo = new int[Batch.ROWS];
    final int[] headersFrom = new int[Batch.ROWS];

    /// Makes room for `more` bytes behind those that are used.
    void reserve(int more) {
        int capacity = capacity();
        if (capacity - used < more) {
            long wanted = Math.max((long) used + more, 2L * capacity);
            if (wanted > (Integer.MAX_VALUE >> 1) - 2 * RecordReader.PADDING) {
                throw new IllegalStateException("a record batch of %d bytes".formatted(wanted));
            }
            var larger = new byte[2 * ((int) wanted + RecordReader.PADDING)];
            System.arraycopy(bytes, 0, larger, 0, used);
            bytes = larger;
        }
    }

    int capacity() {
        return bytes.length / 2 - RecordReader.PADDING;
    }

    /// Where readers may write.
    int arena() {
        return bytes.length / 2;
    }

    /// Puts zeros behind what is used.
    void close() {
        Arrays.fill(bytes, used, used + RecordReader.PADDING, (byte) 0);
    }
}
