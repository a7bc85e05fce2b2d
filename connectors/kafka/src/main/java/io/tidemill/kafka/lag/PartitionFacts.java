package io.tidemill.kafka.lag;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/// What is known of one partition and of a query that reads it, at one moment.
///
/// @param position the offset of the first row that the query has not read
/// @param logStart the oldest offset that there is
/// @param end the offset behind the newest row that can be read
/// @param oldestUnread the time of the record at `position`, or of the first behind it
/// @param bytes how much the partition has on disk; empty when the broker does not say
/// @param writtenPerSecond offsets that come a second; empty: not measured
/// @param readPerSecond offsets that the query reads a second; 0 for one that stands still
/// @param passedOver offsets before `position` that were gone when the query came to them
public record PartitionFacts(
        TopicPartition partition,
        long position,
        long logStart,
        long end,
        Optional<Instant> oldestUnread,
        OptionalLong bytes,
        Retention retention,
        Optional<Double> writtenPerSecond,
        double readPerSecond,
        long passedOver) {

    /// The same of a query that has passed over so many.
    public PartitionFacts withPassedOver(long offsets) {
        return new PartitionFacts(
                partition,
                position,
                logStart,
                end,
                oldestUnread,
                bytes,
                retention,
                writtenPerSecond,
                readPerSecond,
                offsets);
    }

    /// The same with rates that were measured.
    public PartitionFacts withRates(double written, double read) {
        return new PartitionFacts(
                partition,
                position,
                logStart,
                end,
                oldestUnread,
                bytes,
                retention,
                Optional.of(written),
                read,
                passedOver);
    }

    /// How many offsets the query has not read; gaps of compaction and transactions count.
    long unread() {
        return Math.max(0, end - Math.max(position, logStart));
    }

    /// How many bytes those take on disk, if all rows are about as long.
    Optional<Double> unreadBytes() {
        return bytes.isPresent() && end > logStart
                ? Optional.of((double) bytes.getAsLong() / (end - logStart) * unread())
                : Optional.empty();
    }

    /// How many bytes a second come, at `written` offsets a second.
    Optional<Double> bytesPerSecond(double written) {
        return bytes.isPresent() && end > logStart
                ? Optional.of((double) bytes.getAsLong() / (end - logStart) * written)
                : Optional.empty();
    }
}
