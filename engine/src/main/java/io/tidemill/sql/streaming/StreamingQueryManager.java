package io.tidemill.sql.streaming;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The streaming queries of a session. Thread-safe.
public interface StreamingQueryManager {
    /// Those that run.
    StreamingQuery[] active();

    /// The running query with this id; null if there is none.
    @Nullable StreamingQuery get(UUID id);

    /// The running query with this id; null if there is none.
    @Nullable StreamingQuery get(String id);

    /// Waits until a query ends; returns at once if one has since the last [#resetTerminated].
    ///
    /// @throws StreamingQueryException when it ended with an error
    void awaitAnyTermination() throws InterruptedException;

    /// Waits until a query ends, at most this long; says whether one did.
    ///
    /// @throws StreamingQueryException when it ended with an error
    boolean awaitAnyTermination(long timeoutMillis) throws InterruptedException;

    /// Forgets the queries that have ended.
    void resetTerminated();

    /// Waits until all queries that were started have ended, and says how each did: none hides
    /// another's failure, and none keeps another from going on. Beyond Spark.
    List<Outcome> awaitAll() throws InterruptedException;

    void addListener(StreamingQueryListener listener);

    void removeListener(StreamingQueryListener listener);

    StreamingQueryListener[] listListeners();

    /// How a query ended.
    ///
    /// @param failure empty when it came to its end or was stopped
    record Outcome(StreamingQuery query, Optional<StreamingQueryException> failure) {}
}
