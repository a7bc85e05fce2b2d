package io.tidemill.sql;

import io.tidemill.connect.EpochLimits;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.runtime.QuerySpec;
import io.tidemill.runtime.TriggerSpec;
import io.tidemill.sql.streaming.OutputMode;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.Trigger;
import java.nio.file.Path;
import java.util.Optional;

/// A streaming query with all that its start needs, from whichever side it came: `writeStream`, or
/// a FLOW.
///
/// @param checkpoint where it remembers how far it is
/// @param mayForget whether it may run without a checkpoint, because its sink keeps nothing that
///   could be written twice
/// @param ignoreDeletes whether mode update keeps quiet about rows that vanish
/// @param limits how much an epoch takes of the tables of files that it streams
record Launch(
        TidemillSession session,
        Optional<String> name,
        Relational rows,
        QuerySpec.SinkOpener sink,
        OutputMode mode,
        Trigger trigger,
        Optional<Path> checkpoint,
        boolean mayForget,
        boolean ignoreDeletes,
        EpochLimits limits) {

    /// @throws AnalysisException when plan, sink, mode and checkpoint do not go together
    StreamingQuery start() {
        var shared = session.shared();
        var spec =
                new QuerySpec(
                        name,
                        FlowLimits.apply(rows.plan(), limits, named()),
                        sink,
                        mode.mode(),
                        spec(trigger),
                        location(),
                        session.actions().settings(),
                        ignoreDeletes);
        try {
            return shared.queries().started(session, shared.engine().start(spec));
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    private String named() {
        return name.map(n -> "the query '" + n + "'").orElse("a query");
    }

    /// The one given, else a directory of the query's name under that of the session.
    private Optional<Path> location() {
        if (checkpoint.isPresent()) {
            return checkpoint;
        }
        var settings = session.conf().settings();
        if (settings.checkpointLocation().isPresent() && name.isPresent()) {
            return Optional.of(
                    session.shared()
                            .directory()
                            .resolve(settings.checkpointLocation().get())
                            .resolve(name.get()));
        }
        if (!mayForget) {
            throw new AnalysisException(
                    Condition.INVALID_OPTION,
                    "the query %s has no checkpoint location, so after a restart it would write"
                                    .formatted(name.map(n -> "'" + n + "'").orElse("without name"))
                            + " everything once more",
                    "give it option(\"checkpointLocation\", ...), or a name and the session"
                            + " spark.sql.streaming.checkpointLocation");
        }
        return Optional.empty();
    }

    private static TriggerSpec spec(Trigger trigger) {
        return switch (trigger) {
            case Trigger.EveryInterval(var interval) -> new TriggerSpec.ProcessingTime(interval);
            case Trigger.OneEpoch() -> new TriggerSpec.Once();
            case Trigger.AllAvailable() -> new TriggerSpec.AvailableNow();
            case Trigger.LowestLatency() -> new TriggerSpec.LowestLatency();
        };
    }
}
