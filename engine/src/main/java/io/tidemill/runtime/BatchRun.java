package io.tidemill.runtime;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Split;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.EventTime;
import io.tidemill.operator.LeadingTimes;
import io.tidemill.operator.ObservedRow;
import io.tidemill.plan.circuit.CircuitSpec;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.system.Workers;
import io.tidemill.system.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A query over what its tables hold now: a stream with one epoch, which nothing needs to remember.
final class BatchRun {
    /// Below this one worker is faster than several, and gives rows in the order of the files.
    private static final long WORTH_SPREADING_BYTES = 8L << 20;

    private static final long WORTH_SPREADING_ROWS = 100_000;

    private final World world;
    private final Workers workers;
    private final QuerySettings settings;
    private final BooleanSupplier cancelled;
    private final Consumer<ObservedRow.Metrics> observed;

    /// @param observed is given what was observed of the rows, at the end
    BatchRun(
            World world,
            Workers workers,
            QuerySettings settings,
            BooleanSupplier cancelled,
            Consumer<ObservedRow.Metrics> observed) {
        this.observed = observed;
        this.world = world;
        this.workers = workers;
        this.settings = settings;
        this.cancelled = cancelled;
    }

    /// Gives the result to `result`, which is called by one thread at a time.
    void run(PlanNode plan, Downstream result) throws InterruptedException {
        var lock = new Object();
        Downstream guarded =
                delta -> {
                    synchronized (lock) {
                        result.push(delta);
                    }
                };
        try {
            execute(plan, worker -> guarded);
        } catch (IOException e) {
            throw Failures.of(e);
        }
    }

    /// Writes the result as one epoch.
    ///
    /// @param mode [OutputMode#APPEND], or [OutputMode#COMPLETE] to replace what is there
    /// @return how many rows were written
    long write(PlanNode plan, QuerySpec.SinkOpener opener, OutputMode mode)
            throws InterruptedException {
        try (var sink = opener.open(plan.schema())) {
            var queryId = world.randomness().uuid().toString();
            sink.fence(queryId, 1);
            var context = new EpochContext(queryId, 1, 0, mode, world.clock().micros());
            var output = new EpochOutput(List.of(new OpenSink("result", sink, true)));
            try {
                output.open(context, settings.workers(), List.of("result"), 0);
                execute(plan, output::downstream);
                for (var tokens : output.finish()) {
                    sink.commit(context, tokens.tokens());
                }
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                output.abort(e);
                throw e;
            }
            return output.rows();
        } catch (IOException e) {
            throw Failures.of(e);
        }
    }

    /// Where each worker's result goes.
    private interface Results {
        Downstream of(int worker);
    }

    private void execute(PlanNode plan, Results results) throws IOException, InterruptedException {
        var sources = new ArrayList<OpenSource>();
        var rejected = new ArrayList<OpenRejected>();
        try {
            var leaves = new CircuitSpec(plan, OutputMode.APPEND, 1).leaves();
            for (int i = 0; i < leaves.size(); i++) {
                sources.add(OpenSource.open("source-" + i, leaves.get(i)));
                rejected.add(OpenRejected.open(world, leaves.get(i)));
            }
            var slices = new ArrayList<List<Slice>>();
            for (var source : sources) {
                slices.add(planAll(source));
            }
            var inputs = new ArrayList<SourceInput>();
            for (int i = 0; i < sources.size(); i++) {
                inputs.add(
                        new SourceInput(
                                sources.get(i).source(),
                                splits(slices.get(i)),
                                rejected.get(i).rows(),
                                SourceTimes.fresh(OptionalLong.empty(), WatermarkPolicy.DEFAULT, 0),
                                false));
            }
            int count = isWorthSpreading(slices) ? settings.workers() : 1;
            var spec = new CircuitSpec(plan, OutputMode.APPEND, count);
            var circuit = new Circuit("batch", spec, world, workers);
            circuit.run(
                    inputs,
                    new Evaluation(
                            world.clock().micros(), world.randomness().seed(), settings.zone()),
                    BatchRun::noEventTime,
                    () -> new EpochEnd(Long.MAX_VALUE, world.clock().micros(), true),
                    IntStream.range(0, count).mapToObj(results::of).toList(),
                    cancelled);
            circuit.observed().forEach(observed);
            for (var each : rejected) {
                each.commit();
            }
        } finally {
            rejected.forEach(OpenRejected::close);
            sources.forEach(OpenSource::close);
        }
    }

    private static EventTime.SplitStart noEventTime(int source, LeadingTimes before) {
        throw new IllegalStateException("source %d of a batch has no event time".formatted(source));
    }

    private List<Slice> planAll(OpenSource source) throws IOException {
        var slices = new ArrayList<Slice>();
        source.begin(world.randomness().uuid().toString(), () -> {});
        source.endHere();
        for (var slice = source.plan(ReadLimit.NONE, false);
                slice.isPresent();
                slice = source.plan(ReadLimit.NONE, false)) {
            slices.add(slice.get());
            source.advance(slice.get());
        }
        return slices;
    }

    private static List<Split> splits(List<Slice> slices) {
        return slices.stream().flatMap(slice -> slice.splits().stream()).toList();
    }

    private static boolean isWorthSpreading(List<List<Slice>> slices) {
        return slices.stream()
                .flatMap(List::stream)
                .anyMatch(slice ->
                        slice.bytes() >= WORTH_SPREADING_BYTES
                                || slice.rows() >= WORTH_SPREADING_ROWS);
    }
}
