package io.tidemill.plan.circuit;

import io.tidemill.data.Batch;
import io.tidemill.expression.Expression;
import io.tidemill.expression.SortKey;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.Order;
import io.tidemill.operator.order.TopRows;
import io.tidemill.plan.circuit.Stages.OpenStage;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.state.KeyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Ranks, first rows, and limits: what flows out of them, what they keep, what they are built of.
final class OrderParts {
    private OrderParts() {}

    static Edge edge(PlanNode.Top top, Style style) {
        var input = Edge.of(top.input(), style);
        var times = partitionTimes(top, input);
        if (style == Style.BATCH || input.bounded()) {
            return Edge.insertOnly(times, input.bounded());
        }
        if (style == Style.FINAL && closing(top, input).isPresent()) {
            return Edge.insertOnly(times, false);
        }
        var key = key(top);
        return key.isPresent()
                ? new Edge(Edge.Kind.UPSERT, key.get(), isEmptied(top, input), times, false)
                : Edge.retracting(times, false);
    }

    /// Whether a partition may come to have fewer rows than it had: rows go, or move to another
    /// one.
    private static boolean isEmptied(PlanNode.Top top, Edge input) {
        boolean stays =
                input.kind() == Edge.Kind.UPSERT
                        && !input.vanishing()
                        && top.partition().stream()
                                .allMatch(key ->
                                        key instanceof Expression.Input column
                                                && input.key().contains(column.index()));
        return !input.isInsertOnly() && !stays;
    }

    /// The columns of the output that are a key of the partition and event time.
    private static SortedMap<Integer, Long> partitionTimes(PlanNode.Top top, Edge input) {
        var times = new TreeMap<Integer, Long>();
        for (var key : top.partition()) {
            if (key instanceof Expression.Input column
                    && input.times().containsKey(column.index())) {
                times.put(column.index(), input.times().get(column.index()));
            }
        }
        return times;
    }

    /// The columns of which each value stands in one row at most; empty when it is not known.
    private static Optional<List<Integer>> key(PlanNode.Top top) {
        boolean single = top.first() == top.last() && top.rank() == PlanNode.Rank.ROW_NUMBER;
        if (!single && (!top.withRank() || top.rank() != PlanNode.Rank.ROW_NUMBER)) {
            return Optional.empty();
        }
        var key = new ArrayList<Integer>();
        for (var expression : top.partition()) {
            if (!(expression instanceof Expression.Input column)) {
                return Optional.empty();
            }
            if (!key.contains(column.index())) {
                key.add(column.index());
            }
        }
        if (!single) {
            key.add(top.schema().size() - 1);
        }
        return Optional.of(key);
    }

    /// When a partition is complete: the key that is event time, and its lag.
    private static Optional<TopRows.Closing> closing(PlanNode.Top top, Edge input) {
        return closing(top.partition(), input);
    }

    /// When partitions with these keys are complete. Keys of arrays, maps or structs are not looked
    /// into.
    static Optional<TopRows.Closing> closing(List<Expression> partition, Edge input) {
        if (!KeyTable.supports(partition.stream().map(Expression::type).toList())) {
            return Optional.empty();
        }
        return input.projected(partition).times().entrySet().stream()
                .findFirst()
                .map(first -> new TopRows.Closing(first.getKey(), first.getValue(), false));
    }

    /// Why the rows are never final, if they are not: for output mode append.
    static Optional<String> neverFinal(PlanNode.Top top) {
        var input = Edge.of(top.input(), Style.FINAL);
        if (input.bounded() || closing(top, input).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                top.partition().isEmpty()
                        ? "every new row may be among the first"
                        : "every new row may be among the first of its partition, and no watermark"
                                + " says when a partition of %s is complete: none of these is event"
                                        .formatted(top.partition())
                                + " time");
    }

    /// What it keeps, if that outlives an epoch.
    static List<Kept> kept(PlanNode.Top top, Manner manner) {
        var input = Edge.of(top.input(), manner.style());
        if (input.bounded()) {
            return List.of();
        }
        boolean all = !input.isInsertOnly() || top.last() == Long.MAX_VALUE;
        var what =
                "%s%s%s"
                        .formatted(
                                all ? "all rows" : "the first %d rows".formatted(top.last()),
                                top.partition().isEmpty() ? "" : " of each " + top.partition(),
                                input.isInsertOnly() ? "" : ", since rows may be taken away");
        var each = Kept.Size.orderedRow(top.input().schema());
        return List.of(new Kept(top, what, each, bound(top, input, all, manner.ttl())));
    }

    private static Kept.Bound bound(PlanNode.Top top, Edge input, boolean all, StateTtl ttl) {
        var closing = closing(top, input);
        if (closing.isPresent()) {
            return new Kept.Bound.By(
                    "forgotten when the watermark has passed "
                            + top.partition().get(closing.get().key()));
        }
        if (top.partition().isEmpty()) {
            return all ? new Kept.Bound.None("the input", "") : new Kept.Bound.By("");
        }
        return Kept.aging(
                ttl.of(top.input()),
                all ? "the input" : "the number of partitions",
                "a partition key of event time with a watermark");
    }

    static void build(PlanNode.Top top, CircuitBuilder builder, OpenStage stage, Downstream to) {
        var input = builder.edge(top.input());
        boolean batch = builder.style() == Style.BATCH;
        boolean isFinal = builder.style() == Style.FINAL;
        var ordered = Ordered.of(top.partition(), top.order(), top.input());
        var rank =
                switch (top.rank()) {
                    case ROW_NUMBER -> TopRows.Rank.ROW_NUMBER;
                    case RANK -> TopRows.Rank.RANK;
                    case DENSE_RANK -> TopRows.Rank.DENSE_RANK;
                };
        var operator =
                TopRows.create(
                        new TopRows.Spec(
                                builder.nextStateId("top"),
                                ordered.schema(),
                                top.partition().size(),
                                ordered.parts(),
                                ordered.sortKeys(),
                                rank,
                                top.first(),
                                top.last(),
                                top.withRank(),
                                top.schema(),
                                input.isInsertOnly(),
                                !batch,
                                batch
                                        ? Optional.empty()
                                        : closing(top, input)
                                                .map(closing ->
                                                        new TopRows.Closing(
                                                                closing.key(),
                                                                closing.lagMicros(),
                                                                isFinal)),
                                top.partition().isEmpty() || closing(top, input).isPresent()
                                        ? 0
                                        : builder.ttlMicros(top.input())),
                        builder.worker(),
                        builder.workers(),
                        to);
        builder.remember(stage.add(operator));
        var below =
                builder.stages()
                        .exchange(stage, ordered.schema(), top.partition().size(), operator);
        builder.build(top.input(), below.stage(), ordered.prepare(builder, below, top.input()));
    }

    static Edge edge(PlanNode.Limit limit, Style style) {
        var input = Edge.of(limit.input(), style);
        return style == Style.BATCH || input.bounded() ? input : edge(top(limit), style);
    }

    static Optional<String> neverFinal(PlanNode.Limit limit) {
        return neverFinal(top(limit));
    }

    /// What it keeps, if that outlives an epoch.
    static List<Kept> kept(PlanNode.Limit limit, Manner manner) {
        return kept(top(limit), manner);
    }

    /// The first rows of an order; of rows that are not given whole, kept up to date.
    static void build(
            PlanNode.Limit limit,
            CircuitBuilder builder,
            OpenStage stage,
            Downstream to,
            boolean whole) {
        if (!whole) {
            build(top(limit), builder, stage, to);
            return;
        }
        long count = limit.count().orElse(Long.MAX_VALUE);
        if (limit.input() instanceof PlanNode.Sort(var input, var keys)) {
            order(input, keys, limit.offset(), count, builder, stage, to);
        } else {
            order(limit.input(), List.of(), limit.offset(), count, builder, stage, to);
        }
    }

    /// An order shows in results that are given whole, and only there.
    static void build(
            PlanNode.Sort sort,
            CircuitBuilder builder,
            OpenStage stage,
            Downstream to,
            boolean whole) {
        if (whole) {
            order(sort.input(), sort.keys(), 0, Long.MAX_VALUE, builder, stage, to);
        } else {
            builder.build(sort.input(), stage, to, false);
        }
    }

    private static void order(
            PlanNode input,
            List<SortKey> keys,
            long offset,
            long count,
            CircuitBuilder builder,
            OpenStage stage,
            Downstream to) {
        var columns = CircuitBuilder.identity(input.schema());
        keys.forEach(key -> columns.add(key.expression()));
        var keyed = CircuitBuilder.anonymous(columns);
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
        if (keys.isEmpty()) {
            builder.endsEarly(operator);
        }
        var below = builder.stages().exchange(stage, keyed, 0, operator);
        var prepared =
                keys.isEmpty()
                        ? below.to()
                        : builder.rows(
                                below.stage(),
                                input.schema(),
                                Optional.empty(),
                                columns,
                                keyed,
                                below.to());
        builder.build(input, below.stage(), prepared, true);
    }

    /// The limit as the first rows of the order below it; without one, of the total order of
    /// values.
    private static PlanNode.Top top(PlanNode.Limit limit) {
        var order = order(limit.input()).orElse(List.of());
        long first = limit.offset() + 1;
        long last = limit.count().map(count -> limit.offset() + count).orElse(Long.MAX_VALUE);
        return new PlanNode.Top(
                limit.input(),
                List.of(),
                order,
                PlanNode.Rank.ROW_NUMBER,
                first,
                last < 0 ? Long.MAX_VALUE : last,
                false,
                limit.schema());
    }

    /// The order of a node's rows in terms of its columns, if it has one that it still shows.
    static Optional<List<SortKey>> order(PlanNode node) {
        return switch (node) {
            case PlanNode.Sort(_, var keys) -> Optional.of(keys);
            case PlanNode.Limit(var input, _, _) -> order(input);
            case PlanNode.Project(var input, var expressions, _) ->
                    order(input).flatMap(keys -> projected(keys, expressions));
            default -> Optional.empty();
        };
    }

    /// The keys over computed columns: each must be one of these as it is.
    private static Optional<List<SortKey>> projected(
            List<SortKey> keys, List<Expression> expressions) {
        var found = new ArrayList<SortKey>();
        for (var key : keys) {
            int place = expressions.indexOf(key.expression());
            if (place < 0) {
                return Optional.empty();
            }
            var column = expressions.get(place);
            found.add(
                    new SortKey(
                            new Expression.Input(
                                    place, "c" + place, column.type(), column.nullable()),
                            key.ascending(),
                            key.nullsFirst()));
        }
        return Optional.of(found);
    }
}
