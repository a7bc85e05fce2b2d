package io.tidemill.runtime;

import io.tidemill.checkpoint.QueryFingerprint;
import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.plan.circuit.CircuitSpec;
import io.tidemill.plan.circuit.Deletes;
import io.tidemill.plan.circuit.Kept;
import io.tidemill.plan.circuit.StateTtl;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.system.Workers;
import io.tidemill.system.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What a query has open besides its checkpoint: sources, sinks and its circuit.
final class OpenQuery implements AutoCloseable {
    private static final String RESULT = "result";

    private final QuerySpec query;
    private final String name;
    private final Circuit circuit;
    private final List<OpenSource> sources = new ArrayList<>();
    private final List<OpenSink> sinks = new ArrayList<>();
    private final List<OptionalLong> delays = new ArrayList<>();
    private final List<Boolean> dropsLate = new ArrayList<>();

    /// Opens everything, or nothing.
    ///
    /// @param name the query's, for people and for the place of its rejected records
    /// @param shared what other queries read as well
    /// @throws TidemillException when the plan or the sink cannot do what is asked
    OpenQuery(World world, Workers workers, QuerySpec query, String name, SharedReads shared)
            throws IOException {
        this.query = query;
        this.name = name;
        var spec =
                new CircuitSpec(
                        query.plan(),
                        query.mode(),
                        query.settings().workers(),
                        query.ignoreDeletes() ? Deletes.IGNORED : Deletes.GIVEN,
                        query.settings().state().ttl());
        refuseUnbounded();
        circuit = new Circuit(name, spec, world, workers);
        try {
            openSinks(spec);
            openSources(spec, shared);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /// @throws TidemillException UNBOUNDED_STATE, if that is asked for
    private void refuseUnbounded() {
        var growing =
                query.settings().state().unbounded() == StatePolicy.Unbounded.REFUSE
                        ? query.unboundedState()
                        : List.<Kept>of();
        if (!growing.isEmpty()) {
            throw new TidemillException(
                    Condition.UNBOUNDED_STATE,
                    "query '%s' would keep more and more: %s"
                            .formatted(
                                    name,
                                    growing.stream()
                                            .map(Kept::describe)
                                            .collect(Collectors.joining("; "))),
                    "bound it as said, or set tidemill.state.unbounded = warn");
        }
    }

    private void openSinks(CircuitSpec spec) throws IOException {
        var sink = query.sink().open(spec.outputSchema());
        sinks.add(new OpenSink(RESULT, sink, true));
        if (!sink.modes().contains(query.mode())) {
            throw new TidemillException(
                    Condition.UNSUPPORTED_OUTPUT_MODE,
                    "query '%s': %s does not take output mode %s"
                            .formatted(name, sink.description(), lower(query.mode())),
                    "use one of " + sink.modes().stream().map(OpenQuery::lower).sorted().toList());
        }
        expectUpdates(spec, sink);
    }

    /// @throws TidemillException UNSUPPORTED_OUTPUT_MODE when rows may vanish and the sink cannot
    ///   take them away
    private static void expectUpdates(CircuitSpec spec, Sink sink) {
        if (spec.givesDeletes() && !sink.takesDeletes()) {
            var _ =
                    new CircuitSpec(
                            spec.plan(),
                            spec.mode(),
                            spec.workers(),
                            Deletes.REFUSED,
                            StateTtl.NONE);
        }
        if (spec.mode() == OutputMode.UPDATE) {
            spec.key().ifPresent(key -> sink.expectUpdates(key, spec.givesDeletes()));
        } else if (spec.mode() == OutputMode.CHANGELOG) {
            spec.key().ifPresent(sink::expectChanges);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void openSources(CircuitSpec spec, SharedReads shared) throws IOException {
        var leaves = spec.leaves();
        var watermarks = spec.watermarks();
        for (int i = 0; i < leaves.size(); i++) {
            sources.add(OpenSource.open("source-" + i, leaves.get(i), shared));
            var watermark = Optional.ofNullable(watermarks.get(i));
            delays.add(
                    watermark
                            .map(w -> OptionalLong.of(w.watermark().delayMicros()))
                            .orElse(OptionalLong.empty()));
            dropsLate.add(watermark.map(spec::dropsLate).orElse(false));
            if (leaves.get(i) instanceof PlanNode.Scan scan) {
                Optional<Sink> rejected = scan.table().table().rejectedSink(name);
                if (rejected.isPresent()) {
                    sinks.add(new OpenSink(EpochOutput.rejectedId(i), rejected.get(), false));
                }
            }
        }
    }

    Circuit circuit() {
        return circuit;
    }

    List<OpenSource> sources() {
        return sources;
    }

    /// How far the watermark of each source stays behind its event time, if it has one.
    List<OptionalLong> delays() {
        return delays;
    }

    /// For each source whether rows that come too late are left out.
    List<Boolean> dropsLate() {
        return dropsLate;
    }

    /// The result's sink first.
    List<OpenSink> sinks() {
        return sinks;
    }

    OpenSink result() {
        return sinks.getFirst();
    }

    /// Whether any sink is the user's code.
    boolean runsUserCode() {
        return sinks.stream().anyMatch(OpenSink::isUserCode);
    }

    /// How full the fullest sink has become.
    ///
    /// @param written the sinks that the epoch writes
    double fill(EpochContext epoch, List<String> written) {
        double fill = 0;
        for (var sink : sinks) {
            if (written.contains(sink.id())) {
                fill = Math.max(fill, sink.sink().fill(sink.context(epoch)));
            }
        }
        return fill;
    }

    /// What a sink waits for, when a commit or the locking out of others takes long. Any thread may
    /// ask.
    Optional<String> sinkWaitingFor() {
        return sinks.stream().flatMap(s -> s.sink().waitingFor().stream()).findFirst();
    }

    /// What a source waits for in vain; empty when all is well.
    Optional<String> sourceWaitingFor() {
        return sources.stream().flatMap(s -> s.source().waitingFor().stream()).findFirst();
    }

    /// What a checkpoint keeps, so that no other query goes on from it.
    QueryFingerprint fingerprint() {
        return QueryIdentity.of(circuit, sources, result());
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        var all = new ArrayList<AutoCloseable>(sources);
        all.addAll(sinks);
        for (var each : all) {
            try {
                each.close();
            } catch (RuntimeException e) {
                failure = e;
            } catch (Exception e) {
                failure = new IllegalStateException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
