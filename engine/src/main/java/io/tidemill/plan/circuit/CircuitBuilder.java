package io.tidemill.plan.circuit;

import io.tidemill.data.Batch;
import io.tidemill.expression.Expression;
import io.tidemill.expression.RowFunctions;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EventTime;
import io.tidemill.operator.FilterProject;
import io.tidemill.operator.MapRows;
import io.tidemill.operator.NewVersions;
import io.tidemill.operator.Order;
import io.tidemill.plan.circuit.Stages.OpenStage;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.Stateful;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Builds one worker's [CircuitPart]: from the sink down to the scans, since an operator is made
/// with where its result goes. The same spec gives every worker the same stages, exchanges and
/// state ids.
public final class CircuitBuilder {
    private final CircuitSpec spec;
    private final int worker;
    private final Stages stages;
    private final List<Stateful> stateful = new ArrayList<>();
    private final Map<Integer, EventTime> eventTimes = new HashMap<>();
    private final Map<String, Optional<PlanNode>> steps = new LinkedHashMap<>();
    private Optional<PlanNode> step = Optional.empty();
    private final Shared shared;
    private final Map<PlanNode, SharedStep> waiting = new HashMap<>();
    private Optional<Order> limit = Optional.empty();
    private int nextSource;
    private int nextState;

    /// How a part reaches the others.
    @FunctionalInterface
    public interface Links {
        /// Sends over an exchange to another worker's part.
        void send(int exchange, int toWorker, Batch batch);

        /// A batch that came over this exchange and that nobody needs any more, if there is one.
        default @Nullable Batch spare(int exchange) {
            return null;
        }
    }

    private CircuitBuilder(CircuitSpec spec, int worker, Links links) {
        this.spec = spec;
        this.worker = worker;
        stages = new Stages(worker, spec.workers(), links);
        shared = spec.shared();
    }

    /// The part of one worker.
    ///
    /// @param sink takes the rows of [CircuitSpec#outputSchema], each at weight 1; in mode update,
    ///   where deletes are given, at -1 a row that is gone
    public static CircuitPart build(CircuitSpec spec, int worker, Links links, Downstream sink) {
        var builder = new CircuitBuilder(spec, worker, links);
        var stage = builder.stages.open();
        ResultParts.build(spec, builder, stage, sink);
        if (!builder.waiting.isEmpty()) {
            throw new IllegalStateException("not built: " + builder.waiting.keySet());
        }
        return new CircuitPart(
                builder.stages.close(),
                builder.stages.exchanges(),
                builder.stateful,
                builder.eventTimes,
                builder.limit,
                builder.steps);
    }

    /// The stages that are open, and the exchanges between them.
    Stages stages() {
        return stages;
    }

    /// Which worker this part is for, of `workers()`.
    int worker() {
        return worker;
    }

    int workers() {
        return spec.workers();
    }

    Style style() {
        return spec.style();
    }

    /// After what time without a change is forgotten what a step keeps of this input; 0: never.
    long ttlMicros(PlanNode input) {
        return spec.style() == Style.BATCH ? 0 : spec.stateTtl().of(input);
    }

    /// What flows out of a node here.
    Edge edge(PlanNode node) {
        return Edge.of(node, spec.style());
    }

    /// Names an operator's state and sees that checkpoints have it. Every worker calls this for the
    /// same operators in the same order.
    String nextStateId(String kind) {
        var id = kind + "-" + nextState++;
        steps.put(id, step);
        return id;
    }

    /// The number that the next leaf gets.
    int nextSource() {
        return nextSource;
    }

    /// How many leaves there are below a node.
    int leaves(PlanNode node) {
        return shared.leaves(node).size();
    }

    /// Goes on at another leaf, for who builds inputs in another order than left to right.
    void setNextSource(int number) {
        nextSource = number;
    }

    <T extends Stateful> T remember(T operator) {
        stateful.add(operator);
        return operator;
    }

    /// Builds what is below an operator that keeps its inputs up to date by their changes.
    void build(PlanNode node, OpenStage stage, Downstream to) {
        build(node, stage, to, spec.style() == Style.BATCH);
    }

    /// @param whole whether the result is given anew, whole, each epoch
    void build(PlanNode node, OpenStage stage, Downstream to, boolean whole) {
        if (shared.places(node) > 1) {
            share(node, stage, to, whole);
        } else {
            buildHere(node, stage, to, whole);
        }
    }

    /// A step that is run once for several places.
    ///
    /// @param first as it stands in the first place
    /// @param source the number of its first leaf
    /// @param places where its rows go
    private record SharedStep(PlanNode first, int source, List<Downstream> places) {}

    /// Builds the step where it is met last, so that it ends before all that it feeds.
    private void share(PlanNode node, OpenStage stage, Downstream to, boolean whole) {
        var once = waiting.get(node);
        if (once == null) {
            once = new SharedStep(node, nextSource, new ArrayList<>());
            waiting.put(node, once);
            nextSource += leaves(node);
        }
        once.places.add(to);
        if (once.places.size() == shared.places(node)) {
            waiting.remove(node);
            int next = nextSource;
            nextSource = once.source;
            var places = once.places;
            buildHere(
                    once.first, stage, delta -> places.forEach(place -> place.push(delta)), whole);
            nextSource = next;
        }
    }

    private void buildHere(PlanNode node, OpenStage stage, Downstream to, boolean whole) {
        step = Optional.of(node); // what is named from here on, until its inputs are built, is its
        switch (node) {
            case PlanNode.Scan scan ->
                    stage.add(new CircuitPart.Scan(nextSource++, scan.schema(), to));
            case PlanNode.Values values ->
                    stage.add(new CircuitPart.Scan(nextSource++, values.schema(), to));
            case PlanNode.Watermark watermark -> watermark(watermark, stage, to, whole);
            case PlanNode.TimeToLive hint -> build(hint.input(), stage, to, whole);
            case PlanNode.Filter filter ->
                    build(
                            filter.input(),
                            stage,
                            rows(
                                    stage,
                                    filter.schema(),
                                    Optional.of(filter.condition()),
                                    identity(filter.schema()),
                                    filter.schema(),
                                    to),
                            whole);
            case PlanNode.Project project -> project(project, stage, to, whole);
            case PlanNode.Aggregate aggregate ->
                    AggregateParts.build(aggregate, this, stage, to, whole);
            case PlanNode.Lifetime lifetime -> TimeParts.build(lifetime, this, stage, to);
            case PlanNode.TimeWindow window -> TimeParts.build(window, this, stage, to, whole);
            case PlanNode.SessionWindow window -> TimeParts.build(window, this, stage, to);
            case PlanNode.Expand expand -> RowParts.build(expand, this, stage, to, whole);
            case PlanNode.Generate generate -> RowParts.build(generate, this, stage, to, whole);
            case PlanNode.Weigh weigh -> RowParts.build(weigh, this, stage, to);
            case PlanNode.Over over -> OverParts.build(over, this, stage, to);
            case PlanNode.Top top -> OrderParts.build(top, this, stage, to);
            case PlanNode.Deduplicate deduplicate ->
                    DeduplicateParts.build(deduplicate, this, stage, to);
            case PlanNode.Join join -> JoinParts.build(join, this, stage, to);
            case PlanNode.AsOfJoin join -> JoinParts.build(join, this, stage, to);
            case PlanNode.MapRows map ->
                    build(
                            map.input(),
                            stage,
                            stage.add(new MapRows(map.mapping(), map.schema(), to)),
                            whole);
            case PlanNode.Observe observe -> ObserveParts.build(observe, this, stage, to, whole);
            case PlanNode.Union union ->
                    union.inputs().forEach(input -> build(input, stage, to, whole));
            case PlanNode.Sort sort -> OrderParts.build(sort, this, stage, to, whole);
            case PlanNode.Limit limit -> OrderParts.build(limit, this, stage, to, whole);
        }
    }

    private void watermark(
            PlanNode.Watermark watermark, OpenStage stage, Downstream to, boolean whole) {
        if (spec.style() == Style.BATCH || !watermark.isStreaming()) {
            build(watermark.input(), stage, to, whole);
            return;
        }
        var eventTime =
                stage.add(
                        new EventTime(
                                watermark.schema(),
                                watermark.schema().fieldIndex(watermark.watermark().column()),
                                watermark.watermark().delayMicros(),
                                spec.dropsLate(watermark),
                                to));
        int first = nextSource;
        build(watermark.input(), stage, eventTime, whole);
        for (int source = first; source < nextSource; source++) {
            eventTimes.putIfAbsent(source, eventTime);
        }
    }

    /// A projection, and the filter right below it, are one loop.
    private void project(PlanNode.Project project, OpenStage stage, Downstream to, boolean whole) {
        var input = project.input();
        if (input instanceof PlanNode.TimeToLive hint) {
            input = hint.input();
        }
        Optional<Expression> condition = Optional.empty();
        if (input instanceof PlanNode.Filter filter) {
            condition = Optional.of(filter.condition());
            input = filter.input();
        }
        build(
                input,
                stage,
                rows(stage, input.schema(), condition, project.expressions(), project.schema(), to),
                whole);
    }

    /// Filters rows and computes columns from them: what goes in.
    Downstream rows(
            OpenStage stage,
            StructType input,
            Optional<Expression> condition,
            List<Expression> expressions,
            StructType output,
            Downstream to) {
        return stage.add(
                new FilterProject(RowFunctions.create(input, condition, expressions, output), to));
    }

    /// All columns as they are.
    static List<Expression> identity(StructType schema) {
        var columns = new ArrayList<Expression>();
        for (int i = 0; i < schema.size(); i++) {
            var field = schema.field(i);
            columns.add(new Expression.Input(i, field.name(), field.dataType(), field.nullable()));
        }
        return columns;
    }

    /// A bounded query has enough when this operator has, if only linear operators and the view of
    /// the result stand behind it.
    void endsEarly(Order operator) {
        boolean last =
                stages.isOneOf(other ->
                        other == operator
                                || other instanceof FilterProject
                                || other instanceof NewVersions);
        if (last && !spec.plan().isStreaming()) {
            limit = Optional.of(operator);
        }
    }

    /// The columns that these expressions give, named by their place.
    static StructType anonymous(List<Expression> columns) {
        var fields = new ArrayList<StructField>();
        for (int i = 0; i < columns.size(); i++) {
            var type = columns.get(i).type();
            fields.add(new StructField("c" + i, type, columns.get(i).nullable()));
        }
        return new StructType(fields);
    }
}
