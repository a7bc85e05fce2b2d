package io.tidemill.plan.circuit;

import io.tidemill.plan.node.PlanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Aggregates that stand more than once in a plan, equal down to their scans: they are run once,
/// and what they give goes to every place where one stands. Their leaves are those of the first
/// place, left to right.
///
/// Only in plans of streams alone, of which every part is built once, from left to right; only
/// where changes are asked for, not whole results; and only where all places judge late rows alike.
/// None lies within another one.
final class Shared {
    private static final Shared NOTHING = new Shared(Map.of());

    private final Map<PlanNode, Integer> places;

    private Shared(Map<PlanNode, Integer> places) {
        this.places = Map.copyOf(places);
    }

    static Shared of(PlanNode plan, Manner manner) {
        if (manner.style() == Style.BATCH || !isOfStreams(plan)) {
            return NOTHING;
        }
        var search = new Search(plan, manner);
        search.visit(plan, manner.isWhole(plan));
        return search.found();
    }

    private static boolean isOfStreams(PlanNode node) {
        return node.inputs().isEmpty()
                ? node.isStreaming()
                : node.inputs().stream().allMatch(Shared::isOfStreams);
    }

    /// In how many places a node stands that is run once; 1 for any other.
    int places(PlanNode node) {
        return node instanceof PlanNode.Aggregate ? places.getOrDefault(node, 1) : 1;
    }

    /// The scans and VALUES of a plan that are read, left to right.
    List<PlanNode> leaves(PlanNode plan) {
        var leaves = new ArrayList<PlanNode>();
        collectLeaves(plan, new HashSet<>(), leaves);
        return leaves;
    }

    private void collectLeaves(PlanNode node, Set<PlanNode> met, List<PlanNode> leaves) {
        if (isMetAgain(node, met)) {
            return;
        }
        if (node.inputs().isEmpty()) {
            leaves.add(node);
        }
        node.inputs().forEach(input -> collectLeaves(input, met, leaves));
    }

    /// Whether a walk from left to right comes to a place of a node whose first one it has seen.
    ///
    /// @param met those it has seen; kept here
    boolean isMetAgain(PlanNode node, Set<PlanNode> met) {
        return places(node) > 1 && !met.add(node);
    }

    private static final class Search {
        private final PlanNode plan;
        private final Manner manner;

        /// For each aggregate, place by place, whether late rows are left out at its watermarks.
        private final Map<PlanNode, List<List<Boolean>>> seen = new HashMap<>();

        private final Set<PlanNode> givenWhole = new HashSet<>();

        Search(PlanNode plan, Manner manner) {
            this.plan = plan;
            this.manner = manner;
        }

        /// @param whole whether the node's result is given anew, whole, each epoch
        void visit(PlanNode node, boolean whole) {
            if (node instanceof PlanNode.Aggregate) {
                var judged = new ArrayList<Boolean>();
                judge(node, judged);
                seen.computeIfAbsent(node, _ -> new ArrayList<>()).add(judged);
                if (whole) {
                    givenWhole.add(node);
                }
            }
            boolean below = whole && ResultParts.isWholeBelow(node);
            node.inputs().forEach(input -> visit(input, below));
        }

        private void judge(PlanNode node, List<Boolean> judged) {
            if (node instanceof PlanNode.Watermark watermark) {
                judged.add(WatermarkUse.dropsLate(plan, manner, watermark));
            }
            node.inputs().forEach(input -> judge(input, judged));
        }

        Shared found() {
            var many = new HashMap<PlanNode, Integer>();
            seen.forEach((node, judged) -> {
                if (judged.size() > 1
                        && judged.stream().distinct().count() == 1
                        && !givenWhole.contains(node)) {
                    many.put(node, judged.size());
                }
            });
            var inner = new HashSet<PlanNode>();
            many.keySet().forEach(node -> node.inputs().forEach(input -> collect(input, inner)));
            many.keySet().removeAll(inner);
            return many.isEmpty() ? NOTHING : new Shared(many);
        }

        private static void collect(PlanNode node, Set<PlanNode> nodes) {
            if (node instanceof PlanNode.Aggregate) {
                nodes.add(node);
            }
            node.inputs().forEach(input -> collect(input, nodes));
        }
    }
}
