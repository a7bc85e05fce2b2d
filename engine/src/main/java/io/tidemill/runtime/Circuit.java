package io.tidemill.runtime;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.ObservedRow;
import io.tidemill.operator.Timed;
import io.tidemill.plan.circuit.CircuitBuilder;
import io.tidemill.plan.circuit.CircuitPart;
import io.tidemill.plan.circuit.CircuitSpec;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.state.Stateful;
import io.tidemill.system.Mailbox;
import io.tidemill.system.Workers;
import io.tidemill.system.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A query's operators in all workers, and how an epoch runs through them.
///
/// Between two epochs nobody is inside the parts, and the thread that runs the epochs may read and
/// write their state.
final class Circuit {
    /// Batches under way to one worker; who finds its mailbox full does something else meanwhile.
    private static final int MAILBOX = 64;

    private static final Duration LOOK_AROUND = Duration.ofMillis(50);

    private final String name;
    private final CircuitSpec spec;
    private final Workers workers;
    private final List<CircuitPart> parts = new ArrayList<>();
    private final List<PartLinks> links = new ArrayList<>();
    private final List<SinkPort> sinks = new ArrayList<>();

    /// @param name the query's, for threads and messages
    Circuit(String name, CircuitSpec spec, World world, Workers workers) {
        this.name = name;
        this.spec = spec;
        this.workers = workers;
        var inboxes = new ArrayList<Mailbox<PartLinks.Message>>();
        for (int worker = 0; worker < spec.workers(); worker++) {
            inboxes.add(world.threads().mailbox(MAILBOX));
        }
        for (int worker = 0; worker < spec.workers(); worker++) {
            var link = new PartLinks(worker, inboxes);
            var sink = new SinkPort();
            links.add(link);
            sinks.add(sink);
            parts.add(CircuitBuilder.build(spec, worker, link, sink));
        }
    }

    /// Where one worker's result goes: a different writer each epoch.
    private static final class SinkPort implements Downstream {
        private @Nullable Downstream target;

        @Override
        public void push(Batch delta) {
            if (target == null) {
                throw new IllegalStateException("a result came outside an epoch");
            }
            target.push(delta);
        }
    }

    CircuitSpec spec() {
        return spec;
    }

    /// Runs one epoch to its end.
    ///
    /// @param inputs what to read, one for each leaf of the plan
    /// @param times the event time that splits begin with
    /// @param ends how it ends
    /// @param results where each worker's result goes
    /// @param cancelled asked between steps; true abandons the epoch
    /// @throws java.util.concurrent.CancellationException when it was abandoned
    void run(
            List<SourceInput> inputs,
            Evaluation evaluation,
            PartAgent.SplitTimes times,
            EpochRun.Ends ends,
            List<? extends Downstream> results,
            BooleanSupplier cancelled)
            throws InterruptedException {
        var run = new EpochRun(parts.size(), ends);
        var handles = new ArrayList<Workers.Handle>();
        for (int worker = 0; worker < parts.size(); worker++) { // all of them before any starts
            sinks.get(worker).target = results.get(worker);
            links.get(worker).begin();
            parts.get(worker).beginEpoch(at(evaluation, worker));
        }
        for (int worker = 0; worker < parts.size(); worker++) {
            handles.add(
                    workers.start(
                            new PartAgent(
                                    name + "-" + worker,
                                    parts.get(worker),
                                    links.get(worker),
                                    inputs,
                                    times,
                                    evaluation.nowMicros(),
                                    run)));
        }
        run.started(handles);
        try {
            await(run, handles, cancelled);
        } finally {
            sinks.forEach(sink -> sink.target = null);
        }
    }

    /// Rows that are not from a split draw random numbers by worker, or two would get one uuid().
    private static Evaluation at(Evaluation evaluation, int worker) {
        return evaluation.at(-1 - worker, 0);
    }

    /// Returns when no agent runs any more: only then may writers be thrown away and state be read.
    private static void await(EpochRun run, List<Workers.Handle> handles, BooleanSupplier cancelled)
            throws InterruptedException {
        InterruptedException interruption = null;
        for (var handle : handles) {
            boolean done = false;
            while (!done) {
                try {
                    done = handle.await(LOOK_AROUND);
                } catch (InterruptedException e) {
                    interruption = e;
                }
                if (!done && (interruption != null || cancelled.getAsBoolean())) {
                    run.cancel();
                }
            }
        }
        if (interruption != null) {
            throw interruption;
        }
        run.throwFailure();
    }

    /// State by operator: each list holds the operator's part in every worker.
    List<List<Stateful>> stateful() {
        var byOperator = new ArrayList<List<Stateful>>();
        for (int i = 0; i < parts.getFirst().stateful().size(); i++) {
            int operator = i;
            byOperator.add(parts.stream().map(part -> part.stateful().get(operator)).toList());
        }
        return byOperator;
    }

    /// The step of the plan that keeps each state, by its id; empty for what the output mode keeps.
    Map<String, Optional<PlanNode>> steps() {
        return parts.getFirst().steps();
    }

    /// What was observed in the last epoch.
    List<ObservedRow.Metrics> observed() {
        return parts.stream().flatMap(part -> part.observed().stream()).toList();
    }

    /// When an operator wants an epoch although there is no data; `Long.MAX_VALUE`: never.
    long nextTimerMicros() {
        return parts.stream()
                .flatMap(part -> part.timed().stream())
                .mapToLong(Timed::nextTimerMicros)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
