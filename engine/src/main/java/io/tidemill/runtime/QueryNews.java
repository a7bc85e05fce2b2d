package io.tidemill.runtime;

import io.tidemill.plan.circuit.Kept;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a query tells of itself: to listeners, to the log, and to those who ask how far it has
/// come. Told by the query's thread, asked by any.
final class QueryNews {
    private static final Logger LOG = LoggerFactory.getLogger(QueryNews.class);

    private final UUID id;
    private final UUID runId;
    private final Optional<String> name;
    private final String label;
    private final List<String> unboundedState;
    private final int progressKept;
    private final LongSupplier clockMicros;
    private final ListenerBus listeners;
    private final Deque<QueryProgress> recent = new ArrayDeque<>(); // guarded by itself

    /// @param id stays the same over restarts
    /// @param runId of this start
    /// @param label what it is called where people look
    QueryNews(
            UUID id,
            UUID runId,
            QuerySpec spec,
            String label,
            LongSupplier clockMicros,
            ListenerBus listeners) {
        this.id = id;
        this.runId = runId;
        this.name = spec.name();
        this.label = label;
        this.unboundedState = spec.unboundedState().stream().map(Kept::describe).toList();
        this.progressKept = spec.settings().progressKept();
        this.clockMicros = clockMicros;
        this.listeners = listeners;
    }

    UUID id() {
        return id;
    }

    UUID runId() {
        return runId;
    }

    /// Tells listeners at once, on this thread.
    void started() {
        unboundedState.forEach(
                state -> LOG.info("state may grow without end query={} {}", label, state));
        listeners.postNow(l -> l.started(id, runId, name, clockMicros.getAsLong(), unboundedState));
    }

    void warned(String warning) {
        LOG.warn("query warns query={} {}", label, warning);
        listeners.post(l -> l.warned(id, runId, name, clockMicros.getAsLong(), warning));
    }

    void idle() {
        listeners.post(l -> l.idle(id, runId, clockMicros.getAsLong()));
    }

    /// An epoch is committed.
    void progressed(MeasuredEpoch epoch) {
        var progress = epoch.progress(id, runId, name, unboundedState);
        synchronized (recent) {
            recent.addLast(progress);
            while (recent.size() > progressKept) {
                recent.removeFirst();
            }
        }
        listeners.post(l -> l.progressed(progress));
        LOG.debug(
                "epoch committed query={} epoch={} rows={} rejected={} out={} took={}ms",
                label,
                progress.epoch(),
                progress.rows(),
                progress.rejected(),
                progress.sink().rows(),
                progress.batchDurationMillis());
    }

    /// @param failure why, when it did not end by itself
    void terminated(Optional<Throwable> failure) {
        if (failure.isEmpty()) {
            LOG.info("query ended query={} {}", label, howFar());
        } else {
            var cause = failure.get();
            LOG.error("query failed query={} {} error={}", label, howFar(), cause.getMessage());
            LOG.debug("query failed query={}", label, cause);
        }
        listeners.post(l -> l.terminated(id, runId, failure));
    }

    Optional<QueryProgress> lastProgress() {
        synchronized (recent) {
            return Optional.ofNullable(recent.peekLast());
        }
    }

    /// Of the last epochs, oldest first.
    List<QueryProgress> recentProgress() {
        synchronized (recent) {
            return List.copyOf(recent);
        }
    }

    /// How far it has come, for people: `epoch=7 offsets=[...]`.
    String howFar() {
        return lastProgress()
                .map(p ->
                        "epoch=%d offsets=%s"
                                .formatted(
                                        p.epoch(),
                                        p.sources().stream()
                                                .map(QueryProgress.SourceProgress::endOffset)
                                                .toList()))
                .orElse("before its first epoch");
    }
}
