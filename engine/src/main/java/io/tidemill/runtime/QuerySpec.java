package io.tidemill.runtime;

import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.plan.circuit.Kept;
import io.tidemill.plan.circuit.Manner;
import io.tidemill.plan.circuit.States;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A streaming query to be started.
///
/// @param name unique among the active queries of an engine; shown everywhere
/// @param plan what is computed
/// @param sink opens where the result goes, for rows of the given columns
/// @param checkpoint where it remembers how far it is; without one it starts over each time, and a
///   temporary directory is used meanwhile
/// @param ignoreDeletes whether mode update leaves rows that vanish where they were written, rather
///   than taking them away or refusing the query
public record QuerySpec(
        Optional<String> name,
        PlanNode plan,
        SinkOpener sink,
        OutputMode mode,
        TriggerSpec trigger,
        Optional<Path> checkpoint,
        QuerySettings settings,
        boolean ignoreDeletes) {

    /// A query that ignores no deletes.
    public QuerySpec(
            Optional<String> name,
            PlanNode plan,
            SinkOpener sink,
            OutputMode mode,
            TriggerSpec trigger,
            Optional<Path> checkpoint,
            QuerySettings settings) {
        this(name, plan, sink, mode, trigger, checkpoint, settings, false);
    }

    /// How the plan is run, for what its steps keep.
    Manner manner() {
        return Manner.of(plan, Optional.of(mode), settings.state().ttl());
    }

    /// What its steps keep and nothing bounds.
    List<Kept> unboundedState() {
        return States.of(plan, manner()).stream().filter(Kept::isUnbounded).toList();
    }

    /// Opens a sink; called again when a query starts over after a disk was full.
    @FunctionalInterface
    public interface SinkOpener {
        Sink open(StructType schema) throws IOException;
    }
}
