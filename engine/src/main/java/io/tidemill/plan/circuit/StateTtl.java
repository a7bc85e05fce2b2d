package io.tidemill.plan.circuit;

import io.tidemill.plan.node.PlanNode;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// After what time without a change a step forgets what it keeps, by the clock.
///
/// What the watermark bounds is forgotten when that says so, and waits for it: there the time to
/// live has no say.
///
/// @param micros what holds for the whole query, where no hint says otherwise; 0: nothing is
///   forgotten
public record StateTtl(long micros) {
    /// Nothing is forgotten.
    public static final StateTtl NONE = new StateTtl(0);

    public StateTtl {
        if (micros < 0) {
            throw new IllegalArgumentException("a time to live of %d us".formatted(micros));
        }
    }

    public static StateTtl of(Duration time) {
        return new StateTtl(TimeUnit.MICROSECONDS.convert(time));
    }

    /// What holds for what a step keeps of an input, in microseconds; 0: it is never forgotten.
    long of(PlanNode input) {
        return input.isStreaming() ? hinted(input).orElse(micros) : 0;
    }

    /// What a hint says, of the steps that are nearest below and keep nothing by the time to live.
    private static OptionalLong hinted(PlanNode node) {
        return switch (node) {
            case PlanNode.TimeToLive hint -> OptionalLong.of(hint.micros());
            case PlanNode.Filter _,
                    PlanNode.Project _,
                    PlanNode.Lifetime _,
                    PlanNode.Expand _,
                    PlanNode.Generate _,
                    PlanNode.Weigh _,
                    PlanNode.TimeWindow _,
                    PlanNode.SessionWindow _,
                    PlanNode.Watermark _,
                    PlanNode.Observe _,
                    PlanNode.MapRows _,
                    PlanNode.Sort _ ->
                    hinted(node.inputs().getFirst());
            case PlanNode.Scan _,
                    PlanNode.Values _,
                    PlanNode.Aggregate _,
                    PlanNode.Over _,
                    PlanNode.Top _,
                    PlanNode.Limit _,
                    PlanNode.Deduplicate _,
                    PlanNode.Join _,
                    PlanNode.AsOfJoin _,
                    PlanNode.Union _ ->
                    OptionalLong.empty();
        };
    }
}
