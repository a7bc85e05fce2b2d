package io.tidemill.sql;

import io.tidemill.runtime.RunningQuery;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.StreamingQueryException;
import io.tidemill.sql.streaming.StreamingQueryProgress;
import io.tidemill.sql.streaming.StreamingQueryStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What `start()` gives: a running query by Spark's names.
final class QueryHandle implements StreamingQuery {
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final TidemillSession session;
    private final RunningQuery query;

    QueryHandle(TidemillSession session, RunningQuery query) {
        this.session = session;
        this.query = query;
    }

    RunningQuery running() {
        return query;
    }

    @Override
    public @Nullable String name() {
        return query.name().orElse(null);
    }

    @Override
    public UUID id() {
        return query.id();
    }

    @Override
    public UUID runId() {
        return query.runId();
    }

    @Override
    public TidemillSession sparkSession() {
        return session;
    }

    @Override
    public boolean isActive() {
        return query.isActive();
    }

    @Override
    public Optional<StreamingQueryException> exception() {
        return query.failure().map(this::failed);
    }

    private StreamingQueryException failed(Throwable cause) {
        return new StreamingQueryException(id(), runId(), name(), cause);
    }

    @Override
    public StreamingQueryStatus status() {
        var now = query.status();
        return new StreamingQueryStatus(now.message(), now.dataAvailable(), now.triggerActive());
    }

    @Override
    public StreamingQueryProgress[] recentProgress() {
        return query.recentProgress().stream()
                .map(ProgressView::of)
                .toArray(StreamingQueryProgress[]::new);
    }

    @Override
    public @Nullable StreamingQueryProgress lastProgress() {
        return query.lastProgress().map(ProgressView::of).orElse(null);
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        query.await(FOREVER);
        throwIfFailed();
    }

    @Override
    public boolean awaitTermination(long timeoutMillis) throws InterruptedException {
        if (timeoutMillis <= 0) {
            throw new IllegalArgumentException(
                    "a time to wait is positive, not %d ms".formatted(timeoutMillis));
        }
        boolean ended = query.await(Duration.ofMillis(timeoutMillis));
        if (ended) {
            throwIfFailed();
        }
        return ended;
    }

    @Override
    public void processAllAvailable() throws InterruptedException {
        query.processAllAvailable();
        throwIfFailed();
    }

    private void throwIfFailed() {
        var failure = exception();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    @Override
    public void stop() throws TimeoutException {
        try {
            query.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var timeout =
                    new TimeoutException(
                            "query %s was asked to stop, and the wait for its end was interrupted"
                                    .formatted(query.label()));
            timeout.initCause(e);
            throw timeout;
        }
    }

    @Override
    public void explain() {
        explain(false);
    }

    @Override
    public void explain(boolean extended) {
        session.out().println(query.explain(extended));
        session.out().flush();
    }

    @Override
    public CompletableFuture<StreamingQuery> completion() {
        return query.completion()
                .handle((_, failure) -> {
                    if (failure != null) {
                        throw failed(failure);
                    }
                    return this;
                });
    }

    @Override
    public String toString() {
        return "Streaming Query %s[id = %s, runId = %s]"
                .formatted(query.name().map(n -> n + " ").orElse(""), id(), runId());
    }
}
