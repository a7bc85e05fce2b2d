package io.tidemill.runtime;

import io.tidemill.connect.BadRecords;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// What one epoch reads of one source: workers take splits from it until none is left.
final class SourceInput {
    private final Source source;
    private final Queue<Split> splits;
    private final BadRecords badRecords;
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    SourceInput(Source source, List<Split> splits, BadRecords badRecords) {
        this.source = source;
        this.splits = new ConcurrentLinkedQueue<>(splits);
        this.badRecords = badRecords;
    }

    Source source() {
        return source;
    }

    Queue<Split> splits() {
        return splits;
    }

    BadRecords badRecords() {
        return badRecords;
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
