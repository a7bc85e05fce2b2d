package io.tidemill.plan.circuit;

import io.tidemill.data.Batch;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.Exchange;
import io.tidemill.operator.Operator;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The stages of one worker's part while it is built, from the last one to the first, and the
/// exchanges between them. Every worker opens the same ones in the same order, so their numbers
/// mean the same everywhere. One worker alone needs no exchange.
final class Stages {
    private final int worker;
    private final int workers;
    private final CircuitBuilder.Links links;
    private final List<OpenStage> stages = new ArrayList<>();
    private final Map<Integer, Downstream> exchanges = new HashMap<>();
    private boolean first;

    Stages(int worker, int workers, CircuitBuilder.Links links) {
        this.worker = worker;
        this.workers = workers;
        this.links = links;
    }

    /// A stage while it is built: from its end to its beginning.
    static final class OpenStage {
        private final List<Operator> operators = new ArrayList<>();
        private final List<CircuitPart.Scan> scans = new ArrayList<>();
        private final List<Integer> feeds = new ArrayList<>();
        private final List<Integer> sends = new ArrayList<>();
        private final boolean first;

        private OpenStage(boolean first) {
            this.first = first;
        }

        /// Adds an operator in front of those that are there.
        <T extends Operator> T add(T operator) {
            operators.add(operator);
            return operator;
        }

        /// Adds what is read into it.
        void add(CircuitPart.Scan scan) {
            scans.add(scan);
        }

        private CircuitPart.Stage close() {
            return new CircuitPart.Stage(operators.reversed(), scans, feeds, sends, first);
        }
    }

    /// Where what is below goes on to be built.
    record Below(OpenStage stage, Downstream to) {}

    /// Opens a stage that is read and ends before those that were opened so far.
    OpenStage open() {
        var stage = new OpenStage(first);
        stages.add(stage);
        return stage;
    }

    /// Builds into a stage of its own that is read and ends before those that were opened so far
    /// are read.
    void first(Consumer<OpenStage> build) {
        boolean outer = first;
        first = true;
        build.accept(open());
        first = outer;
    }

    /// Cuts the circuit: rows of `schema` go to the worker that owns their key, the first `keys`
    /// columns (none: to worker 0).
    Below exchange(OpenStage stage, StructType schema, int keys, Downstream to) {
        if (workers == 1) {
            return new Below(stage, to);
        }
        var below = open();
        return new Below(below, connect(below, schema, keys, stage, to));
    }

    /// Opens a stage for what goes on beside the circuit: it ends behind all that are open.
    OpenStage aside(OpenStage stage) {
        if (workers == 1) {
            return stage;
        }
        var behind = new OpenStage(false);
        stages.addFirst(behind);
        return behind;
    }

    /// Where rows go in that are for worker 0's part of a stage that [#aside] has opened.
    Downstream send(OpenStage from, StructType schema, OpenStage aside, Downstream to) {
        return workers == 1 ? to : connect(from, schema, 0, aside, to);
    }

    private Downstream connect(
            OpenStage from, StructType schema, int keys, OpenStage into, Downstream to) {
        int number = exchanges.size();
        exchanges.put(number, to);
        into.feeds.add(number);
        from.sends.add(number);
        return from.add(new Exchange(schema, keys, worker, workers, to, sender(number)));
    }

    private Exchange.Sender sender(int exchange) {
        return new Exchange.Sender() {
            @Override
            public void send(int toWorker, Batch batch) {
                links.send(exchange, toWorker, batch);
            }

            @Override
            public @Nullable Batch spare() {
                return links.spare(exchange);
            }
        };
    }

    /// Whether there is one stage so far, and all its operators are such.
    boolean isOneOf(Predicate<Operator> such) {
        return stages.size() == 1 && stages.getFirst().operators.stream().allMatch(such);
    }

    /// In the order in which they end.
    List<CircuitPart.Stage> close() {
        return stages.reversed().stream().map(OpenStage::close).toList();
    }

    /// Where the rows of each exchange go in.
    Map<Integer, Downstream> exchanges() {
        return exchanges;
    }
}
