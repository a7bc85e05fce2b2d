package io.tidemill.runtime;

import io.tidemill.checkpoint.Bytes;
import io.tidemill.checkpoint.Checkpoint;
import io.tidemill.checkpoint.EpochPlan;
import io.tidemill.checkpoint.EpochRecord;
import io.tidemill.checkpoint.Recovery;
import io.tidemill.checkpoint.SinkTokens;
import io.tidemill.checkpoint.SourceRange;
import io.tidemill.checkpoint.StateSection;
import io.tidemill.connect.EpochContext;
import io.tidemill.connect.Slice;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.system.Workers;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A query from its opening to its end, epoch by epoch: plan, run, log, commit. Used by one thread.
///
/// After any failure the loop is closed and a new one opened, as after a crash: what recovery does
/// then is what it does after `kill -9`.
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
    private final BooleanSupplier cancelled;
    private long nextEpoch;
    private long lastClockMicros;

    private EpochLoop(
            World world,
            QuerySpec query,
            String name,
            OpenQuery open,
            Checkpoint checkpoint,
            BooleanSupplier cancelled) {
        this.world = world;
        this.query = query;
        this.name = name;
        this.open = open;
        this.circuit = open.circuit();
        this.sources = open.sources();
        this.checkpoint = checkpoint;
        this.cancelled = cancelled;
        this.meter = new EpochMeter(world.clock(), open);
        this.rate = new RateControl(query.settings().targetEpoch());
    }

    /// Opens everything and takes the checkpoint; nothing is read or written yet.
    ///
    /// @param name the query's, for people
    /// @param directory of the checkpoint
    /// @param cancelled true abandons the epoch that is run
    /// @throws TidemillException when anything cannot be opened or the checkpoint is refused
    static EpochLoop open(
            World world,
            Workers workers,
            QuerySpec query,
            String name,
            Path directory,
            BooleanSupplier cancelled) {
        try {
            var open = new OpenQuery(world, workers, query, name);
            try {
                var options = query.settings().checkpoint();
                var checkpoint =
                        Checkpoint.open(world, directory, name, open.fingerprint(), options);
                return new EpochLoop(world, query, name, open, checkpoint, cancelled);
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

    long nextEpoch() {
        return nextEpoch;
    }

    OpenQuery query() {
        return open;
    }

    /// Locks older processes out and finishes, or runs again, what the last one left; says in words
    /// what was repaired or done.
    List<String> recover() throws InterruptedException {
        var found = checkpoint.recovered();
        var events = new ArrayList<>(found.events());
        try {
            var facts = new ArrayList<Recovery.SinkFacts>();
            for (var sink : open.sinks()) {
                facts.add(sink.fence(found.queryId(), found.generation()));
            }
            switch (Recovery.decide(found.facts(facts))) {
                case Recovery.Fresh() -> nextEpoch = 0;
                case Recovery.GoOn(long epoch) -> goOnFrom(epoch);
                case Recovery.RollForward(long epoch, var ids) -> {
                    var record = lastRecord();
                    goOnFrom(epoch);
                    commit(record, ids);
                    checkpoint.acknowledged(epoch, false);
                    events.add("epoch %d was logged and is now committed".formatted(epoch));
                }
                case Recovery.Rerun(var plan, boolean logged, var rollForward, var rewrite) -> {
                    if (!rollForward.isEmpty()) {
                        commit(lastRecord(), rollForward);
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
        checkpoint.state(epoch, section -> StateSections.restore(section, circuit, sources));
        nextEpoch = epoch + 1;
        var last = checkpoint.recovered().last();
        if (last.isPresent() && last.get().epoch() == epoch) {
            var plan = last.get().plan();
            lastClockMicros = plan.clockMicros();
            for (var source : sources) {
                var range = range(plan, source);
                source.startAt(range.end());
                source.setWatermark(range.watermarkMicros());
            }
        }
    }

    private void rerun(EpochPlan plan, List<String> rewrite)
            throws IOException, InterruptedException {
        var slices = new ArrayList<Slice>();
        for (var source : sources) {
            var range = range(plan, source);
            source.startAt(range.start());
            slices.add(OpenSource.decode(range.plan().toArray()));
        }
        lastClockMicros = plan.clockMicros();
        run(plan, slices, rewrite);
    }

    private static SourceRange range(EpochPlan plan, OpenSource source) {
        return plan.sources().stream()
                .filter(range -> range.source().equals(source.id()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("no range of " + source.id() + " was logged"));
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

    /// Plans and runs the next epoch; false when nothing is new.
    boolean runNext() throws InterruptedException {
        try {
            meter.begin();
            var slices = new ArrayList<Slice>();
            boolean anything = false;
            for (var source : sources) {
                var slice = source.plan(rate.limit());
                anything |= slice.isPresent();
                slices.add(slice.orElse(Slice.empty(source.offset())));
            }
            meter.lap("latestOffset");
            if (!anything) {
                return false;
            }
            checkpoint.checkSpace();
            run(plan(slices), slices, open.sinks().stream().map(OpenSink::id).toList());
            return true;
        } catch (IOException e) {
            throw Failures.of(e);
        }
    }

    private EpochPlan plan(List<Slice> slices) {
        lastClockMicros = Math.max(lastClockMicros, world.clock().micros());
        var ranges = new ArrayList<SourceRange>();
        for (int i = 0; i < sources.size(); i++) {
            ranges.add(range(i, slices.get(i)));
        }
        return new EpochPlan(
                nextEpoch, lastClockMicros, world.randomness().seed(), watermarkMicros(), ranges);
    }

    private SourceRange range(int source, Slice slice) {
        return new SourceRange(
                sources.get(source).id(),
                slice.start(),
                slice.end(),
                Bytes.wrap(OpenSource.encode(slice)),
                sources.get(source).watermarkMicros(),
                List.of());
    }

    /// The least watermark of the sources that have event time.
    private long watermarkMicros() {
        return sources.stream()
                .filter(OpenSource::hasEventTime)
                .mapToLong(OpenSource::watermarkMicros)
                .min()
                .orElse(EpochPlan.NO_WATERMARK);
    }

    private void run(EpochPlan plan, List<Slice> slices, List<String> rewrite)
            throws IOException, InterruptedException {
        long startNanos = world.clock().nanos();
        if (open.runsUserCode()) {
            checkpoint.planned(plan);
        }
        meter.lap("queryPlanning");
        var output = new EpochOutput(open.sinks());
        var inputs = new ArrayList<SourceInput>();
        List<SinkTokens> tokens;
        try {
            output.open(context(plan), workers(), rewrite, sources.size());
            for (int i = 0; i < sources.size(); i++) {
                inputs.add(
                        new SourceInput(
                                sources.get(i).source(),
                                slices.get(i).splits(),
                                output.rejected(i)));
            }
            circuit.run(
                    inputs,
                    new Evaluation(plan.clockMicros(), plan.seed(), query.settings().zone()),
                    new EpochEnd(plan.watermarkMicros(), plan.clockMicros(), false),
                    IntStream.range(0, workers()).<Downstream>mapToObj(output::downstream).toList(),
                    cancelled);
            tokens = output.finish();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            output.abort(e);
            throw e;
        }
        meter.lap("addBatch");
        advanceWatermarks();
        log(plan, slices, tokens);
        meter.lap("walCommit");
        commit(plan, tokens, rewrite);
        nextEpoch = plan.epoch() + 1;
        meter.lap("commitOffsets");
        rate.observe(
                inputs.stream().mapToLong(SourceInput::rows).sum(),
                inputs.stream().mapToLong(SourceInput::bytes).sum(),
                world.clock().nanos() - startNanos);
        meter.finished(plan, slices, inputs, output, watermarkMicros());
        snapshotIfDue();
    }

    private int workers() {
        return circuit.spec().workers();
    }

    private EpochContext context(EpochPlan plan) {
        return new EpochContext(
                checkpoint.recovered().queryId().toString(),
                checkpoint.recovered().generation(),
                plan.epoch(),
                query.mode(),
                plan.clockMicros());
    }

    private void advanceWatermarks() {
        for (int i = 0; i < sources.size(); i++) {
            var seen = circuit.takeEventTime(i);
            meter.eventTime(seen);
            if (seen.isPresent() && seen.get().count() > 0) {
                sources.get(i).sawEventTime(seen.get().greatest());
            }
        }
    }

    /// One record and one sync make the epoch certain.
    private void log(EpochPlan plan, List<Slice> slices, List<SinkTokens> tokens) {
        var sections = new ArrayList<StateSection>(StateSections.changes(circuit));
        var ranges = new ArrayList<SourceRange>();
        for (int i = 0; i < sources.size(); i++) {
            var range = range(i, slices.get(i));
            ranges.add(range);
            sections.add(StateSections.slice(sources.get(i), range.plan().toArray()));
        }
        checkpoint.append(
                new EpochRecord(
                        new EpochPlan(
                                plan.epoch(),
                                plan.clockMicros(),
                                plan.seed(),
                                plan.watermarkMicros(),
                                ranges),
                        sections,
                        tokens));
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).advance(slices.get(i));
        }
    }

    private void commit(EpochPlan plan, List<SinkTokens> tokens, List<String> ids)
            throws IOException {
        commit(new EpochRecord(plan, List.of(), tokens), ids);
        checkpoint.acknowledged(plan.epoch(), open.runsUserCode());
        for (var source : sources) {
            source.source().committed(source.offset());
        }
    }

    private void commit(EpochRecord record, List<String> ids) throws IOException {
        var context = context(record.plan());
        for (var sink : open.sinks()) {
            if (ids.contains(sink.id())) {
                checkpoint.ownership().verify();
                sink.sink().commit(sink.context(context), record.tokens(sink.id()));
            }
        }
    }

    private void snapshotIfDue() {
        if (!checkpoint.snapshotDue()) {
            return;
        }
        try (var snapshot = checkpoint.snapshot()) {
            StateSections.all(circuit, sources, snapshot::add);
            snapshot.commit();
        }
        meter.lap("snapshot");
    }

    @Override
    public void close() {
        try {
            checkpoint.close();
        } finally {
            open.close();
        }
    }
}
