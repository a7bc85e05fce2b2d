package io.tidemill.kafka.source;

import java.util.Arrays;
import java.util.List;

/// A piece of one partition as it came from the broker: record batches one behind the other, the
/// last perhaps cut off. Immutable.
///
/// It covers the offsets `[first, next)`: all records of these that there are stand in it. A chunk
/// without bytes covers offsets that hold nothing to be read.
final class Chunk {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final long first;
    private final long next;
    private final int leaderEpoch;
    private final long[] abortedProducers;
    private final long[] abortedFirsts;

    /// @param aborted transactions that were aborted among these records: producer and first offset
    Chunk(
            byte[] bytes,
            int from,
            int to,
            long first,
            long next,
            int leaderEpoch,
            List<Aborted> aborted) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.first = first;
        this.next = next;
        this.leaderEpoch = leaderEpoch;
        var sorted = aborted.stream().sorted().toList();
        abortedProducers = sorted.stream().mapToLong(Aborted::producer).toArray();
        abortedFirsts = sorted.stream().mapToLong(Aborted::first).toArray();
    }

    /// A range in which there is nothing.
    static Chunk nothing(long first, long next) {
        return new Chunk(new byte[0], 0, 0, first, next, Offsets.NO_EPOCH, List.of());
    }

    /// A transaction that was aborted.
    ///
    /// @param first the offset of its first record
    record Aborted(long producer, long first) implements Comparable<Aborted> {
        @Override
        public int compareTo(Aborted other) {
            return Long.compare(first, other.first);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    long first() {
        return first;
    }

    long next() {
        return next;
    }

    /// Of its last batch.
    int leaderEpoch() {
        return leaderEpoch;
    }

    int size() {
        return to - from;
    }

    /// The transactions that were aborted, by their first offset.
    int abortedCount() {
        return abortedProducers.length;
    }

    long abortedProducer(int index) {
        return abortedProducers[index];
    }

    long abortedFirst(int index) {
        return abortedFirsts[index];
    }

    @Override
    public String toString() {
        return "Chunk[%d, %d), %d bytes, aborted %s"
                .formatted(first, next, size(), Arrays.toString(abortedFirsts));
    }
}
