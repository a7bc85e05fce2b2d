package io.tidemill.runtime;

import io.tidemill.checkpoint.Checkpoint;
import io.tidemill.checkpoint.StateSection;
import io.tidemill.system.World;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The snapshots of a query, one after the other: begun when the checkpoint says that one is due,
/// encoded between epochs, for a share of the time they take. Used by the query's thread.
final class Snapshots implements AutoCloseable {
    /// Behind an epoch the query's thread works on a snapshot for an eighth of what it took.
    private static final int SHARE = 8;

    private static final long LEAST_NANOS = 2_000_000;
    private static final long IDLE_NANOS = 20_000_000;

    private final World world;
    private final String name;
    private final Checkpoint checkpoint;
    private final OpenQuery query;
    private final EpochMeter meter;
    private @Nullable RunningSnapshot running;

    /// @param name the query's, for people
    /// @param meter is told how long the query's thread worked on them
    Snapshots(World world, String name, Checkpoint checkpoint, OpenQuery query, EpochMeter meter) {
        this.world = world;
        this.name = name;
        this.checkpoint = checkpoint;
        this.query = query;
        this.meter = meter;
    }

    /// Between two epochs: some of the state goes to the snapshot that is being written.
    ///
    /// @param epoch the one that the state is after
    /// @param small sections that need no pieces
    /// @param tookNanos how long that epoch took
    void encode(long epoch, List<StateSection> small, long tookNanos) {
        encodeFor(epoch, small, Math.max(LEAST_NANOS, tookNanos / SHARE));
    }

    /// As [#encode], when nothing is to be read.
    void encodeIdle(long epoch, List<StateSection> small) {
        encodeFor(epoch, small, IDLE_NANOS);
    }

    private void encodeFor(long epoch, List<StateSection> small, long nanos) {
        if (running != null) {
            long begun = world.clock().nanos();
            running.encode(epoch, small, nanos);
            meter.snapshotTook(world.clock().nanos() - begun);
        }
    }

    /// An epoch is acknowledged and nobody else has the checkpoint: begins a snapshot that is due,
    /// ends one that is done.
    ///
    /// @param stateBytes about how many bytes the state has
    void advance(long acknowledged, long stateBytes) {
        var current = running;
        if (current == null && checkpoint.snapshotDue(stateBytes)) {
            running =
                    RunningSnapshot.begin(
                            world, name, checkpoint, query.circuit(), query.sources());
        } else if (current != null && current.advance(acknowledged)) {
            current.close();
            running = null;
        }
    }

    /// Takes the one that is being written to its end: no epoch runs, and all are acknowledged.
    void complete(long epoch, List<StateSection> small, BooleanSupplier cancelled)
            throws InterruptedException {
        if (running != null) {
            running.complete(epoch, small, cancelled);
        }
    }

    @Override
    public void close() {
        var unfinished = running;
        running = null;
        if (unfinished != null) {
            unfinished.close();
        }
    }
}
