package io.tidemill.plan.circuit;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.EventTime;
import io.tidemill.operator.ObservedRow;
import io.tidemill.operator.Operator;
import io.tidemill.operator.Order;
import io.tidemill.operator.Timed;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.Stateful;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One worker's part of a circuit: its operators, in stages that exchanges cut.
///
/// A stage is over in this worker when all stages' scans are read (its own, if it is a
/// [Stage#first] one) and every worker has said that it sends nothing more over the exchanges that
/// feed it; then [#endStage] is called, which may send over the exchanges behind it. The owner is
/// one thread at a time.
public final class CircuitPart {
    private final List<Stage> stages;
    private final Map<Integer, Downstream> exchanges;
    private final List<Stateful> stateful;
    private final Map<Integer, EventTime> eventTimes;
    private final Optional<Order> limit;
    private final Map<String, Optional<PlanNode>> steps;

    CircuitPart(
            List<Stage> stages,
            Map<Integer, Downstream> exchanges,
            List<Stateful> stateful,
            Map<Integer, EventTime> eventTimes,
            Optional<Order> limit,
            Map<String, Optional<PlanNode>> steps) {
        this.stages = stages;
        this.exchanges = exchanges;
        this.stateful = stateful;
        this.eventTimes = eventTimes;
        this.limit = limit;
        this.steps = steps;
    }

    /// What runs between two exchanges.
    ///
    /// @param operators in the order in which rows pass them
    /// @param scans what is read into it
    /// @param feeds the exchanges whose rows come in
    /// @param sends the exchanges over which rows go out
    /// @param first whether it ends before the stages behind it are read: it reads only what ends,
    ///   and what comes behind needs all of it
    public record Stage(
            List<Operator> operators,
            List<Scan> scans,
            List<Integer> feeds,
            List<Integer> sends,
            boolean first) {
        public Stage {
            operators = List.copyOf(operators);
            scans = List.copyOf(scans);
            feeds = List.copyOf(feeds);
            sends = List.copyOf(sends);
        }
    }

    /// Where the rows of one source go in.
    ///
    /// @param source its number among the plan's leaves
    /// @param columns what is to be read
    /// @param into takes the batches
    public record Scan(int source, StructType columns, Downstream into) {}

    /// In the order in which they end.
    public List<Stage> stages() {
        return stages;
    }

    /// The operators that keep state, in an order that is the same in every worker.
    public List<Stateful> stateful() {
        return stateful;
    }

    /// The step of the plan that keeps each state, by its id; empty for what the output mode keeps.
    public Map<String, Optional<PlanNode>> steps() {
        return steps;
    }

    /// Who watches the event time of a source, by its number.
    public Map<Integer, EventTime> eventTimes() {
        return eventTimes;
    }

    /// The operators whose result changes by time alone.
    public List<Timed> timed() {
        return stages.stream()
                .flatMap(stage -> stage.operators().stream())
                .filter(Timed.class::isInstance)
                .map(Timed.class::cast)
                .toList();
    }

    /// What was observed in the last epoch, as far as this worker has it.
    public List<ObservedRow.Metrics> observed() {
        return stages.stream()
                .flatMap(stage -> stage.operators().stream())
                .filter(ObservedRow.class::isInstance)
                .flatMap(operator -> ((ObservedRow) operator).row().stream())
                .toList();
    }

    /// Whether nothing that could still be read would change the result of a bounded query.
    public boolean hasEnough() {
        return limit.isPresent() && limit.get().hasEnough();
    }

    public void beginEpoch(Evaluation evaluation) {
        for (var stage : stages) {
            stage.operators().forEach(operator -> operator.beginEpoch(evaluation));
        }
    }

    /// Takes a batch that came over an exchange.
    public void receive(int exchange, Batch batch) {
        var into = exchanges.get(exchange);
        if (into == null) {
            throw new IllegalStateException("there is no exchange " + exchange);
        }
        into.push(batch);
    }

    /// Ends the epoch for the operators of a stage.
    public void endStage(Stage stage, EpochEnd end) {
        stage.operators().forEach(operator -> operator.endEpoch(end));
    }
}
