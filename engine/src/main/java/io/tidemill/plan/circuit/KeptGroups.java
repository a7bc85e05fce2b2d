package io.tidemill.plan.circuit;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.plan.circuit.Kept.Bound;
import io.tidemill.plan.node.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What an aggregate keeps from one epoch to the next: its groups, and the values that some
/// functions need all of.
final class KeptGroups {
    /// Functions that need all values of a group, however rows come.
    private static final Set<String> COLLECTING =
            Set.of(
                    "collect_list",
                    "array_agg",
                    "collect_set",
                    "listagg",
                    "string_agg",
                    "mode",
                    "median",
                    "percentile",
                    "percentile_cont",
                    "percentile_disc",
                    "percentile_approx",
                    "approx_percentile");

    /// Functions that look for one value: DISTINCT says nothing to them, and when rows may be taken
    /// away the next one must be there.
    private static final Set<String> CHOOSING =
            Set.of(
                    "min",
                    "max",
                    "min_by",
                    "max_by",
                    "first",
                    "first_value",
                    "last",
                    "last_value",
                    "any_value",
                    "approx_count_distinct");

    private static final Set<String> LOGICAL =
            Set.of("bool_and", "every", "bool_or", "some", "any");

    private KeptGroups() {}

    /// @param whole whether every group is given at the end of each epoch
    static List<Kept> of(PlanNode.Aggregate aggregate, Manner manner, boolean whole) {
        var input = Edge.of(aggregate.input(), manner.style());
        if (input.bounded()) {
            return List.of();
        }
        var session = SessionParts.of(aggregate, manner.style());
        if (session.isPresent()) {
            return List.of(session.get().kept(manner, whole));
        }
        var times = AggregateParts.times(aggregate, manner.style());
        var kept = new ArrayList<Kept>();
        kept.add(groups(aggregate, manner, whole));
        var values =
                aggregate.aggregates().stream()
                        .filter(call -> keepsValues(call, !input.isInsertOnly()))
                        .toList();
        if (!values.isEmpty() && (whole || times.isEmpty())) {
            kept.add(values(aggregate, manner, whole, values));
        }
        return kept;
    }

    private static Kept groups(PlanNode.Aggregate aggregate, Manner manner, boolean whole) {
        var types = aggregate.keys().stream().map(Expression::type).toList();
        var each = Kept.Size.key("group", types, 1 + 2 * aggregate.aggregates().size());
        if (aggregate.keys().isEmpty()) {
            return new Kept(aggregate, "one row for the whole input", each, new Bound.By(""));
        }
        var what = "one row for each " + aggregate.keys();
        return new Kept(aggregate, what, each, bound(aggregate, manner, whole));
    }

    private static Bound bound(PlanNode.Aggregate aggregate, Manner manner, boolean whole) {
        var times = AggregateParts.times(aggregate, manner.style());
        if (whole) {
            return new Bound.None(
                    "the result, which output mode complete gives whole each epoch",
                    times.isEmpty() ? "" : "output mode append or update");
        }
        if (times.isEmpty()) {
            return Kept.aging(
                    manner.ttl().of(aggregate.input()),
                    "the number of distinct keys",
                    "a key of event time with a watermark");
        }
        return new Bound.By(
                times.keySet().stream()
                        .map(key -> aggregate.keys().get(key).toString())
                        .collect(
                                Collectors.joining(
                                        ", ", "forgotten when the watermark has passed ", "")));
    }

    /// The values that functions need all of, where no watermark says when a group is over.
    private static Kept values(
            PlanNode.Aggregate aggregate, Manner manner, boolean whole, List<AggregateCall> calls) {
        var types =
                calls.stream()
                        .flatMap(call -> call.arguments().stream())
                        .map(Expression::type)
                        .toList();
        var grows = "the values of each group";
        var remedy = "a group key of event time with a watermark";
        var bound =
                whole || aggregate.keys().isEmpty()
                        ? new Bound.None(grows, whole ? "" : remedy)
                        : Kept.aging(manner.ttl().of(aggregate.input()), grows, remedy);
        return new Kept(
                aggregate, "the values of " + calls, Kept.Size.key("value", types, 2), bound);
    }

    /// Whether a function keeps more than a fixed number of words for a group.
    private static boolean keepsValues(AggregateCall call, boolean retracting) {
        var function = call.function();
        return COLLECTING.contains(function)
                || call.user().isPresent() && retracting
                || CHOOSING.contains(function) && retracting
                || call.distinct() && !CHOOSING.contains(function) && !LOGICAL.contains(function);
    }
}
