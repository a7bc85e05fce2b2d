package io.tidemill.runtime;

import io.tidemill.checkpoint.Bytes;
import io.tidemill.checkpoint.StateSection;
import io.tidemill.data.BatchCodec;
import io.tidemill.data.BatchEncoder;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.plan.circuit.CircuitPart;
import io.tidemill.state.Stateful;
import java.util.List;
import java.util.function.Consumer;

/// Carries state between operators and sources, which know nothing of checkpoints, and the
/// checkpoint, which knows nothing of them.
///
/// An operator's rows are one section a batch, named `rows`. A source has sections `slices`: what
/// it remembers, then the slice of each epoch.
final class StateSections {
    private static final String ROWS = "rows";
    private static final String SLICES = "slices";

    private StateSections() {}

    /// Gives what the epoch changed in one worker's part of the operators, encoded one batch after
    /// the other in the same bytes. One for each worker.
    static final class Changes {
        private final BatchEncoder encoder = new BatchEncoder();

        /// @param to is lent each section
        void of(CircuitPart part, Consumer<StateSection> to) {
            for (var stateful : part.stateful()) {
                stateful.writeChanges(batch -> {
                    int length = encoder.encode(batch);
                    var rows = Bytes.wrap(encoder.bytes(), 0, length);
                    to.accept(section(stateful, rows, StateSection.Kind.DELTA));
                });
            }
        }
    }

    /// What a slice adds to what its source remembers.
    static StateSection slice(OpenSource source, byte[] slice) {
        return new StateSection(source.id(), SLICES, StateSection.Kind.DELTA, 1, Bytes.wrap(slice));
    }

    /// What sources remember, for a snapshot.
    static List<StateSection> memories(List<OpenSource> sources) {
        return sources.stream()
                .map(source ->
                        new StateSection(
                                source.id(),
                                SLICES,
                                StateSection.Kind.SNAPSHOT,
                                1,
                                Bytes.wrap(source.source().memory())))
                .toList();
    }

    /// The state of all operators for a snapshot, a piece at a time.
    static final class Pieces {
        private final List<List<Stateful>> operators;
        private int operator;
        private int part;
        private long from;
        private boolean begun; // of this operator a section was given

        Pieces(Circuit circuit) {
            operators = circuit.stateful();
        }

        boolean isEnd() {
            return operator == operators.size();
        }

        /// Gives the next piece as it is now.
        void next(Consumer<StateSection> to) {
            var parts = operators.get(operator);
            var stateful = parts.get(part);
            from =
                    stateful.writePiece(
                            from,
                            batch -> {
                                var kind =
                                        begun
                                                ? StateSection.Kind.DELTA
                                                : StateSection.Kind.SNAPSHOT;
                                begun = true;
                                var rows = Bytes.wrap(BatchCodec.encode(batch));
                                to.accept(section(stateful, rows, kind));
                            });
            if (from < 0) {
                from = 0;
                part++;
            }
            if (part == parts.size()) {
                part = 0;
                operator++;
                begun = false;
            }
        }
    }

    private static StateSection section(Stateful part, Bytes rows, StateSection.Kind kind) {
        return new StateSection(part.stateId(), ROWS, kind, part.stateVersion(), rows);
    }

    /// Gives a section back to whom it belongs.
    static void restore(StateSection section, Circuit circuit, List<OpenSource> sources) {
        for (var source : sources) {
            if (source.id().equals(section.operator())) {
                var payload = section.payload().toArray();
                switch (section.kind()) {
                    case SNAPSHOT -> source.source().restore(payload);
                    case DELTA -> source.advance(OpenSource.decode(payload));
                }
                return;
            }
        }
        for (var operator : circuit.stateful()) {
            var first = operator.getFirst();
            if (first.stateId().equals(section.operator())) {
                check(first, section);
                var rows = BatchCodec.decode(first.stateSchema(), section.payload().toArray());
                operator.forEach(part -> part.restore(rows));
                return;
            }
        }
        throw new TidemillException(
                Condition.CHECKPOINT_QUERY_CHANGED,
                "the checkpoint has state of an operator '%s', which the query does not have"
                        .formatted(section.operator()),
                "start the query as it was, or with a new checkpoint");
    }

    private static void check(Stateful operator, StateSection section) {
        if (section.schemaVersion() != operator.stateVersion()) {
            throw new TidemillException(
                    Condition.CHECKPOINT_QUERY_CHANGED,
                    "the state of '%s' was written in version %d, this is version %d"
                            .formatted(
                                    section.operator(),
                                    section.schemaVersion(),
                                    operator.stateVersion()),
                    "start the query with the version of Tidemill that wrote it, or with a new"
                            + " checkpoint");
        }
    }
}
