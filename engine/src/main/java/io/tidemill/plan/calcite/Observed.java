package io.tidemill.plan.calcite;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `observe`: from the query that its metrics are over the rows, to aggregates and what is computed
/// of them.
final class Observed {
    private Observed() {}

    /// @param metrics the query, over values that stand for `input`
    /// @param names of the metrics
    /// @throws TidemillException UNSUPPORTED_FEATURE for more than aggregates of single rows
    static PlanNode of(PlanNode input, String name, PlanNode metrics, List<String> names) {
        var results = Columns.all(metrics.schema());
        var step = metrics;
        while (step instanceof PlanNode.Project project) {
            results = substituted(results, project);
            step = project.input();
        }
        if (!(step instanceof PlanNode.Aggregate aggregate && aggregate.keys().isEmpty())) {
            throw refused(name);
        }
        var columns = Columns.all(aggregate.input().schema());
        var below = aggregate.input();
        while (below instanceof PlanNode.Project project) {
            columns = substituted(columns, project);
            below = project.input();
        }
        if (!(below instanceof PlanNode.Values)) {
            throw refused(name);
        }
        var ofInput = columns;
        var calls = new ArrayList<AggregateCall>();
        for (var call : aggregate.aggregates()) {
            calls.add(call.map(expression -> Trees.substitute(expression, ofInput)));
        }
        var schema = new ArrayList<StructField>();
        for (int i = 0; i < names.size(); i++) {
            var result = results.get(i);
            schema.add(new StructField(names.get(i), result.type(), result.nullable()));
        }
        return new PlanNode.Observe(input, name, calls, results, new StructType(schema));
    }

    private static List<Expression> substituted(
            List<Expression> expressions, PlanNode.Project project) {
        return expressions.stream()
                .map(each -> Trees.substitute(each, project.expressions()))
                .toList();
    }

    private static TidemillException refused(String name) {
        return new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                "the metrics observed as '%s' are more than aggregates of the rows".formatted(name),
                "observe aggregates such as count, sum and max, without sub-queries and windows");
    }

    /// @throws TidemillException DUPLICATED_METRICS_NAME when two observe different things under
    ///   one name
    static void check(PlanNode plan) {
        check(plan, new ArrayList<>());
    }

    private static void check(PlanNode node, List<PlanNode.Observe> seen) {
        if (node instanceof PlanNode.Observe observe) {
            Optional<PlanNode.Observe> other =
                    seen.stream().filter(each -> each.name().equals(observe.name())).findFirst();
            if (other.isPresent() && !other.get().equals(observe)) {
                throw new TidemillException(
                        Condition.DUPLICATED_METRICS_NAME,
                        "two places of the query observe different things as '%s'"
                                .formatted(observe.name()),
                        "give each observe() a name of its own");
            }
            seen.add(observe);
        }
        node.inputs().forEach(input -> check(input, seen));
    }
}
