package io.tidemill.plan.circuit;

import io.tidemill.operator.Downstream;
import io.tidemill.operator.Observe;
import io.tidemill.operator.ObservedRow;
import io.tidemill.operator.aggregate.EpochAggregate;
import io.tidemill.operator.aggregate.GroupAggregate;
import io.tidemill.operator.aggregate.PartialAggregate;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What observes rows on their way: an aggregate of each epoch's rows beside the circuit, in worker
/// 0, behind everything else. Other workers send it rows, or what these come to where aggregates
/// can be put together.
final class ObserveParts {
    private ObserveParts() {}

    static void build(
            PlanNode.Observe observe,
            CircuitBuilder builder,
            Stages.OpenStage stage,
            Downstream to,
            boolean whole) {
        var columns = GroupAggregate.inputs(List.of(), observe.calls());
        var input = CircuitBuilder.anonymous(columns);
        var none = new StructType(List.of());
        boolean partly =
                builder.workers() > 1
                        && !observe.calls().isEmpty()
                        && PartialAggregate.supports(none, 0, observe.calls(), false);
        var taken = partly ? PartialAggregate.partials(none, observe.calls()) : input;
        var aside = builder.stages().aside(stage);
        var spec = spec(observe, taken, partly);
        var row = aside.add(new ObservedRow(observe.name(), observe.metrics()));
        var results =
                builder.rows(
                        aside,
                        spec.output(),
                        Optional.empty(),
                        observe.results(),
                        observe.metrics(),
                        row);
        Downstream into =
                builder.stages()
                        .send(
                                stage,
                                taken,
                                aside,
                                aside.add(
                                        new EpochAggregate(() ->
                                                GroupAggregate.create(
                                                        spec,
                                                        builder.worker(),
                                                        builder.workers(),
                                                        results))));
        if (partly) {
            into =
                    stage.add(
                            new PartialAggregate(
                                    spec(observe, input, false),
                                    Optional.empty(),
                                    List.of(),
                                    taken,
                                    into));
        }
        var shown = builder.rows(stage, observe.schema(), Optional.empty(), columns, input, into);
        builder.build(
                observe.input(), stage, stage.add(new Observe(observe.schema(), shown, to)), whole);
    }

    private static GroupAggregate.Spec spec(
            PlanNode.Observe observe, StructType input, boolean partial) {
        var output = new ArrayList<StructField>();
        for (var call : observe.calls()) {
            output.add(new StructField("m" + output.size(), call.type(), call.nullable()));
        }
        return new GroupAggregate.Spec(
                "",
                input,
                0,
                observe.calls(),
                new StructType(output),
                false,
                GroupAggregate.Emission.WHOLE,
                new TreeMap<>(),
                partial,
                0);
    }
}
