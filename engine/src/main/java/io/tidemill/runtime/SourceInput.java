package io.tidemill.runtime;

import io.tidemill.connect.BadRecords;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.data.Batch;
import io.tidemill.operator.EventTime;
import io.tidemill.operator.LeadingTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What one epoch reads of one source: workers take splits from it until none is left, and say what
/// event times they saw.
final class SourceInput {
    private final Source source;
    private final List<Dealt> splits = new ArrayList<>();
    private final BadRecords badRecords;
    private final SourceTimes times;
    private final boolean inOrder;
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private SharedReads.@Nullable Member reads;
    private long shared;
    private int next;

    /// @param times the source's event times before the epoch
    /// @param inOrder whether one worker reads all splits, one after the other
    SourceInput(
            Source source,
            List<Split> splits,
            BadRecords badRecords,
            SourceTimes times,
            boolean inOrder) {
        this.source = source;
        this.badRecords = badRecords;
        this.times = times;
        this.inOrder = inOrder;
        for (var split : splits) {
            this.splits.add(new Dealt(this.splits.size(), split, source.partition(split)));
        }
    }

    /// What other queries read of the source is used too.
    SourceInput sharing(SharedReads.Member member) {
        reads = member;
        return this;
    }

    /// Opens a split.
    ///
    /// @param own a batch of the columns asked for, to be filled
    SplitRows open(Split split, ReadRequest request, Batch own) throws IOException {
        var together = reads;
        return together == null
                ? new OwnRows(source.open(split, request), own)
                : together.open(split, request, own);
    }

    /// So many batches came from what was read for another query.
    synchronized void countShared(long batches) {
        shared += batches;
    }

    /// How many batches came from what was read for another query.
    synchronized long shared() {
        return shared;
    }

    /// A split, and what was seen in it once it has been read to its end.
    static final class Dealt {
        private final int number;
        private final Split split;
        private final String partition;
        private EventTime.@Nullable SplitTimes seen;

        private Dealt(int number, Split split, String partition) {
            this.number = number;
            this.split = split;
            this.partition = partition;
        }

        /// Its place among the splits of its source in this epoch.
        int number() {
            return number;
        }

        Split split() {
            return split;
        }

        String partition() {
            return partition;
        }

        Optional<EventTime.SplitTimes> seen() {
            return Optional.ofNullable(seen);
        }
    }

    Source source() {
        return source;
    }

    BadRecords badRecords() {
        return badRecords;
    }

    /// All splits, in the order of their offsets.
    synchronized List<Dealt> splits() {
        return List.copyOf(splits);
    }

    /// The next split, if there is one for this worker.
    synchronized Optional<Dealt> take(int worker) {
        return next == splits.size() || (inOrder && worker != 0)
                ? Optional.empty()
                : Optional.of(splits.get(next++));
    }

    /// The event times in front of a split, of its partition, as far as they have been read.
    synchronized LeadingTimes before(Dealt split) {
        var leading = times.leading(split.partition);
        for (var other : splits) {
            if (other == split) {
                break;
            }
            if (other.seen != null && other.partition.equals(split.partition)) {
                leading.addAll(other.seen.leading());
            }
        }
        return leading;
    }

    /// A split has been read to its end.
    synchronized void ended(Dealt split, EventTime.SplitTimes seen) {
        split.seen = seen;
    }

    /// What was seen of event time so far.
    synchronized EventTime.Seen seen() {
        return splits.stream()
                .flatMap(split -> split.seen().stream())
                .map(EventTime.SplitTimes::seen)
                .reduce(EventTime.Seen.NOTHING, EventTime.Seen::plus);
    }

    /// How many rows came too late.
    synchronized long late() {
        return splits.stream()
                .flatMap(split -> split.seen().stream())
                .mapToLong(EventTime.SplitTimes::late)
                .sum();
    }

    void count(long moreRows, long moreBytes) {
        rows.add(moreRows);
        bytes.add(moreBytes);
    }

    long rows() {
        return rows.sum();
    }

    long bytes() {
        return bytes.sum();
    }
}
