package io.tidemill.kafka.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/// Decides how far an epoch reads in each partition, and into which pieces that is cut. Pure.
///
/// Source: Spark's `KafkaMicroBatchStream.rateLimit` and `KafkaOffsetRangeCalculator`.
final class SlicePlanner {
    private SlicePlanner() {}

    /// The offsets `[from, to)` of a partition.
    record Range(TopicPartition partition, long from, long to) {
        long size() {
            return to - from;
        }
    }

    /// Of what is there, at most `most` offsets, dealt out in proportion; at least one of each
    /// partition that has any.
    static List<Range> limited(List<Range> there, long most) {
        long total = total(there);
        if (total <= most) {
            return there;
        }
        var limited = new ArrayList<Range>();
        for (var range : there) {
            double share = most * (range.size() / (double) total);
            long taken = share < 1 ? (long) Math.ceil(share) : (long) Math.floor(share);
            limited.add(
                    new Range(
                            range.partition(),
                            range.from(),
                            range.from() + Math.min(range.size(), taken)));
        }
        return limited;
    }

    static long total(List<Range> ranges) {
        return ranges.stream().mapToLong(Range::size).sum();
    }

    /// Cuts ranges into pieces.
    ///
    /// @param least so many pieces at least, where there are as many offsets
    /// @param most offsets of one piece
    static List<Range> cut(List<Range> ranges, Optional<Integer> least, OptionalLong most) {
        var pieces = new ArrayList<Range>();
        long total = total(ranges);
        for (var range : ranges) {
            long count = 1;
            if (most.isPresent()) {
                count = Math.ceilDiv(range.size(), most.getAsLong());
            }
            if (least.isPresent() && ranges.size() < least.get() && total > 0) {
                count =
                        Math.max(
                                count,
                                Math.ceilDiv(Math.multiplyExact(range.size(), least.get()), total));
            }
            cut(range, Math.clamp(count, 1, Math.max(1, range.size())), pieces);
        }
        return pieces;
    }

    private static void cut(Range range, long count, List<Range> into) {
        long from = range.from();
        for (long piece = 1; piece <= count; piece++) {
            long to = range.from() + (long) ((double) range.size() * piece / count);
            to = piece == count ? range.to() : to;
            if (to > from) {
                into.add(new Range(range.partition(), from, to));
                from = to;
            }
        }
    }

    /// Cuts a range at these places.
    static List<Range> cutAt(Range range, List<Long> places) {
        var pieces = new ArrayList<Range>();
        long from = range.from();
        for (long place : places) {
            if (place > from && place < range.to()) {
                pieces.add(new Range(range.partition(), from, place));
                from = place;
            }
        }
        pieces.add(new Range(range.partition(), from, range.to()));
        return pieces;
    }
}
