package io.tidemill.operator.order;

import io.tidemill.operator.EpochEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What is done when the watermark has passed a time: partitions by the time of their key.
///
/// @param <T> what is done something with
final class Closings<T> {
    private final TreeMap<Long, List<T>> byTime = new TreeMap<>();

    void add(long timeMicros, T what) {
        byTime.computeIfAbsent(timeMicros, _ -> new ArrayList<>()).add(what);
    }

    /// The least time; [Long#MAX_VALUE] when there is none.
    long first() {
        return byTime.isEmpty() ? Long.MAX_VALUE : byTime.firstKey();
    }

    /// Hands over, and forgets, what has a time below the bound, the oldest first; at the bound
    /// [Long#MAX_VALUE], the end of all input, everything.
    void close(long boundMicros, Consumer<T> to) {
        while (!byTime.isEmpty()
                && (byTime.firstKey() < boundMicros || boundMicros == Long.MAX_VALUE)) {
            byTime.pollFirstEntry().getValue().forEach(to);
        }
    }

    /// Below which time nothing comes any more.
    ///
    /// @param lagMicros how far the time may lag behind the watermark
    static long bound(EpochEnd end, long lagMicros) {
        long watermark = end.watermarkMicros();
        if (watermark == Long.MIN_VALUE || watermark == Long.MAX_VALUE) {
            return watermark;
        }
        long bound = watermark - lagMicros;
        boolean overflow = ((watermark ^ lagMicros) & (watermark ^ bound)) < 0;
        return overflow ? (lagMicros > 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : bound;
    }
}
