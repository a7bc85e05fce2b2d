package io.tidemill.sql;

import io.tidemill.runtime.Engine;
import io.tidemill.runtime.RunningQuery;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.StreamingQueryListener;
import io.tidemill.sql.streaming.StreamingQueryManager;
import io.tidemill.system.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The queries that the sessions of one engine have started, running and ended. Thread-safe.
///
/// Ended ones are kept until [#resetTerminated], at most [#ENDED_MAX] of them, the newest.
final class Queries implements StreamingQueryManager {
    private static final int ENDED_MAX = 1000;

    private final Engine engine;
    private final Signal changed;
    private final Map<UUID, QueryHandle> running = new LinkedHashMap<>(); // guarded by this
    private final List<QueryHandle> ended = new ArrayList<>(); // guarded by this
    private final Map<StreamingQueryListener, ListenerAdapter> listeners =
            new LinkedHashMap<>(); // guarded by itself

    Queries(Engine engine) {
        this.engine = engine;
        this.changed = engine.world().threads().signal();
    }

    /// Takes a query that was just started.
    QueryHandle started(TidemillSession session, RunningQuery query) {
        var handle = new QueryHandle(session, query);
        synchronized (this) {
            running.put(query.runId(), handle);
        }
        var _ = query.completion().whenComplete((_, _) -> ended(handle));
        return handle;
    }

    private void ended(QueryHandle handle) {
        synchronized (this) {
            running.remove(handle.runId());
            ended.add(handle);
            if (ended.size() > ENDED_MAX) {
                ended.removeFirst();
            }
        }
        changed.raise();
    }

    @Override
    public synchronized StreamingQuery[] active() {
        return running.values().toArray(StreamingQuery[]::new);
    }

    @Override
    public synchronized @Nullable StreamingQuery get(UUID id) {
        return running.values().stream()
                .filter(query -> query.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable StreamingQuery get(String id) {
        return get(UUID.fromString(id));
    }

    @Override
    public void awaitAnyTermination() throws InterruptedException {
        awaitAny(Signal.FOREVER);
    }

    @Override
    public boolean awaitAnyTermination(long timeoutMillis) throws InterruptedException {
        if (timeoutMillis <= 0) {
            throw new IllegalArgumentException(
                    "a time to wait is positive, not %d ms".formatted(timeoutMillis));
        }
        return awaitAny(Duration.ofMillis(timeoutMillis));
    }

    /// A failure among those that ended counts before a good end.
    private boolean awaitAny(Duration timeout) throws InterruptedException {
        if (!changed.await(this::anyEnded, timeout)) {
            return false;
        }
        List<QueryHandle> now;
        synchronized (this) {
            now = List.copyOf(ended);
        }
        for (var query : now) {
            var failure = query.exception();
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
        return true;
    }

    private synchronized boolean anyEnded() {
        return !ended.isEmpty();
    }

    private synchronized boolean noneRuns() {
        return running.isEmpty();
    }

    @Override
    public synchronized void resetTerminated() {
        ended.clear();
    }

    @Override
    public List<Outcome> awaitAll() throws InterruptedException {
        changed.await(this::noneRuns);
        synchronized (this) {
            return ended.stream().map(query -> new Outcome(query, query.exception())).toList();
        }
    }

    @Override
    public void addListener(StreamingQueryListener listener) {
        var adapter = new ListenerAdapter(listener);
        synchronized (listeners) {
            if (listeners.putIfAbsent(listener, adapter) != null) {
                return;
            }
        }
        engine.addListener(adapter);
    }

    @Override
    public void removeListener(StreamingQueryListener listener) {
        ListenerAdapter adapter;
        synchronized (listeners) {
            adapter = listeners.remove(listener);
        }
        if (adapter != null) {
            engine.removeListener(adapter);
        }
    }

    @Override
    public StreamingQueryListener[] listListeners() {
        synchronized (listeners) {
            return listeners.keySet().toArray(StreamingQueryListener[]::new);
        }
    }
}
