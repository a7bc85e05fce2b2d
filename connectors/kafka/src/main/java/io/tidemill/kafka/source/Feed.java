package io.tidemill.kafka.source;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// The chunks of one range of offsets, one after the other, for one reader of rows. Guarded by its
/// [Lanes].
final class Feed implements AutoCloseable {
    private final Lanes lanes;
    private final Member member;
    private final Lane lane;
    private final boolean alone;
    private long offset;

    /// @param alone whether the lane is for this range only
    Feed(Lanes lanes, Member member, Lane lane, long offset, boolean alone) {
        this.lanes = lanes;
        this.member = member;
        this.lane = lane;
        this.offset = offset;
        this.alone = alone;
    }

    TopicPartition partition() {
        return lane.partition;
    }

    Lane lane() {
        return lane;
    }

    boolean isAlone() {
        return alone;
    }

    /// How far it has been read.
    long offset() {
        return offset;
    }

    void readTo(long read) {
        offset = read;
    }

    /// The chunk that goes on at `from`, where what lies before has been read; null when it has not
    /// come yet.
    @Nullable Chunk next(long from) {
        return lanes.next(this, from);
    }

    /// Whether [#next] gives something; otherwise `wake` runs when it may.
    boolean isReady(Runnable wake) {
        return lanes.isReady(this, wake);
    }

    /// @param read how far it was read
    void close(long read) {
        lanes.close(this, member, read);
    }

    @Override
    public void close() {
        close(offset);
    }
}
