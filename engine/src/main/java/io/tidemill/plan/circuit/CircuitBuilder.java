package io.tidemill.plan.circuit;

import io.tidemill.data.Batch;
import io.tidemill.expression.Expression;
import io.tidemill.expression.RowFunctions;
import io.tidemill.expression.SortKey;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EventTime;
import io.tidemill.operator.Exchange;
import io.tidemill.operator.FilterProject;
import io.tidemill.operator.MapRows;
import io.tidemill.operator.NewVersions;
import io.tidemill.operator.Operator;
import io.tidemill.operator.Order;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Builds one worker's [CircuitPart]: from the sink down to the scans, since an operator is made
/// with where its result goes. The same spec gives every worker the same stages, exchanges and
/// state ids.
public final class CircuitBuilder {
    private final CircuitSpec spec;
    private final int worker;
    private final Links links;
    private final List<OpenStage> stages = new ArrayList<>();
    private final Map<Integer, Downstream> exchanges = new HashMap<>();
    private final List<Stateful> stateful = new ArrayList<>();
    private final Map<Integer, EventTime> eventTimes = new HashMap<>();
    private final Map<String, Optional<PlanNode>> steps = new LinkedHashMap<>();
    private Optional<PlanNode> step = Optional.empty();
    private final Shared shared;
    private final Map<PlanNode, SharedStep> waiting = new HashMap<>();
    private Optional<Order> limit = Optional.empty();
    private int nextSource;
    private int nextExchange;
    private int nextState;
    private boolean first;

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
        this.links = links;
        shared = spec.shared();
    }

    /// The part of one worker.
    ///
    /// @param sink takes the rows of [CircuitSpec#outputSchema], each at weight 1; in mode update,
    ///   where deletes are given, at -1 a row that is gone
    public static CircuitPart build(CircuitSpec spec, int worker, Links links, Downstream sink) {
        var builder = new CircuitBuilder(spec, worker, links);
        var stage = builder.openStage();
        ResultParts.build(spec, builder, stage, sink);
        if (!builder.waiting.isEmpty()) {
            throw new IllegalStateException("not built: " + builder.waiting.keySet());
        }
        return new CircuitPart(
                builder.stages.reversed().stream().map(OpenStage::close).toList(),
                builder.exchanges,
                builder.stateful,
                builder.eventTimes,
                builder.limit,
                builder.steps);
    }

    /// A stage while it is built: from its end to its beginning.
    static final class OpenStage {
        private final List<Operator> operators = new ArrayList<>();
        private final List<CircuitPart.Scan> scans = new ArrayList<>();
        private final List<Integer> feeds = new ArrayList<>();
        private final List<Integer> sends = new ArrayList<>();
        private boolean first;

        /// Adds an operator in front of those that are there.
        <T extends Operator> T add(T operator) {
            operators.add(operator);
            return operator;
        }

        private CircuitPart.Stage close() {
            return new CircuitPart.Stage(operators.reversed(), scans, feeds, sends, first);
        }
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

    /// Builds into a stage that is read and ends before those that were opened so far are read.
    void buildFirst(Consumer<OpenStage> build) {
        boolean outer = first;
        first = true;
        build.accept(openStage());
        first = outer;
    }

    /// Opens a stage that is read and ends before those that were opened so far.
    private OpenStage openStage() {
        var stage = new OpenStage();
        stage.first = first;
        stages.add(stage);
        return stage;
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
            case PlanNode.Scan scan -> scan(scan, stage, to);
            case PlanNode.Values values ->
                    stage.scans.add(new CircuitPart.Scan(nextSource++, values.schema(), to));
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
            case PlanNode.Sort sort -> {
                if (whole) {
                    order(sort.input(), sort.keys(), 0, Long.MAX_VALUE, stage, to, true);
                } else {
                    build(sort.input(), stage, to, false); // an order shows in whole results only
                }
            }
            case PlanNode.Limit limit -> {
                long count = limit.count().orElse(Long.MAX_VALUE);
                if (!whole) {
                    OrderParts.build(limit, this, stage, to);
                } else if (limit.input() instanceof PlanNode.Sort sort) {
                    order(sort.input(), sort.keys(), limit.offset(), count, stage, to, true);
                } else {
                    order(limit.input(), List.of(), limit.offset(), count, stage, to, true);
                }
            }
        }
    }

    private void scan(PlanNode.Scan scan, OpenStage stage, Downstream to) {
        stage.scans.add(new CircuitPart.Scan(nextSource++, scan.schema(), to));
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

    private void order(
            PlanNode input,
            List<SortKey> keys,
            long offset,
            long count,
            OpenStage stage,
            Downstream to,
            boolean whole) {
        var columns = identity(input.schema());
        keys.forEach(key -> columns.add(key.expression()));
        var keyed = anonymous(columns);
        var operator =
                stage.add(
                        new Order(
                                keys.stream()
                                        .map(k -> new Order.Key(k.ascending(), k.nullsFirst()))
                                        .toList(),
                                offset,
                                count,
                                Batch.create(input.schema(), 64),
                                to));
        if (keys.isEmpty() && !spec.plan().isStreaming() && isTop(operator)) {
            limit = Optional.of(operator);
        }
        var below = exchange(stage, keyed, 0, operator);
        var prepared =
                keys.isEmpty()
                        ? below.to
                        : rows(
                                below.stage,
                                input.schema(),
                                Optional.empty(),
                                columns,
                                keyed,
                                below.to);
        build(input, below.stage, prepared, whole);
    }

    /// Whether only the view of the result and linear operators stand behind this one.
    private boolean isTop(Order operator) {
        return stages.size() == 1
                && stages.getFirst().operators.stream()
                        .allMatch(other ->
                                other == operator
                                        || other instanceof FilterProject
                                        || other instanceof NewVersions);
    }

    /// Where what is below goes on to be built.
    record Below(OpenStage stage, Downstream to) {}

    /// Cuts the circuit: rows of `schema` go to the worker that owns their key, the first `keys`
    /// columns (none: to worker 0); one worker needs no exchange.
    Below exchange(OpenStage stage, StructType schema, int keys, Downstream to) {
        if (spec.workers() == 1) {
            return new Below(stage, to);
        }
        int number = nextExchange++;
        exchanges.put(number, to);
        stage.feeds.add(number);
        var below = openStage();
        below.sends.add(number);
        return new Below(
                below,
                below.add(new Exchange(schema, keys, worker, spec.workers(), to, sender(number))));
    }

    /// Opens a stage for what goes on beside the circuit: it ends behind all that are open. One
    /// worker needs none.
    OpenStage aside(OpenStage stage) {
        if (spec.workers() == 1) {
            return stage;
        }
        var behind = new OpenStage();
        stages.addFirst(behind);
        return behind;
    }

    /// Where rows go in that are for worker 0's part of a stage that [#aside] has opened.
    Downstream send(OpenStage from, StructType schema, OpenStage aside, Downstream to) {
        if (spec.workers() == 1) {
            return to;
        }
        int number = nextExchange++;
        exchanges.put(number, to);
        aside.feeds.add(number);
        from.sends.add(number);
        return from.add(new Exchange(schema, 0, worker, spec.workers(), to, sender(number)));
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
