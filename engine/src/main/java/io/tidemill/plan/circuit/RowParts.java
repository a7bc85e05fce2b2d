package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.expression.RowFunctions;
import io.tidemill.operator.Consolidate;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.Expand;
import io.tidemill.operator.Generate;
import io.tidemill.operator.Weigh;
import io.tidemill.plan.node.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Steps that turn one row into several, or weigh it: what they are built of. They keep nothing; a
/// batch nets what is weighed, so that rows which are gone are never given.
final class RowParts {
    private RowParts() {}

    static void build(
            PlanNode.Expand node,
            CircuitBuilder builder,
            Stages.OpenStage stage,
            Downstream to,
            boolean whole) {
        var projections =
                node.projections().stream()
                        .map(columns ->
                                RowFunctions.create(
                                        node.input().schema(),
                                        Optional.empty(),
                                        columns,
                                        node.schema()))
                        .toList();
        builder.build(node.input(), stage, stage.add(new Expand(projections, to)), whole);
    }

    static void build(
            PlanNode.Generate node,
            CircuitBuilder builder,
            Stages.OpenStage stage,
            Downstream to,
            boolean whole) {
        int given = node.schema().size() - (node.position() ? 2 : 1);
        var columns =
                new ArrayList<>(CircuitBuilder.identity(node.input().schema()).subList(0, given));
        columns.add(node.array());
        var operator = stage.add(new Generate(node.schema(), node.outer(), node.position(), to));
        builder.build(
                node.input(),
                stage,
                computed(node.input(), columns, builder, stage, operator),
                whole);
    }

    static void build(
            PlanNode.Weigh node, CircuitBuilder builder, Stages.OpenStage stage, Downstream to) {
        var columns = new ArrayList<>(node.columns());
        columns.add(node.weight());
        if (builder.style() == Style.BATCH) {
            var net = stage.add(Consolidate.onlyThere(node.schema(), to));
            var below = builder.stages().exchange(stage, node.schema(), node.schema().size(), net);
            var operator = below.stage().add(new Weigh(node.schema(), below.to()));
            builder.build(
                    node.input(),
                    below.stage(),
                    computed(node.input(), columns, builder, below.stage(), operator));
            return;
        }
        var operator = stage.add(new Weigh(node.schema(), to));
        builder.build(
                node.input(), stage, computed(node.input(), columns, builder, stage, operator));
    }

    /// Computes columns in front of an operator that reads just these.
    private static Downstream computed(
            PlanNode input,
            List<Expression> columns,
            CircuitBuilder builder,
            Stages.OpenStage stage,
            Downstream to) {
        return builder.rows(
                stage,
                input.schema(),
                Optional.empty(),
                columns,
                CircuitBuilder.anonymous(columns),
                to);
    }
}
