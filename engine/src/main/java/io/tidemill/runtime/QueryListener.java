package io.tidemill.runtime;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Is told what queries do. All calls come from one thread of the engine, but for [#started], which
/// comes from the thread that starts the query.
public interface QueryListener {
    /// Whose it is, for messages.
    default String name() {
        return getClass().getName();
    }

    /// @param unboundedState what the query keeps and nothing bounds, each with what would
    default void started(
            UUID id,
            UUID runId,
            Optional<String> name,
            long timeMicros,
            List<String> unboundedState) {}

    default void progressed(QueryProgress progress) {}

    /// Something begins that people should do something about; it is told once.
    default void warned(
            UUID id, UUID runId, Optional<String> name, long timeMicros, String warning) {}

    default void idle(UUID id, UUID runId, long timeMicros) {}

    default void terminated(UUID id, UUID runId, Optional<Throwable> failure) {}
}
