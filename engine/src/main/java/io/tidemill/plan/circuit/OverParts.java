package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.expression.SortKey;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.operator.order.OverRows;
import io.tidemill.operator.order.RunningOver;
import io.tidemill.operator.order.TopRows.Closing;
import io.tidemill.operator.order.WindowValues;
import io.tidemill.plan.circuit.Stages.OpenStage;
import io.tidemill.plan.node.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// Window functions: what flows out of them, what they keep, what they are built of.
final class OverParts {
    private OverParts() {}

    static Edge edge(PlanNode.Over over, Style style) {
        var input = Edge.of(over.input(), style);
        var times = new TreeMap<>(partitionTimes(over, input));
        if (style == Style.BATCH || input.bounded()) {
            return Edge.insertOnly(times, input.bounded());
        }
        if (style == Style.FINAL && closing(over, input).isPresent()) {
            return Edge.insertOnly(times, false);
        }
        var running = style == Style.FINAL ? running(over, input) : OptionalLong.empty();
        if (running.isPresent()
                && over.order().getFirst().expression() instanceof Expression.Input time) {
            times.put(time.index(), running.getAsLong());
            return Edge.insertOnly(times, false);
        }
        if (input.kind() == Edge.Kind.UPSERT) {
            return new Edge(Edge.Kind.UPSERT, input.key(), input.vanishing(), times, false);
        }
        return numbered(over)
                .map(key -> new Edge(Edge.Kind.UPSERT, key, !input.isInsertOnly(), times, false))
                .orElseGet(() -> Edge.retracting(times, false));
    }

    /// The columns that are a key of the partition and event time.
    private static SortedMap<Integer, Long> partitionTimes(PlanNode.Over over, Edge input) {
        var times = new TreeMap<Integer, Long>();
        for (var key : over.partition()) {
            if (key instanceof Expression.Input column
                    && input.times().containsKey(column.index())) {
                times.put(column.index(), input.times().get(column.index()));
            }
        }
        return times;
    }

    /// The partition and the row's number, if there is one: no two rows have the same.
    private static Optional<List<Integer>> numbered(PlanNode.Over over) {
        var key = new ArrayList<Integer>();
        for (var expression : over.partition()) {
            if (!(expression instanceof Expression.Input column)) {
                return Optional.empty();
            }
            if (!key.contains(column.index())) {
                key.add(column.index());
            }
        }
        for (int i = 0; i < over.calls().size(); i++) {
            if (over.calls().get(i).function().equals("row_number")) {
                key.add(over.input().schema().size() + i);
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /// When a partition is complete: the key that is event time, and its lag.
    private static Optional<Closing> closing(PlanNode.Over over, Edge input) {
        return OrderParts.closing(over.partition(), input);
    }

    /// The lag of the time that rows are ordered by, if each is final when the watermark has passed
    /// its own: all functions look back, and no row can come in front.
    private static OptionalLong running(PlanNode.Over over, Edge input) {
        boolean back =
                input.isInsertOnly()
                        && !over.order().isEmpty()
                        && over.calls().stream().allMatch(WindowValues::looksBack);
        if (!back || !(over.order().getFirst().expression() instanceof Expression.Input time)) {
            return OptionalLong.empty();
        }
        var order = over.order().getFirst();
        var lag = input.times().get(time.index());
        return lag != null && order.ascending() && !(time.nullable() && order.nullsFirst())
                ? OptionalLong.of(lag)
                : OptionalLong.empty();
    }

    /// Whether rows without a time are all that stands in the way.
    private static boolean failsByNulls(PlanNode.Over over) {
        if (over.order().isEmpty()) {
            return false;
        }
        var order = new ArrayList<>(over.order());
        var first = order.getFirst();
        order.set(0, new SortKey(first.expression(), first.ascending(), false));
        var last =
                new PlanNode.Over(
                        over.input(), over.partition(), order, over.calls(), over.schema());
        return running(last, Edge.of(over.input(), Style.FINAL)).isPresent();
    }

    /// Why the rows are never final, if they are not: for output mode append.
    static Optional<String> neverFinal(PlanNode.Over over) {
        if (edge(over, Style.FINAL).isInsertOnly()) {
            return Optional.empty();
        }
        return Optional.of(
                failsByNulls(over)
                        ? "rows without a time would come first in a window at any time: write"
                                + " ORDER BY %s NULLS LAST"
                                        .formatted(over.order().getFirst().expression())
                        : "the values of a window function change with every new row of its"
                                + " partition, and no watermark says when a partition of %s is complete"
                                        .formatted(over.partition()));
    }

    /// What it keeps, if that outlives an epoch.
    static List<Kept> kept(PlanNode.Over over, Manner manner) {
        var input = Edge.of(over.input(), manner.style());
        if (input.bounded()) {
            return List.of();
        }
        var all = over.partition().isEmpty() ? "all rows" : "all rows of each " + over.partition();
        var each = Kept.Size.orderedRow(over.input().schema());
        var closing = closing(over, input);
        if (closing.isPresent()) {
            var key = over.partition().get(closing.get().key());
            var by = "forgotten when the watermark has passed " + key;
            return List.of(new Kept(over, all, each, new Kept.Bound.By(by)));
        }
        boolean once = manner.style() == Style.FINAL && running(over, input).isPresent();
        if (!once) {
            var remedy = "a partition key of event time with a watermark";
            var bound =
                    over.partition().isEmpty()
                            ? new Kept.Bound.None("the input", remedy)
                            : Kept.aging(manner.ttl().of(over.input()), "the input", remedy);
            return List.of(new Kept(over, all, each, bound));
        }
        return List.of(
                over.calls().stream().anyMatch(WindowValues::needsAll)
                        ? new Kept(
                                over,
                                all + ", since functions count from the beginning",
                                each,
                                new Kept.Bound.None(
                                        "the input", "a frame that begins at a distance"))
                        : new Kept(
                                over,
                                "the rows that frames reach back to",
                                each,
                                new Kept.Bound.By(
                                        "others are forgotten when the watermark has passed"
                                                + " them, in each partition "
                                                + over.partition())));
    }

    static void build(PlanNode.Over over, CircuitBuilder builder, OpenStage stage, Downstream to) {
        var layout = OverLayout.of(over);
        boolean batch = builder.style() == Style.BATCH;
        boolean isFinal = builder.style() == Style.FINAL;
        Optional<Closing> closing =
                batch
                        ? Optional.empty()
                        : closing(over, builder.edge(over.input()))
                                .map(c -> new Closing(c.key(), c.lagMicros(), isFinal));
        var ordered = layout.ordered();
        var running =
                isFinal && closing.isEmpty()
                        ? running(over, builder.edge(over.input()))
                        : OptionalLong.empty();
        boolean isOnce = running.isPresent(); // what was not given yet must not be forgotten
        var spec =
                new OverRows.Spec(
                        builder.nextStateId("over"),
                        ordered.schema(),
                        over.partition().size(),
                        ordered.parts(),
                        ordered.sortKeys(),
                        layout.values(),
                        over.input().schema().size(),
                        layout.calls(),
                        over.schema(),
                        !batch,
                        closing,
                        isOnce || over.partition().isEmpty() || closing.isPresent()
                                ? 0
                                : builder.ttlMicros(over.input()));
        KeyedOperator operator;
        if (running.isPresent()) {
            var once =
                    new RunningOver(
                            spec, running.getAsLong(), builder.worker(), builder.workers(), to);
            operator = builder.remember(stage.add(once));
            builder.remember(once.progress());
        } else {
            operator =
                    builder.remember(
                            stage.add(new OverRows(spec, builder.worker(), builder.workers(), to)));
        }
        var below =
                builder.stages()
                        .exchange(stage, ordered.schema(), over.partition().size(), operator);
        builder.build(over.input(), below.stage(), ordered.prepare(builder, below, over.input()));
    }
}
