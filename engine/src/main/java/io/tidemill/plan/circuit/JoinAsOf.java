package io.tidemill.plan.circuit;

import io.tidemill.data.Column;
import io.tidemill.data.Condition;
import io.tidemill.data.LongColumn;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.join.AsOfJoin;
import io.tidemill.operator.join.AsOfSpec;
import io.tidemill.plan.node.KeyPair;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.PlanNode.Direction;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/// ASOF joins: what flows out of them, what they keep, what they are built of.
final class JoinAsOf {
    private JoinAsOf() {}

    private static boolean isBefore(PlanNode.AsOfJoin join) {
        return switch (join.direction()) {
            case BEFORE, AT_OR_BEFORE -> true;
            case AT_OR_AFTER, AFTER -> false;
        };
    }

    /// How far behind the watermark right rows may still come; empty when nothing says so.
    private static OptionalLong settled(PlanNode.AsOfJoin join, Style style) {
        var right = Edge.of(join.right(), style);
        return right.bounded()
                ? OptionalLong.of(AsOfSpec.COMPLETE)
                : EventTimes.lag(join.rightTime(), right.times());
    }

    /// How far behind the watermark left rows may still come, or wait; empty when nothing says so.
    private static OptionalLong needed(PlanNode.AsOfJoin join, Style style) {
        var left = Edge.of(join.left(), style);
        return EventTimes.lag(join.leftTime(), left.times());
    }

    static boolean usesWatermark(PlanNode.AsOfJoin join, Style style) {
        var settled = settled(join, style);
        return style != Style.BATCH
                && (settled.isPresent() && settled.getAsLong() != AsOfSpec.COMPLETE
                        || settled.isPresent() && needed(join, style).isPresent());
    }

    private static boolean isFinal(PlanNode.AsOfJoin join, Style style) {
        return style == Style.FINAL
                && Edge.of(join.left(), style).isInsertOnly()
                && settled(join, style).isPresent();
    }

    static Edge edge(PlanNode.AsOfJoin join, Style style) {
        var left = Edge.of(join.left(), style);
        boolean bounded = left.bounded() && Edge.of(join.right(), style).bounded();
        if (style == Style.BATCH || bounded) {
            return Edge.insertOnly(new TreeMap<>(), bounded);
        }
        var times = new TreeMap<Integer, Long>();
        var settled = settled(join, style);
        if (settled.isPresent()
                && (isBefore(join) || join.within().isPresent())
                && join.leftTime() instanceof Expression.Input time
                && left.times().containsKey(time.index())) {
            long open = settled.getAsLong() + (isBefore(join) ? 0 : join.within().getAsLong());
            times.put(time.index(), Math.max(left.times().get(time.index()), open));
        }
        if (isFinal(join, style)) {
            return Edge.insertOnly(times, false);
        }
        return left.kind() == Edge.Kind.UPSERT
                ? new Edge(
                        Edge.Kind.UPSERT,
                        left.key(),
                        left.vanishing() || !join.outer(),
                        times,
                        false)
                : Edge.retracting(times, false);
    }

    /// What it keeps, if that outlives an epoch. Without a watermark both sides are kept: a row of
    /// either may change what a row of the other meets for ever.
    static List<Kept> kept(PlanNode.AsOfJoin join, Manner manner) {
        var style = manner.style();
        if (Edge.of(join, style).bounded()) {
            return List.of();
        }
        var left = join.keys().stream().map(KeyPair::left).toList();
        var right = join.keys().stream().map(KeyPair::right).toList();
        return List.of(
                new Kept(
                        join,
                        "the left rows of the ASOF join by " + left,
                        Kept.Size.row(join.left().schema()),
                        leftBound(join, manner)),
                new Kept(
                        join,
                        "the right rows of the ASOF join by " + right,
                        Kept.Size.row(join.right().schema()),
                        rightBound(join, manner)));
    }

    private static Kept.Bound leftBound(PlanNode.AsOfJoin join, Manner manner) {
        var style = manner.style();
        if (Edge.of(join.left(), style).bounded()) {
            return new Kept.Bound.By("that input ends");
        }
        if (isLeftAging(join, style)) {
            return Kept.aging(
                    manner.ttl().of(join.left()),
                    "that input",
                    "a watermark on the right input's time " + join.rightTime());
        }
        if (isBefore(join)) {
            return new Kept.Bound.By("forgotten when the watermark has passed " + join.leftTime());
        }
        return join.within().isPresent()
                ? new Kept.Bound.By(
                        "forgotten when the watermark has passed the match, or the last time at"
                                + " which there could be one")
                : new Kept.Bound.None(
                        "the rows that find none; others are forgotten when the watermark has"
                                + " passed the time of the match",
                        "a greatest distance, as in %s <= %s + INTERVAL 1 HOUR,"
                                .formatted(join.rightTime(), join.leftTime()));
    }

    private static Kept.Bound rightBound(PlanNode.AsOfJoin join, Manner manner) {
        var style = manner.style();
        if (Edge.of(join.right(), style).bounded()) {
            return new Kept.Bound.By("that input ends");
        }
        if (isRightAging(join, style)) {
            return Kept.aging(
                    manner.ttl().of(join.right()),
                    "that input",
                    "a watermark on both inputs' times");
        }
        return new Kept.Bound.By(
                "forgotten when the watermark has passed "
                        + join.rightTime()
                        + (!isBefore(join)
                                ? ""
                                : join.within().isPresent()
                                        ? " by the greatest distance"
                                        : ", but the last one of each key"));
    }

    /// Whether nothing but a time to live bounds the left rows.
    private static boolean isLeftAging(PlanNode.AsOfJoin join, Style style) {
        return settled(join, style).isEmpty();
    }

    /// Whether nothing but a time to live bounds the right rows.
    private static boolean isRightAging(PlanNode.AsOfJoin join, Style style) {
        return settled(join, style).isEmpty() || needed(join, style).isEmpty();
    }

    static void build(
            PlanNode.AsOfJoin join, CircuitBuilder builder, Stages.OpenStage stage, Downstream to) {
        var style = builder.style();
        checkTime(join);
        int keys = join.keys().size();
        var left =
                layout(
                        join.left().schema(),
                        join.keys().stream().map(KeyPair::left).toList(),
                        join.leftTime());
        var right =
                layout(
                        join.right().schema(),
                        join.keys().stream().map(KeyPair::right).toList(),
                        join.rightTime());
        boolean saved = style != Style.BATCH;
        var none = OptionalLong.empty();
        var spec =
                new AsOfSpec(
                        new AsOfSpec.Side(
                                builder.nextStateId("asOfLeft"),
                                left.input(),
                                left.places(),
                                keys,
                                saved,
                                isLeftAging(join, style) ? builder.ttlMicros(join.left()) : 0),
                        new AsOfSpec.Side(
                                builder.nextStateId("asOfRight"),
                                right.input(),
                                right.places(),
                                keys,
                                saved,
                                isRightAging(join, style) ? builder.ttlMicros(join.right()) : 0),
                        keys,
                        join.keys().stream().map(KeyPair::nullSafe).toList(),
                        isBefore(join),
                        join.direction() == Direction.AT_OR_BEFORE
                                || join.direction() == Direction.AT_OR_AFTER,
                        join.within().orElse(Long.MAX_VALUE),
                        join.outer(),
                        join.schema(),
                        isFinal(join, style),
                        saved ? settled(join, style) : none,
                        saved ? needed(join, style) : none);
        var operator = stage.add(new AsOfJoin(spec, builder.worker(), builder.workers(), to));
        operator.states().forEach(builder::remember);
        left.build(join.left(), keys, builder, stage, operator.left());
        right.build(join.right(), keys, builder, stage, operator.right());
    }

    /// The keys, the time, then the columns.
    private static JoinLayout layout(StructType side, List<Expression> keys, Expression time) {
        var first = new ArrayList<>(keys);
        first.add(time);
        return JoinLayout.of(side, first, Collections.nCopies(side.size(), true));
    }

    private static void checkTime(PlanNode.AsOfJoin join) {
        var type = join.leftTime().type();
        if (!(Column.create(type, 0) instanceof LongColumn)) {
            throw new TidemillException(
                    Condition.UNSUPPORTED_FEATURE,
                    "an ASOF join by %s, of type %s, is not available"
                            .formatted(join.leftTime(), type.typeName()),
                    "cast both sides to a timestamp, a date or a whole number");
        }
    }
}
