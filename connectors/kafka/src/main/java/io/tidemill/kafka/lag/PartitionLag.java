package io.tidemill.kafka.lag;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/// How far a query is behind in one partition, and how long it has.
///
/// @param position the offset of the first row it has not read
/// @param end the offset behind the newest row
/// @param behind offsets that it has not read and that are there
/// @param lost offsets behind the position that were deleted before it read them
/// @param passedOver offsets before the position that were deleted before it read them, and which
///   it went on without
/// @param age how old the oldest unread row is
/// @param untilDeleted how long until that row may be deleted, should nobody read it; empty: never,
///   or nothing is unread
/// @param kept how long the broker keeps rows, by whichever of age and size is nearer
/// @param cause what would delete it
/// @param caughtUpIn how long until nothing is unread, at the present rates; empty: never at these
public record PartitionLag(
        TopicPartition partition,
        long position,
        long end,
        long behind,
        long lost,
        long passedOver,
        Optional<Duration> age,
        Optional<Duration> untilDeleted,
        Optional<Duration> kept,
        Cause cause,
        Optional<Duration> caughtUpIn) {

    /// What deletes the oldest unread row.
    public enum Cause {
        /// Nothing does, or nothing is unread.
        NONE,
        /// Its age.
        TIME,
        /// How much lies behind it.
        SIZE,
        /// Rows are gone already.
        LOST
    }

    /// Whether it should be told to somebody: the oldest unread row goes within `threshold`, and
    /// more than half of the time that rows are kept has passed, so that a topic that keeps rows
    /// for less than the threshold is no reason by itself.
    public boolean isUrgent(Duration threshold) {
        return untilDeleted
                .filter(left -> left.compareTo(threshold) < 0)
                .filter(left -> kept.isEmpty() || left.compareTo(kept.get().dividedBy(2)) < 0)
                .isPresent();
    }
}
