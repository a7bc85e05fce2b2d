package io.tidemill.runtime;

import io.tidemill.connect.Slice;
import io.tidemill.system.WorldClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The epoch that is computed and not known to be committed, of which there is at most one: handed
/// to the [EpochCommitter], and waited for. When it is committed its sources may forget its rows,
/// the snapshot that is being written may go on, and whoever wants to know is told. Used by the
/// query's thread.
final class EpochInFlight {
    private static final Duration LOOK_AROUND = Duration.ofSeconds(1);

    private final WorldClock clock;
    private final OpenQuery open;
    private final EpochCommitter committer;
    private final Snapshots snapshots;
    private final Consumer<MeasuredEpoch> committed;
    private Consumer<String> sinkWaits = _ -> {};
    private boolean saidThatSinkWaits;
    private @Nullable Computed epoch;
    private @Nullable RuntimeException failure;
    private long begunNanos;
    private long commitNanos;
    private long stateBytes;

    private record Computed(long number, List<Slice> slices, MeasuredEpoch measured) {}

    /// @param committed is told of each epoch that its sinks have, in order
    EpochInFlight(
            WorldClock clock,
            OpenQuery open,
            EpochCommitter committer,
            Snapshots snapshots,
            Consumer<MeasuredEpoch> committed) {
        this.clock = clock;
        this.open = open;
        this.committer = committer;
        this.snapshots = snapshots;
        this.committed = committed;
    }

    /// @param told once each time that a sink waits, what it waits for
    void begin(Consumer<String> told) {
        sinkWaits = told;
    }

    /// Begins to commit an epoch; none is in flight.
    ///
    /// @param slices of each source
    void start(EpochCommitter.Work work, List<Slice> slices, MeasuredEpoch measured)
            throws InterruptedException {
        begunNanos = clock.nanos();
        committer.start(work);
        epoch = new Computed(work.record().epoch(), slices, measured);
    }

    /// Whether there is none.
    boolean isSettled() {
        return epoch == null;
    }

    /// How long the last commit took, from its beginning until all sinks had it.
    long commitNanos() {
        return commitNanos;
    }

    /// About how many bytes the state of the last committed epoch has.
    long stateBytes() {
        return stateBytes;
    }

    /// Waits until the commit, if it takes as long as the last one, will have so long to go.
    ///
    /// @throws RuntimeException the commit's failure
    void settleUntilLeft(long nanos) throws InterruptedException {
        long waitNanos = begunNanos + commitNanos - nanos - clock.nanos();
        if (epoch != null && waitNanos > 0) {
            settle(Duration.ofNanos(waitNanos));
        }
    }

    /// Waits until it is committed.
    ///
    /// @throws RuntimeException the commit's failure
    void settle() throws InterruptedException {
        while (!settle(LOOK_AROUND)) { // a commit is not cut off: its end is known or in doubt
            var waiting = open.sinkWaitingFor();
            if (waiting.isPresent() && !saidThatSinkWaits) {
                sinkWaits.accept("the sink waits for " + waiting.get());
            }
            saidThatSinkWaits = waiting.isPresent();
        }
        saidThatSinkWaits = false;
    }

    /// Waits so long for its commit, and says whether none is in flight.
    ///
    /// @throws RuntimeException the commit's failure
    boolean settle(Duration timeout) throws InterruptedException {
        var computed = epoch;
        if (computed == null) {
            return true;
        }
        try {
            var times = committer.answer(timeout);
            if (times.isEmpty()) {
                return false;
            }
            epoch = null;
            settled(computed, times.get());
            return true;
        } catch (RuntimeException | Error e) {
            epoch = null;
            throw e;
        }
    }

    private void settled(Computed computed, EpochCommitter.Times times) {
        var sources = open.sources();
        try {
            for (int i = 0; i < sources.size(); i++) {
                sources.get(i).committed(computed.slices.get(i));
            }
        } catch (IOException e) {
            throw Failures.of(e);
        }
        stateBytes = computed.measured.stateBytes();
        commitNanos = times.committed() - times.begun();
        computed.measured.committed(times);
        committed.accept(computed.measured);
        snapshots.advance(computed.number, stateBytes);
    }

    /// Takes the answer if it is there, and says whether the commit has failed: asked now and then
    /// while the next epoch is computed.
    boolean hasFailed() {
        if (failure == null) {
            try {
                settle(Duration.ZERO);
            } catch (InterruptedException e) {
                failure = new CancellationException("the commit was interrupted");
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        return failure != null;
    }

    /// Why [#hasFailed] said so; else `otherwise`.
    RuntimeException failureOr(RuntimeException otherwise) {
        return failure == null ? otherwise : failure;
    }
}
