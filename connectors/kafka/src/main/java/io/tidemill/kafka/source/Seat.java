package io.tidemill.kafka.source;

import io.tidemill.system.World;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where one source reads: at a [TopicReader] that it may share with others, and may change for
/// another one as it catches up. Thread-safe.
final class Seat implements AutoCloseable {
    private final World world;
    private final Policy policy;
    private final Readers readers;
    private final Member member;
    private @Nullable TopicReader reader; // guarded by this, as what follows
    private @Nullable TopicReader ranges; // for splits read before anything was planned

    Seat(World world, Policy policy, Readers readers, Member member) {
        this.world = world;
        this.policy = policy;
        this.readers = readers;
        this.member = member;
    }

    /// The lanes of a reader that goes on at these places.
    ///
    /// @throws io.tidemill.data.TidemillException what has ended the reading there
    synchronized Lanes at(Offsets places) {
        var open = reader;
        if (open != null && readers.hasOther(policy, open, places)) {
            readers.leave(policy, open, member);
            open = null;
        }
        if (open == null) {
            open = readers.join(world, policy, places, member);
            reader = open;
        }
        var early = ranges;
        if (early != null) {
            ranges = null;
            readers.leave(policy, early, member);
        }
        open.lanes().check();
        return open.lanes();
    }

    /// The lanes that it was given last; empty before the first.
    ///
    /// @throws io.tidemill.data.TidemillException what has ended the reading there
    synchronized Optional<Lanes> taken() {
        if (reader == null) {
            return Optional.empty();
        }
        reader.lanes().check();
        return Optional.of(reader.lanes());
    }

    /// The lanes where splits are read: perhaps before anything was planned, after a restart.
    synchronized Lanes forSplits() {
        var open = reader == null ? ranges : reader;
        if (open == null) {
            open = readers.forRanges(world, policy, member);
            ranges = open;
        }
        return open.lanes();
    }

    /// Whether it waits for brokers that do not answer.
    synchronized boolean isSilent() {
        return reader != null && reader.isSilent() || ranges != null && ranges.isSilent();
    }

    @Override
    public void close() {
        TopicReader open;
        TopicReader early;
        synchronized (this) {
            open = reader;
            early = ranges;
            reader = null;
            ranges = null;
        }
        if (open != null) {
            readers.leave(policy, open, member);
        }
        if (early != null) {
            readers.leave(policy, early, member);
        }
    }
}
