package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.join.HashJoin;
import io.tidemill.operator.join.JoinSpec;
import io.tidemill.operator.join.JoinSpec.Alone;
import io.tidemill.operator.join.PairFilter;
import io.tidemill.plan.node.KeyPair;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.PlanNode.JoinType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Joins: what flows out of them, what they keep, what they are built of.
final class JoinParts {
    private JoinParts() {}

    /// How a join is run.
    ///
    /// @param keepsLeft whether the left rows are kept; if not, they come when the right side,
    ///   which ends, is complete
    /// @param proven whether rows that meet nobody come out when that is certain
    private record Shape(
            Edge left,
            Edge right,
            boolean keepsLeft,
            boolean keepsRight,
            boolean proven,
            Optional<JoinTimes.Expiry> leftExpiry,
            Optional<JoinTimes.Expiry> rightExpiry,
            JoinTimes times) {}

    private static Shape shape(PlanNode.Join joined, Style style) {
        var join = JoinKeys.split(joined);
        var left = Edge.of(join.left(), style);
        var right = Edge.of(join.right(), style);
        var times = new JoinTimes(join, style);
        boolean bounded = style == Style.BATCH || left.bounded() && right.bounded();
        boolean keepsLeft = !canStream(join.type(), true, bounded || right.bounded(), bounded);
        boolean keepsRight =
                !keepsLeft || !canStream(join.type(), false, bounded || left.bounded(), bounded);
        var never = Optional.<JoinTimes.Expiry>empty();
        var leftExpiry = bounded || !keepsLeft ? never : times.expiry(true);
        var rightExpiry = bounded || !keepsRight ? never : times.expiry(false);
        boolean proven =
                style == Style.FINAL
                        && !bounded
                        && left.isInsertOnly()
                        && right.isInsertOnly()
                        && isProven(alone(join, true), keepsLeft, leftExpiry)
                        && isProven(alone(join, false), keepsRight, rightExpiry);
        return new Shape(
                left, right, keepsLeft, keepsRight, proven, leftExpiry, rightExpiry, times);
    }

    /// Whether the rows of a side need not be kept, because the other one is complete before them.
    ///
    /// @param all whether both sides are: all is one epoch
    private static boolean canStream(
            JoinType type, boolean ofLeft, boolean otherComplete, boolean all) {
        return otherComplete
                && switch (type) {
                    case INNER -> true;
                    case LEFT, LEFT_SEMI, LEFT_ANTI -> ofLeft;
                    case RIGHT -> !ofLeft;
                    case FULL -> ofLeft && all;
                };
    }

    /// Whether it is certain at some time what is given of a row by itself.
    private static boolean isProven(Alone alone, boolean kept, Optional<JoinTimes.Expiry> expiry) {
        return switch (alone) {
            case NOTHING, MATCHED -> true;
            case PADDED, UNMATCHED -> !kept || expiry.isPresent();
        };
    }

    private static Alone alone(PlanNode.Join join, boolean ofLeft) {
        return switch (join.type()) {
            case INNER -> Alone.NOTHING;
            case LEFT -> ofLeft ? Alone.PADDED : Alone.NOTHING;
            case RIGHT -> ofLeft ? Alone.NOTHING : Alone.PADDED;
            case FULL -> Alone.PADDED;
            case LEFT_SEMI -> ofLeft ? Alone.MATCHED : Alone.NOTHING;
            case LEFT_ANTI -> ofLeft ? Alone.UNMATCHED : Alone.NOTHING;
        };
    }

    /// Whether rows are forgotten when the watermark says that they have no partners any more.
    static boolean usesWatermark(PlanNode.Join join, Style style) {
        if (style == Style.BATCH) {
            return false;
        }
        var shape = shape(join, style);
        return shape.keepsLeft && shape.leftExpiry.isPresent()
                || shape.keepsRight && shape.rightExpiry.isPresent();
    }

    static Edge edge(PlanNode.Join join, Style style) {
        var shape = shape(join, style);
        boolean bounded = shape.left.bounded() && shape.right.bounded();
        if (style == Style.BATCH || bounded) {
            return Edge.insertOnly(new TreeMap<>(), bounded);
        }
        var times = shape.times.times(shape.proven);
        return isInsertOnly(join, shape)
                ? Edge.insertOnly(times, false)
                : JoinKeys.of(join, shape.left, shape.right)
                        .map(key ->
                                new Edge(
                                        Edge.Kind.UPSERT,
                                        key.columns(),
                                        key.vanishing(),
                                        times,
                                        false))
                        .orElseGet(() -> Edge.retracting(times, false));
    }

    private static boolean isInsertOnly(PlanNode.Join join, Shape shape) {
        return shape.left.isInsertOnly()
                && shape.right.isInsertOnly()
                && (shape.proven
                        || isAtOnce(alone(join, true), shape.keepsLeft)
                                && isAtOnce(alone(join, false), shape.keepsRight));
    }

    /// Whether what is given of a row by itself never changes.
    private static boolean isAtOnce(Alone alone, boolean kept) {
        return switch (alone) {
            case NOTHING, MATCHED -> true;
            case PADDED, UNMATCHED -> !kept;
        };
    }

    /// Why rows that meet nobody are never final, if they are not: for output mode append.
    static Optional<String> neverFinal(PlanNode.Join join) {
        var shape = shape(join, Style.FINAL);
        boolean bounded = shape.left.bounded() && shape.right.bounded();
        if (bounded
                || !shape.left.isInsertOnly()
                || !shape.right.isInsertOnly()
                || isInsertOnly(join, shape)) {
            return Optional.empty();
        }
        return Optional.of(
                "nothing says when a row of a %s join meets nobody any more: a condition that bounds"
                                .formatted(join.type())
                        + " how far the times of both inputs are apart would, with a watermark on"
                        + " both");
    }

    /// What it keeps, if that outlives an epoch.
    static List<Kept> kept(PlanNode.Join join, Manner manner) {
        var shape = shape(join, manner.style());
        if (shape.left.bounded() && shape.right.bounded()) {
            return List.of();
        }
        var kept = new ArrayList<Kept>();
        if (shape.keepsLeft) {
            kept.add(kept(join, true, shape, manner.ttl()));
        }
        if (shape.keepsRight) {
            kept.add(kept(join, false, shape, manner.ttl()));
        }
        return kept;
    }

    private static Kept kept(PlanNode.Join join, boolean ofLeft, Shape shape, StateTtl ttl) {
        var keys = join.keys().stream().map(ofLeft ? KeyPair::left : KeyPair::right).toList();
        var what =
                "the %s rows of the join%s"
                        .formatted(
                                ofLeft ? "left" : "right",
                                keys.isEmpty() ? ", all in one worker" : " by " + keys);
        var input = ofLeft ? join.left() : join.right();
        return new Kept(join, what, Kept.Size.row(input.schema()), bound(join, ofLeft, shape, ttl));
    }

    private static Kept.Bound bound(PlanNode.Join join, boolean ofLeft, Shape shape, StateTtl ttl) {
        if ((ofLeft ? shape.left : shape.right).bounded()) {
            return new Kept.Bound.By("that input ends");
        }
        var expiry = ofLeft ? shape.leftExpiry : shape.rightExpiry;
        if (expiry.isEmpty()) {
            return Kept.aging(
                    ttl.of(ofLeft ? join.left() : join.right()),
                    "that input",
                    "a condition that bounds how far its time is from a time of the %s input with a watermark"
                            .formatted(ofLeft ? "right" : "left"));
        }
        long keep = expiry.get().keepMicros();
        var distance = (keep > 0 ? " by " : " less ") + NodeText.duration(Math.abs(keep));
        return new Kept.Bound.By(
                "forgotten when the watermark has passed %s%s"
                        .formatted(expiry.get().time(), keep == 0 ? "" : distance));
    }

    static void build(
            PlanNode.Join joined, CircuitBuilder builder, Stages.OpenStage stage, Downstream to) {
        var join = JoinKeys.split(joined);
        var shape = shape(join, builder.style());
        boolean pairs = join.type() != JoinType.LEFT_SEMI && join.type() != JoinType.LEFT_ANTI;
        var needed = neededOfRight(join, pairs);
        var left =
                JoinLayout.of(
                        join.left().schema(),
                        join.keys().stream().map(KeyPair::left).toList(),
                        Collections.nCopies(join.left().schema().size(), true));
        var right =
                JoinLayout.of(
                        join.right().schema(),
                        join.keys().stream().map(KeyPair::right).toList(),
                        needed);
        var spec =
                new JoinSpec(
                        side(join, true, left, shape, builder),
                        side(join, false, right, shape, builder),
                        join.keys().size(),
                        join.keys().stream().map(KeyPair::nullSafe).toList(),
                        join.condition(),
                        pairs,
                        join.schema(),
                        shape.proven);
        var operator = stage.add(new HashJoin(spec, builder.worker(), builder.workers(), to));
        operator.states().forEach(builder::remember);
        int keys = join.keys().size();
        if (shape.keepsLeft && shape.keepsRight) {
            left.build(join.left(), keys, builder, stage, operator.left());
            right.build(join.right(), keys, builder, stage, operator.right());
        } else if (shape.keepsRight) {
            left.build(join.left(), keys, builder, stage, operator.left());
            builder.stages()
                    .first(first -> {
                        first.add(operator.complete());
                        right.build(join.right(), keys, builder, first, operator.right());
                    });
        } else {
            int source = builder.nextSource();
            builder.setNextSource(source + builder.leaves(join.left()));
            right.build(join.right(), keys, builder, stage, operator.right());
            int next = builder.nextSource();
            builder.setNextSource(source);
            builder.stages()
                    .first(first -> {
                        first.add(operator.complete());
                        left.build(join.left(), keys, builder, first, operator.left());
                    });
            builder.setNextSource(next);
        }
    }

    /// Which right columns are looked at.
    private static List<Boolean> neededOfRight(PlanNode.Join join, boolean pairs) {
        var read = new TreeSet<Integer>();
        join.condition().ifPresent(condition -> PairFilter.collect(condition, read));
        int columns = join.left().schema().size();
        return IntStream.range(0, join.right().schema().size())
                .mapToObj(i -> pairs || read.contains(columns + i))
                .toList();
    }

    private static JoinSpec.Side side(
            PlanNode.Join join,
            boolean ofLeft,
            JoinLayout layout,
            Shape shape,
            CircuitBuilder builder) {
        var expiry = ofLeft ? shape.leftExpiry : shape.rightExpiry;
        return new JoinSpec.Side(
                builder.nextStateId(ofLeft ? "joinLeft" : "joinRight"),
                layout.input(),
                layout.places(),
                alone(join, ofLeft),
                ofLeft ? shape.keepsLeft : shape.keepsRight,
                builder.style() != Style.BATCH,
                expiry.map(e -> new JoinSpec.Expiry(place(layout, e), e.keepMicros())),
                expiry.isPresent() ? 0 : builder.ttlMicros(ofLeft ? join.left() : join.right()));
    }

    /// Where the time of an expiry comes in.
    private static int place(JoinLayout layout, JoinTimes.Expiry expiry) {
        return expiry.time() instanceof Expression.Input input && expiry.key() < 0
                ? layout.places().get(input.index())
                : expiry.key();
    }

    static boolean usesWatermark(PlanNode.AsOfJoin join, Style style) {
        return JoinAsOf.usesWatermark(join, style);
    }

    static Edge edge(PlanNode.AsOfJoin join, Style style) {
        return JoinAsOf.edge(join, style);
    }

    static List<Kept> kept(PlanNode.AsOfJoin join, Manner manner) {
        return JoinAsOf.kept(join, manner);
    }

    static void build(
            PlanNode.AsOfJoin join, CircuitBuilder builder, Stages.OpenStage stage, Downstream to) {
        JoinAsOf.build(join, builder, stage, to);
    }
}
