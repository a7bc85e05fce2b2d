package io.tidemill.plan.calcite;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.SortKey;
import io.tidemill.plan.node.KeyPair;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Leaves out columns that nobody reads, down to the scans.
final class Pruning {
    /// A plan that gives fewer columns, and where each of the old ones is now (-1: gone).
    static final class Pruned {
        private final PlanNode plan;
        private final int[] places;

        Pruned(PlanNode plan, int[] places) {
            this.plan = plan;
            this.places = places;
        }

        /// An expression over the old columns as one over those that are left.
        Expression move(Expression expression) {
            return Trees.move(expression, places);
        }

        List<Expression> move(List<Expression> expressions) {
            return expressions.stream().map(this::move).toList();
        }

        SortKey move(SortKey key) {
            return new SortKey(move(key.expression()), key.ascending(), key.nullsFirst());
        }

        PlanNode plan() {
            return plan;
        }

        int[] places() {
            return places;
        }
    }

    private Pruning() {}

    static PlanNode apply(PlanNode plan) {
        return keepAll(plan);
    }

    /// Everything that the plan gives is wanted.
    private static PlanNode keepAll(PlanNode plan) {
        var wanted = new BitSet();
        wanted.set(0, plan.schema().size());
        return prune(plan, wanted).plan();
    }

    static Pruned prune(PlanNode plan, BitSet wanted) {
        return switch (plan) {
            case PlanNode.Scan scan -> scan(scan, wanted);
            case PlanNode.Values values -> values(values, wanted);
            case PlanNode.Filter(var input, var condition) -> {
                var needed = (BitSet) wanted.clone();
                Trees.mark(condition, needed);
                var below = prune(input, needed);
                yield new Pruned(
                        new PlanNode.Filter(below.plan(), below.move(condition)), below.places());
            }
            case PlanNode.Lifetime(var input, var from, var until) -> {
                var needed = (BitSet) wanted.clone();
                from.ifPresent(time -> Trees.mark(time, needed));
                until.ifPresent(time -> Trees.mark(time, needed));
                var below = prune(input, needed);
                yield new Pruned(
                        new PlanNode.Lifetime(
                                below.plan(), from.map(below::move), until.map(below::move)),
                        below.places());
            }
            case PlanNode.Project project -> project(project, wanted);
            case PlanNode.Aggregate aggregate -> aggregate(aggregate, wanted);
            case PlanNode.Union(var inputs, var schema) -> union(inputs, schema, wanted);
            case PlanNode.TimeWindow window -> WindowPruning.timeWindow(window, wanted);
            case PlanNode.Over over -> WindowPruning.over(over, wanted);
            case PlanNode.Top top -> WindowPruning.top(top, wanted);
            case PlanNode.SessionWindow window -> WindowPruning.sessionWindow(window, wanted);
            case PlanNode.Sort(var input, var keys) -> {
                var needed = (BitSet) wanted.clone();
                keys.forEach(key -> Trees.mark(key.expression(), needed));
                var below = prune(input, needed);
                yield new Pruned(
                        new PlanNode.Sort(below.plan(), keys.stream().map(below::move).toList()),
                        below.places());
            }
            case PlanNode.Limit(var input, long offset, var count) -> {
                var below = prune(input, wanted);
                yield new Pruned(new PlanNode.Limit(below.plan(), offset, count), below.places());
            }
            case PlanNode.Watermark(var input, var watermark) -> {
                var needed = (BitSet) wanted.clone();
                needed.set(input.schema().indexOf(watermark.column()));
                var below = prune(input, needed);
                yield new Pruned(new PlanNode.Watermark(below.plan(), watermark), below.places());
            }
            case PlanNode.TimeToLive(var input, long micros) -> {
                var below = prune(input, wanted);
                yield new Pruned(new PlanNode.TimeToLive(below.plan(), micros), below.places());
            }
            case PlanNode.Observe observe -> {
                var needed = (BitSet) wanted.clone();
                observe.calls()
                        .forEach(call -> call.expressions().forEach(e -> Trees.mark(e, needed)));
                var below = prune(observe.input(), needed);
                yield new Pruned(
                        new PlanNode.Observe(
                                below.plan(),
                                observe.name(),
                                observe.calls().stream()
                                        .map(call -> call.map(below::move))
                                        .toList(),
                                observe.results(),
                                observe.metrics()),
                        below.places());
            }
            case PlanNode.Join join -> join(join, wanted);
            case PlanNode.AsOfJoin join -> asOf(join, wanted);
            case PlanNode.Expand expand -> RowPruning.expand(expand, wanted);
            case PlanNode.Generate generate -> RowPruning.generate(generate, wanted);
            case PlanNode.Weigh weigh -> RowPruning.weigh(weigh, wanted);
            case PlanNode.MapRows _, PlanNode.Deduplicate _ ->
                    new Pruned(
                            plan.withInputs(plan.inputs().stream().map(Pruning::keepAll).toList()),
                            IntStream.range(0, plan.schema().size()).toArray());
        };
    }

    /// Where each of `count` columns is when only the wanted ones are left.
    static int[] places(BitSet wanted, int count) {
        var places = new int[count];
        Arrays.fill(places, -1);
        int next = 0;
        for (int i = wanted.nextSetBit(0); i >= 0 && i < count; i = wanted.nextSetBit(i + 1)) {
            places[i] = next++;
        }
        return places;
    }

    static StructType fields(StructType schema, BitSet wanted) {
        return new StructType(wanted.stream().mapToObj(schema::field).toList());
    }

    private static Pruned scan(PlanNode.Scan scan, BitSet wanted) {
        return new Pruned(
                new PlanNode.Scan(scan.table(), fields(scan.schema(), wanted), scan.streaming()),
                places(wanted, scan.schema().size()));
    }

    private static Pruned values(PlanNode.Values values, BitSet wanted) {
        if (wanted.cardinality() == values.schema().size()) {
            return new Pruned(values, places(wanted, values.schema().size()));
        }
        var rows = new ArrayList<List<@Nullable Object>>();
        for (var row : values.rows()) {
            var kept = new ArrayList<@Nullable Object>();
            wanted.stream().forEach(i -> kept.add(row.get(i)));
            rows.add(Collections.unmodifiableList(kept));
        }
        return new Pruned(
                new PlanNode.Values(fields(values.schema(), wanted), rows),
                places(wanted, values.schema().size()));
    }

    private static Pruned project(PlanNode.Project project, BitSet wanted) {
        var needed = new BitSet();
        wanted.stream().forEach(i -> Trees.mark(project.expressions().get(i), needed));
        var below = prune(project.input(), needed);
        List<Expression> kept =
                wanted.stream().mapToObj(i -> below.move(project.expressions().get(i))).toList();
        var smaller = new PlanNode.Project(below.plan(), kept, fields(project.schema(), wanted));
        return new Pruned(
                Rewrites.isIdentity(smaller) ? smaller.input() : smaller,
                places(wanted, project.schema().size()));
    }

    /// Keys stay, since they say what a group is; aggregates go when nobody reads them.
    private static Pruned aggregate(PlanNode.Aggregate aggregate, BitSet wanted) {
        int keys = aggregate.keys().size();
        var kept = (BitSet) wanted.clone();
        kept.set(0, keys);
        var needed = new BitSet();
        aggregate.keys().forEach(key -> Trees.mark(key, needed));
        var calls = new ArrayList<AggregateCall>();
        for (int i = 0; i < aggregate.aggregates().size(); i++) {
            if (kept.get(keys + i)) {
                var call = aggregate.aggregates().get(i);
                calls.add(call);
                call.expressions().forEach(expression -> Trees.mark(expression, needed));
            }
        }
        var below = prune(aggregate.input(), needed);
        return new Pruned(
                new PlanNode.Aggregate(
                        below.plan(),
                        below.move(aggregate.keys()),
                        calls.stream().map(call -> call.map(below::move)).toList(),
                        fields(aggregate.schema(), kept)),
                places(kept, aggregate.schema().size()));
    }

    /// Each input gives the columns that are wanted or joined by, and no others: they are kept.
    private static Pruned join(PlanNode.Join join, BitSet wanted) {
        int left = join.left().schema().size();
        int right = join.right().schema().size();
        var needed = (BitSet) wanted.clone();
        join.condition().ifPresent(condition -> Trees.mark(condition, needed));
        var neededLeft = needed.get(0, left);
        var neededRight = needed.get(left, left + right);
        join.keys().forEach(key -> Trees.mark(key.left(), neededLeft));
        join.keys().forEach(key -> Trees.mark(key.right(), neededRight));
        var newLeft = exactly(prune(join.left(), neededLeft), join.left().schema(), neededLeft);
        var newRight =
                exactly(prune(join.right(), neededRight), join.right().schema(), neededRight);
        var leftPlaces = places(neededLeft, left);
        var rightPlaces = places(neededRight, right);
        var kept = (BitSet) neededLeft.clone();
        neededRight.stream().forEach(i -> kept.set(left + i));
        var places = places(kept, left + right);
        boolean oneSided = Joins.isOneSided(join.type());
        return new Pruned(
                new PlanNode.Join(
                        newLeft,
                        newRight,
                        join.type(),
                        join.keys().stream()
                                .map(key ->
                                        new KeyPair(
                                                Trees.move(key.left(), leftPlaces),
                                                Trees.move(key.right(), rightPlaces),
                                                key.nullSafe()))
                                .toList(),
                        join.condition().map(condition -> Trees.move(condition, places)),
                        fields(join.schema(), oneSided ? neededLeft : kept)),
                oneSided ? leftPlaces : places);
    }

    /// [#join], by the times as well.
    private static Pruned asOf(PlanNode.AsOfJoin join, BitSet wanted) {
        int left = join.left().schema().size();
        int right = join.right().schema().size();
        var neededLeft = wanted.get(0, left);
        var neededRight = wanted.get(left, left + right);
        join.keys().forEach(key -> Trees.mark(key.left(), neededLeft));
        join.keys().forEach(key -> Trees.mark(key.right(), neededRight));
        Trees.mark(join.leftTime(), neededLeft);
        Trees.mark(join.rightTime(), neededRight);
        var leftPlaces = places(neededLeft, left);
        var rightPlaces = places(neededRight, right);
        var kept = (BitSet) neededLeft.clone();
        neededRight.stream().forEach(i -> kept.set(left + i));
        return new Pruned(
                new PlanNode.AsOfJoin(
                        exactly(prune(join.left(), neededLeft), join.left().schema(), neededLeft),
                        exactly(
                                prune(join.right(), neededRight),
                                join.right().schema(),
                                neededRight),
                        join.outer(),
                        join.keys().stream()
                                .map(key ->
                                        new KeyPair(
                                                Trees.move(key.left(), leftPlaces),
                                                Trees.move(key.right(), rightPlaces),
                                                key.nullSafe()))
                                .toList(),
                        Trees.move(join.leftTime(), leftPlaces),
                        Trees.move(join.rightTime(), rightPlaces),
                        join.direction(),
                        join.within(),
                        fields(join.schema(), kept)),
                places(kept, left + right));
    }

    /// Each input gives just the wanted columns, in one order.
    private static Pruned union(List<PlanNode> inputs, StructType schema, BitSet wanted) {
        var smaller = new ArrayList<PlanNode>();
        for (var input : inputs) {
            var below = prune(input, wanted);
            smaller.add(exactly(below, input.schema(), wanted));
        }
        return new Pruned(
                new PlanNode.Union(smaller, fields(schema, wanted)), places(wanted, schema.size()));
    }

    /// The wanted columns and no others.
    private static PlanNode exactly(Pruned below, StructType before, BitSet wanted) {
        if (below.plan().schema().size() == wanted.cardinality()) {
            return below.plan();
        }
        List<Expression> columns =
                wanted.stream()
                        .mapToObj(i ->
                                (Expression) Columns.one(below.plan().schema(), below.places()[i]))
                        .toList();
        return new PlanNode.Project(below.plan(), columns, fields(before, wanted));
    }
}
