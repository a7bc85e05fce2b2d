package io.tidemill.runtime;

import io.tidemill.checkpoint.QueryFingerprint;
import io.tidemill.checkpoint.QueryFingerprint.Part;
import io.tidemill.plan.circuit.CircuitSpec;
import io.tidemill.plan.circuit.Explain;
import io.tidemill.plan.circuit.Lineage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// What makes a query this one: what a checkpoint keeps, so that no other query goes on from it.
///
/// Sources and sink are told by what they read and write, not by their options; state by its
/// columns, and by what it was computed from as [Lineage] says it.
final class QueryIdentity {
    private QueryIdentity() {}

    static QueryFingerprint of(Circuit circuit, List<OpenSource> sources, OpenSink sink) {
        var spec = circuit.spec();
        var lineage = Lineage.of(spec);
        var parts = new ArrayList<Part>();
        for (var source : sources) {
            parts.add(new Part("source", source.id(), source.source().identity()));
        }
        for (var operator : circuit.stateful()) {
            var state = operator.getFirst();
            parts.add(new Part("state", state.stateId(), state.stateSchema().toDDL()));
        }
        var steps = new LinkedHashMap<String, List<String>>();
        circuit.steps()
                .forEach((id, step) ->
                        steps.computeIfAbsent(lineage.step(step), _ -> new ArrayList<>()).add(id));
        steps.forEach((text, ids) -> parts.add(new Part(Part.STEP, String.join(", ", ids), text)));
        lineage.result().ifPresent(text -> parts.add(new Part(Part.RESULT, sink.id(), text)));
        parts.add(new Part("sink", sink.id(), sink(spec, sink)));
        return new QueryFingerprint(Explain.of(spec.plan(), spec.manner()), parts);
    }

    private static String sink(CircuitSpec spec, OpenSink sink) {
        var mode = spec.mode().name().toLowerCase(Locale.ROOT);
        return "%s in mode %s".formatted(sink.sink().identity(), mode);
    }
}
