package io.tidemill.runtime;

import io.tidemill.checkpoint.EpochChanges;
import io.tidemill.checkpoint.EpochPlan;
import io.tidemill.connect.Slice;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.EventTime;
import io.tidemill.operator.LeadingTimes;
import io.tidemill.plan.circuit.CircuitPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Computes a query's epochs: what each reads, where its rows go, how it ends. Used by the query's
/// thread.
final class EpochComputation {
    private final OpenQuery open;
    private final QuerySettings settings;
    private final boolean readInOrder;
    private final List<StateSections.Changes> saved; // one a worker

    /// @param readInOrder whether one worker reads all splits of a source with event time, one
    ///   after the other
    EpochComputation(OpenQuery open, QuerySettings settings, boolean readInOrder) {
        this.open = open;
        this.settings = settings;
        this.readInOrder = readInOrder;
        saved = Stream.generate(StateSections.Changes::new).limit(workers()).toList();
    }

    /// @param inputs what was read of each source
    /// @param watermarks as they are after the epoch
    record Done(List<SourceInput> inputs, Watermarks watermarks) {}

    /// Runs an epoch.
    ///
    /// @param slices what it reads of each source
    /// @param before the watermarks it begins with
    /// @param output open, takes the result
    /// @param changes takes what it changed in the operators' state
    /// @param abandoned asked now and then; true gives the epoch up
    /// @throws java.util.concurrent.CancellationException when it was given up
    Done run(
            EpochPlan plan,
            List<Slice> slices,
            Watermarks before,
            EpochOutput output,
            EpochChanges changes,
            BooleanSupplier abandoned)
            throws InterruptedException {
        var inputs = new ArrayList<SourceInput>();
        for (int i = 0; i < slices.size(); i++) {
            var times = before.sources().get(i);
            inputs.add(
                    open.sources()
                            .get(i)
                            .input(
                                    slices.get(i).splits(),
                                    output.rejected(i),
                                    times,
                                    readInOrder && times.hasEventTime()));
        }
        var ends = new Ends(plan, inputs, before, changes);
        open.circuit()
                .run(
                        inputs,
                        new Evaluation(plan.clockMicros(), plan.seed(), settings.zone()),
                        (source, leading) -> splitStart(plan, output.rejected(source), leading),
                        ends,
                        IntStream.range(0, workers())
                                .<Downstream>mapToObj(output::downstream)
                                .toList(),
                        abandoned);
        return new Done(inputs, Objects.requireNonNull(ends.after.get()));
    }

    private int workers() {
        return open.circuit().spec().workers();
    }

    private EventTime.SplitStart splitStart(
            EpochPlan plan, RejectedRows rejected, LeadingTimes before) {
        return new EventTime.SplitStart(
                before,
                plan.watermarkMicros(),
                settings.watermarks().latestMicros(plan.clockMicros()),
                rejected::late);
    }

    /// How an epoch ends: its watermark, and what it changed, which each worker writes of its own
    /// part.
    private final class Ends implements EpochRun.Ends {
        private final EpochPlan plan;
        private final List<SourceInput> inputs;
        private final Watermarks before;
        private final EpochChanges changes;
        private final AtomicReference<@Nullable Watermarks> after = new AtomicReference<>();

        Ends(EpochPlan plan, List<SourceInput> inputs, Watermarks before, EpochChanges changes) {
            this.plan = plan;
            this.inputs = inputs;
            this.before = before;
            this.changes = changes;
        }

        @Override
        public EpochEnd allRead() {
            var next = before.after(inputs, open.dropsLate(), plan.clockMicros());
            after.set(next);
            return new EpochEnd(next.micros(), plan.clockMicros(), false);
        }

        @Override
        public void ended(CircuitPart part, int worker) {
            saved.get(worker).of(part, changes::add);
        }
    }
}
