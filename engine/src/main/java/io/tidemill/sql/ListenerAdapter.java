package io.tidemill.sql;

import io.tidemill.data.Boxes;
import io.tidemill.data.TidemillException;
import io.tidemill.runtime.QueryListener;
import io.tidemill.runtime.QueryProgress;
import io.tidemill.sql.streaming.StreamingQueryListener;
import io.tidemill.sql.streaming.StreamingQueryListener.QueryIdleEvent;
import io.tidemill.sql.streaming.StreamingQueryListener.QueryProgressEvent;
import io.tidemill.sql.streaming.StreamingQueryListener.QueryStartedEvent;
import io.tidemill.sql.streaming.StreamingQueryListener.QueryTerminatedEvent;
import io.tidemill.sql.streaming.StreamingQueryListener.QueryWarningEvent;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Tells a listener of the API what the engine tells.
final class ListenerAdapter implements QueryListener {
    private final StreamingQueryListener listener;

    ListenerAdapter(StreamingQueryListener listener) {
        this.listener = listener;
    }

    @Override
    public String name() {
        return listener.getClass().getName();
    }

    @Override
    public void started(
            UUID id,
            UUID runId,
            Optional<String> name,
            long timeMicros,
            List<String> unboundedState) {
        listener.onQueryStarted(
                new QueryStartedEvent(
                        id, runId, name.orElse(null), Boxes.instant(timeMicros), unboundedState));
    }

    @Override
    public void progressed(QueryProgress progress) {
        listener.onQueryProgress(new QueryProgressEvent(ProgressView.of(progress)));
    }

    @Override
    public void warned(
            UUID id, UUID runId, Optional<String> name, long timeMicros, String warning) {
        listener.onQueryWarning(
                new QueryWarningEvent(
                        id, runId, name.orElse(null), Boxes.instant(timeMicros), warning));
    }

    @Override
    public void idle(UUID id, UUID runId, long timeMicros) {
        listener.onQueryIdle(new QueryIdleEvent(id, runId, Boxes.instant(timeMicros)));
    }

    @Override
    public void terminated(UUID id, UUID runId, Optional<Throwable> failure) {
        listener.onQueryTerminated(
                new QueryTerminatedEvent(
                        id,
                        runId,
                        failure.map(Throwable::toString),
                        failure.filter(TidemillException.class::isInstance)
                                .map(f -> ((TidemillException) f).getCondition())));
    }
}
