package io.tidemill.runtime;

import java.util.Optional;
import java.util.UUID;

/// Is told what queries do. All calls come from one thread of the engine, but for [#started], which
/// comes from the thread that starts the query.
public interface QueryListener {
    default void started(UUID id, UUID runId, Optional<String> name, long timeMicros) {}

    default void progressed(QueryProgress progress) {}

    default void idle(UUID id, UUID runId, long timeMicros) {}

    default void terminated(UUID id, UUID runId, Optional<Throwable> failure) {}
}
