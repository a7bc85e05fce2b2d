package io.tidemill.runtime;

import io.tidemill.checkpoint.Checkpoint;
import io.tidemill.checkpoint.EpochChanges;
import io.tidemill.checkpoint.EpochPlan;
import io.tidemill.checkpoint.EpochRecord;
import io.tidemill.checkpoint.Recovery;
import io.tidemill.checkpoint.StateSection;
import io.tidemill.connect.EpochContext;
import io.tidemill.connect.Slice;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.Workers;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A query from its opening to its end, epoch by epoch: plan, run, log, commit. Used by one thread.
///
/// Logging and committing an epoch is the [EpochCommitter]'s, which may have a thread of its own:
/// the next epoch is planned, read and computed meanwhile. What the record needs is cut off the
/// operators and sources before they go on. At most one epoch is between being computed and being
/// committed.
///
/// After any failure the loop is closed and a new one opened, as after a crash: what recovery does
/// then is what it does after `kill -9`. Recovery stands here since it runs and commits epochs by
/// the same means; hence the length.
final class EpochLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EpochLoop.class);

    private final World world;
    private final QuerySpec query;
    private final String name;
    private final OpenQuery open;
    private final Circuit circuit;
    private final List<OpenSource> sources;
    private final Checkpoint checkpoint;
    private final EpochMeter meter;
    private final RateControl rate;
    private final EpochCommitter committer;
    private final BooleanSupplier cancelled;
    private final EpochPlans plans;
    private final EpochComputation computation;
    private final Snapshots snapshots;
    private final EpochInFlight inFlight;
    private Watermarks watermarks;
    private long nextEpoch;
    private long lastComputeNanos;

    private EpochLoop(
            World world,
            QuerySpec query,
            String name,
            OpenQuery open,
            Checkpoint checkpoint,
            boolean readInOrder,
            BooleanSupplier cancelled,
            Consumer<MeasuredEpoch> committed) {
        this.world = world;
        this.query = query;
        this.name = name;
        this.open = open;
        this.circuit = open.circuit();
        this.sources = open.sources();
        this.checkpoint = checkpoint;
        this.plans = new EpochPlans(world, sources);
        this.computation = new EpochComputation(open, query.settings(), readInOrder);
        this.cancelled = cancelled;
        this.watermarks =
                Watermarks.fresh(
                        open.delays(), query.settings().watermarks(), world.clock().micros());
        this.committer = new EpochCommitter(world, name, checkpoint, open.sinks());
        this.meter = new EpochMeter(world.clock(), open);
        this.snapshots = new Snapshots(world, name, checkpoint, open, meter);
        this.inFlight = new EpochInFlight(world.clock(), open, committer, snapshots, committed);
        this.rate = new RateControl(query.settings().targetEpoch());
    }

    /// Opens everything and takes the checkpoint; nothing is read or written yet.
    ///
    /// @param name the query's, for people
    /// @param directory of the checkpoint
    /// @param readInOrder whether one worker reads all splits of a source with event time, one
    ///   after the other
    /// @param shared what other queries read as well
    /// @param cancelled true abandons the epoch that is run
    /// @param committed is told of each epoch that its sinks have, in order, on this thread
    /// @throws TidemillException when anything cannot be opened or the checkpoint is refused
    static EpochLoop open(
            World world,
            Workers workers,
            QuerySpec query,
            String name,
            Path directory,
            boolean readInOrder,
            SharedReads shared,
            BooleanSupplier cancelled,
            Consumer<MeasuredEpoch> committed) {
        try {
            var open = new OpenQuery(world, workers, query, name, shared);
            try {
                var options = query.settings().checkpoint();
                var checkpoint =
                        Checkpoint.open(world, directory, name, open.fingerprint(), options);
                return new EpochLoop(
                        world, query, name, open, checkpoint, readInOrder, cancelled, committed);
            } catch (RuntimeException | Error e) {
                open.close();
                throw e;
            }
        } catch (IOException e) {
            throw Failures.of(e);
        }
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    EpochMeter meter() {
        return meter;
    }

    OpenQuery query() {
        return open;
    }

    /// Tells the sources whose they are; before [#recover].
    ///
    /// @param arrived runs, on whatever thread, when one may have something new
    /// @param sinkWaits is told, once each time, that a sink waits and what for
    void begin(Runnable arrived, Consumer<String> sinkWaits) {
        inFlight.begin(sinkWaits);
        var queryId = checkpoint.recovered().queryId().toString();
        sources.forEach(source -> source.begin(queryId, arrived));
    }

    /// Locks older processes out and finishes, or runs again, what the last one left; says in words
    /// what was repaired or done.
    List<String> recover() throws InterruptedException {
        var found = checkpoint.recovered();
        var events = new ArrayList<>(found.events());
        try {
            var facts = new ArrayList<Recovery.SinkFacts>();
            for (var sink : open.sinks()) {
                facts.add(sink.fence(found));
            }
            switch (Recovery.decide(found.facts(facts))) {
                case Recovery.Fresh() -> nextEpoch = 0;
                case Recovery.GoOn(long epoch) -> goOnFrom(epoch);
                case Recovery.RollForward(long epoch, var ids) -> {
                    var record = lastRecord();
                    goOnFrom(epoch);
                    committer.commit(record, context(record.plan()), ids);
                    checkpoint.acknowledged(epoch, false);
                    events.add("epoch %d was logged and is now committed".formatted(epoch));
                }
                case Recovery.Rerun(var plan, boolean logged, var rollForward, var rewrite) -> {
                    if (!rollForward.isEmpty()) {
                        var record = lastRecord();
                        committer.commit(record, context(record.plan()), rollForward);
                    }
                    goOnFrom(plan.epoch() - 1);
                    rerun(plan, rewrite);
                    events.add(
                            "epoch %d was %s and has been run again"
                                    .formatted(plan.epoch(), logged ? "in doubt" : "planned"));
                }
                case Recovery.Refuse(var problem, var remedy) ->
                        throw new TidemillException(
                                Condition.CHECKPOINT_DAMAGED,
                                "query '%s': %s".formatted(name, problem),
                                remedy);
            }
        } catch (IOException e) {
            throw Failures.of(e);
        }
        events.forEach(event -> LOG.info("recovery query={} {}", name, event));
        return events;
    }

    private EpochRecord lastRecord() {
        return checkpoint
                .recovered()
                .last()
                .orElseThrow(() -> new IllegalStateException("there is no epoch to finish"));
    }

    private void goOnFrom(long epoch) {
        checkpoint.state(epoch, this::restore);
        nextEpoch = epoch + 1;
        var last = checkpoint.recovered().last();
        if (last.isPresent() && last.get().epoch() == epoch) {
            plans.goOnBehind(last.get().plan());
        }
    }

    private void restore(StateSection section) {
        if (section.operator().equals(Watermarks.STATE_ID)) {
            watermarks = watermarks.restored(section);
        } else {
            StateSections.restore(section, circuit, sources);
        }
    }

    private void rerun(EpochPlan plan, List<String> rewrite)
            throws IOException, InterruptedException {
        meter.begin();
        run(plan, plans.again(plan), rewrite);
        inFlight.settle();
    }

    /// From here on nothing is read that comes later than now.
    void endWithWhatIsThere() {
        try {
            for (var source : sources) {
                source.endHere();
            }
        } catch (IOException e) {
            throw Failures.of(e);
        }
    }

    /// Whether every source has rows that no epoch has read, as of the last look.
    boolean isBehind() {
        return sources.stream().anyMatch(OpenSource::isBehind);
    }

    /// Gives sinks time to look after what they wrote, if everything is committed; does not wait.
    void tend() throws InterruptedException {
        if (inFlight.isSettled()) {
            committer.tend();
        }
    }

    /// Plans and computes the next epoch, and begins to commit it; false when nothing is new and
    /// all is committed.
    ///
    /// @param looks whether sources that know of nothing new look for it
    boolean runNext(boolean looks) throws InterruptedException {
        try {
            // Rows that come while an epoch is committed are seen the sooner the later the next one
            // is planned: they need not wait for one more commit. So it is planned when there is
            // about time enough left to compute it, twice over.
            inFlight.settleUntilLeft(2 * lastComputeNanos);
            meter.begin();
            var slices = new ArrayList<Slice>();
            boolean anything = isTime();
            for (var source : sources) {
                var slice = source.plan(rate.limit(), looks);
                anything |= slice.isPresent();
                slices.add(slice.orElse(Slice.empty(source.offset())));
            }
            meter.lap("latestOffset");
            if (!anything) {
                inFlight.settle();
                tend();
                snapshots.encodeIdle(nextEpoch - 1, watermarkSections());
                snapshots.advance(nextEpoch - 1, inFlight.stateBytes());
                return false;
            }
            if (inFlight.isSettled()) {
                checkpoint.checkSpace();
            }
            var plan = plans.plan(nextEpoch, slices, watermarks.micros());
            run(plan, slices, open.sinks().stream().map(OpenSink::id).toList());
            return true;
        } catch (IOException e) {
            throw Failures.of(e);
        }
    }

    /// Whether an epoch is due although no source has anything new.
    private boolean isTime() {
        long now = world.clock().micros();
        return circuit.nextTimerMicros() <= now || watermarks.wouldMove(now);
    }

    private void run(EpochPlan plan, List<Slice> slices, List<String> rewrite)
            throws IOException, InterruptedException {
        long startNanos = world.clock().nanos();
        if (!committer.isAhead()) {
            inFlight.settle();
        }
        if (open.runsUserCode()) {
            checkpoint.planned(plan);
        }
        meter.lap("queryPlanning");
        var output = new EpochOutput(open.sinks());
        var context = context(plan);
        var changes = checkpoint.changes(plan.epoch());
        EpochRecord record;
        MeasuredEpoch measured;
        try {
            var inputs = compute(plan, context, slices, rewrite, output, changes);
            var tokens = output.finish();
            meter.lap("addBatch");
            record = plans.record(plan, slices, watermarkSections(), tokens);
            meter.lap("walCommit");
            observe(startNanos, inputs, open.fill(context, rewrite));
            measured = meter.computed(plan, slices, inputs, output, watermarks.micros());
            lastComputeNanos = world.clock().nanos() - startNanos;
            inFlight.settle();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            giveUp(output, changes, e);
            throw e;
        }
        inFlight.start(
                new EpochCommitter.Work(record, changes, context, rewrite), slices, measured);
        nextEpoch = plan.epoch() + 1;
        if (!committer.isAhead()) {
            inFlight.settle();
        }
        snapshots.encode(nextEpoch - 1, watermarkSections(), world.clock().nanos() - startNanos);
    }

    /// Tells how long an epoch took, or the commit of the one before if that was longer; a sink
    /// that has become full counts as if it had taken the target.
    private void observe(long startNanos, List<SourceInput> inputs, double fill) {
        long computeNanos = world.clock().nanos() - startNanos;
        long fillNanos = (long) (fill * query.settings().targetEpoch().toNanos());
        rate.observe(
                inputs.stream().mapToLong(SourceInput::rows).sum(),
                inputs.stream().mapToLong(SourceInput::bytes).sum(),
                Math.max(Math.max(computeNanos, inFlight.commitNanos()), fillNanos));
    }

    private List<SourceInput> compute(
            EpochPlan plan,
            EpochContext context,
            List<Slice> slices,
            List<String> rewrite,
            EpochOutput output,
            EpochChanges changes)
            throws IOException, InterruptedException {
        output.open(context, circuit.spec().workers(), rewrite, sources.size());
        EpochComputation.Done done;
        try {
            done =
                    computation.run(
                            plan,
                            slices,
                            watermarks,
                            output,
                            changes,
                            () -> inFlight.hasFailed() || cancelled.getAsBoolean());
        } catch (CancellationException e) {
            throw inFlight.failureOr(e);
        }
        watermarks = done.watermarks();
        meter.eventTime(done.inputs());
        return done.inputs();
    }

    /// An epoch will not be committed: what it wrote goes; the one before still may be.
    private void giveUp(EpochOutput output, EpochChanges changes, Throwable cause) {
        output.abort(cause);
        try {
            changes.close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
        if (cause instanceof Error || cause instanceof InterruptedException) {
            return; // nobody waits for the commit any more
        }
        try {
            inFlight.settle();
        } catch (InterruptedException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /// Waits so long for the commit of the epoch before, and says whether no epoch is in flight.
    ///
    /// @throws RuntimeException the commit's failure
    boolean settle(Duration timeout) throws InterruptedException {
        return inFlight.settle(timeout);
    }

    private EpochContext context(EpochPlan plan) {
        return new EpochContext(
                checkpoint.recovered().queryId().toString(),
                checkpoint.recovered().generation(),
                plan.epoch(),
                query.mode(),
                plan.clockMicros(),
                plan.digest());
    }

    private List<StateSection> watermarkSections() {
        return watermarks.hasEventTime() ? List.of(watermarks.toSection()) : List.of();
    }

    /// Nothing comes any more: waits for the commit in flight, and for the snapshot that is being
    /// written if that is wanted.
    void finish(boolean withSnapshot) throws InterruptedException {
        inFlight.settle();
        if (withSnapshot) {
            snapshots.complete(nextEpoch - 1, watermarkSections(), cancelled);
        }
    }

    @Override
    public void close() {
        try (open;
                checkpoint;
                committer;
                snapshots) {
            // each of them, the last first, whatever another one throws
        }
    }
}
