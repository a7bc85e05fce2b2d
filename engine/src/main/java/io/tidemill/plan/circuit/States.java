package io.tidemill.plan.circuit;

import io.tidemill.plan.node.PlanNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What all steps of a plan keep from one epoch to the next.
public final class States {
    private final Manner manner;
    private final List<Kept> kept = new ArrayList<>();

    private final Shared shared;
    private final Set<PlanNode> met = new HashSet<>();

    private States(PlanNode plan, Manner manner) {
        this.manner = manner;
        shared = Shared.of(plan, manner);
    }

    /// In the order in which rows pass the steps; empty for a batch.
    public static List<Kept> of(PlanNode plan, Manner manner) {
        if (manner.style() == Style.BATCH) {
            return List.of();
        }
        var states = new States(plan, manner);
        states.collect(plan, manner.isWhole(plan));
        states.kept.addAll(ResultParts.kept(plan, manner));
        return states.kept;
    }

    /// @param whole whether the node's result is given anew, whole, each epoch
    private void collect(PlanNode node, boolean whole) {
        if (shared.isMetAgain(node, met)) {
            return;
        }
        SessionParts.inputs(node, manner.style())
                .forEach(input -> collect(input, whole && ResultParts.isWholeBelow(node)));
        kept.addAll(of(node, whole));
    }

    private List<Kept> of(PlanNode node, boolean whole) {
        var style = manner.style();
        return switch (node) {
            case PlanNode.Aggregate aggregate -> KeptGroups.of(aggregate, manner, whole);
            case PlanNode.Lifetime lifetime -> TimeParts.kept(lifetime, style);
            case PlanNode.SessionWindow window -> TimeParts.kept(window, manner);
            case PlanNode.Over over -> OverParts.kept(over, manner);
            case PlanNode.Top top -> OrderParts.kept(top, manner);
            case PlanNode.Deduplicate deduplicate -> DeduplicateParts.kept(deduplicate, manner);
            case PlanNode.Limit limit when !whole -> OrderParts.kept(limit, manner);
            case PlanNode.Join join -> JoinParts.kept(join, manner);
            case PlanNode.AsOfJoin join -> JoinParts.kept(join, manner);
            case PlanNode.Limit _,
                    PlanNode.Scan _,
                    PlanNode.Values _,
                    PlanNode.Filter _,
                    PlanNode.Project _,
                    PlanNode.Expand _,
                    PlanNode.Generate _,
                    PlanNode.Weigh _,
                    PlanNode.TimeWindow _,
                    PlanNode.Union _,
                    PlanNode.Sort _,
                    PlanNode.Watermark _,
                    PlanNode.TimeToLive _,
                    PlanNode.Observe _,
                    PlanNode.MapRows _ ->
                    List.of();
        };
    }
}
