package io.tidemill.kafka.sink;

import java.util.ArrayDeque;
import java.util.Queue;

/// Buffers that are not in use, for the next epochs. Thread-safe.
final class Buffers {
    private static final int KEPT_MAX = 16;

    /// A larger one goes back to the heap, so that one large epoch does not cost memory for ever.
    private static final int KEPT_BYTES = 1 << 23;

    private final Queue<RecordBuffer> free = new ArrayDeque<>(); // guarded by itself

    RecordBuffer take() {
        synchronized (free) {
            var buffer = free.poll();
            return buffer == null ? new RecordBuffer() : buffer;
        }
    }

    void give(RecordBuffer buffer) {
        if (buffer.bytes().length > KEPT_BYTES) {
            return;
        }
        buffer.clear();
        synchronized (free) {
            if (free.size() < KEPT_MAX) {
                free.add(buffer);
            }
        }
    }
}
