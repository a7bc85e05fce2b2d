package io.tidemill.kafka.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/// The chunks of one partition that wait to be read, one behind the other, and where fetching goes
/// on. Guarded by its [Lanes].
final class Lane {
    final TopicPartition partition;
    final Uuid topicId;

    /// Fetches no further than this.
    final long until;

    /// The offset that is fetched next.
    long position;

    /// The epoch of the leader that wrote the record before it, or [Offsets#NO_EPOCH].
    int leaderEpoch;

    boolean inFlight;
    boolean askedOffsets;
    long retryAtNanos = Long.MIN_VALUE;

    /// Since when its topic is not listed.
    long missingSinceNanos = Long.MIN_VALUE;

    /// Since when the log ends before the position.
    long beyondSinceNanos = Long.MIN_VALUE;

    /// Why nothing more will come.
    @Nullable RuntimeException failure;

    /// The topic is gone, and it was said that this is no failure.
    boolean gone;

    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private long first;
    private long bytes;
    private final List<Runnable> waiting = new ArrayList<>();

    Lane(TopicPartition partition, Uuid topicId, long position, int leaderEpoch, long until) {
        this.partition = partition;
        this.topicId = topicId;
        this.position = position;
        this.leaderEpoch = leaderEpoch;
        this.until = until;
        first = position;
    }

    /// The first offset that can be had here.
    long first() {
        return first;
    }

    /// How many bytes wait.
    long bytes() {
        return bytes;
    }

    /// How many of them lie behind this offset.
    long bytesBehind(long offset) {
        long sum = 0;
        for (var chunk : chunks) {
            sum += chunk.next() > offset ? chunk.size() : 0;
        }
        return sum;
    }

    void add(Chunk chunk) {
        chunks.add(chunk);
        bytes += chunk.size();
        position = chunk.next();
        if (chunk.leaderEpoch() != Offsets.NO_EPOCH) {
            leaderEpoch = chunk.leaderEpoch();
        }
    }

    /// The chunk in which an offset lies; null when it has not come yet.
    ///
    /// @param offset not before [#first]
    @Nullable Chunk at(long offset) {
        for (var chunk : chunks) {
            if (offset < chunk.next()) {
                return chunk;
            }
        }
        return gone ? Chunk.nothing(offset, Long.MAX_VALUE) : null;
    }

    /// Where chunks end, behind `after`.
    List<Long> cuts(long after) {
        var cuts = new ArrayList<Long>();
        for (var chunk : chunks) {
            if (chunk.next() > after) {
                cuts.add(chunk.next());
            }
        }
        return cuts;
    }

    /// The epoch of the leader that wrote the last record before an offset, if that is known here.
    int epochBefore(long offset) {
        if (offset >= position) {
            return offset == position ? leaderEpoch : Offsets.NO_EPOCH;
        }
        int found = Offsets.NO_EPOCH;
        for (var chunk : chunks) {
            if (chunk.next() <= offset) {
                found = chunk.leaderEpoch();
            }
        }
        return found;
    }

    /// Lets chunks go that end at or before `offset`.
    void forget(long offset) {
        while (!chunks.isEmpty() && chunks.getFirst().next() <= offset) {
            forgetFirst();
        }
    }

    /// Lets the oldest chunk go.
    void forgetFirst() {
        var oldest = chunks.removeFirst();
        first = oldest.next();
        bytes -= oldest.size();
    }

    /// Where the oldest chunk ends; the end of time without one.
    long firstCut() {
        return chunks.isEmpty() ? Long.MAX_VALUE : chunks.getFirst().next();
    }

    void onNews(Runnable wake) {
        waiting.add(wake);
    }

    /// Whether more of it is to be asked for now.
    boolean isOpen() {
        return !inFlight && !askedOffsets && !gone && failure == null && position < until;
    }

    /// Who waited for news; they wait no more.
    List<Runnable> takeWaiting() {
        var taken = new ArrayList<>(waiting);
        waiting.clear();
        return taken;
    }
}
