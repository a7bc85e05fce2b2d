package io.tidemill.sql.streaming;

import io.tidemill.sql.TidemillSession;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A query that is running, or has ended. Thread-safe.
public interface StreamingQuery {
    /// The name it was given; null without one.
    @Nullable String name();

    /// Stays the same when the query goes on from its checkpoint.
    UUID id();

    /// Differs between two starts.
    UUID runId();

    /// The session that it was started in.
    TidemillSession sparkSession();

    /// Whether it has not ended yet.
    boolean isActive();

    /// Why it ended, if it ended with an error.
    Optional<StreamingQueryException> exception();

    /// What it does now, in words, and whether there was more to read when it last looked.
    StreamingQueryStatus status();

    /// The last reports, oldest first; at most `spark.sql.streaming.numRecentProgressUpdates`.
    StreamingQueryProgress[] recentProgress();

    /// The last report; null before the first.
    @Nullable StreamingQueryProgress lastProgress();

    /// Waits for its end.
    ///
    /// @throws StreamingQueryException when it ended with an error
    void awaitTermination() throws InterruptedException;

    /// Waits for its end, at most this long; says whether it came.
    ///
    /// @throws StreamingQueryException when it ended with an error
    boolean awaitTermination(long timeoutMillis) throws InterruptedException;

    /// Waits until everything that the sources had when it was called is in the sink. For tests: a
    /// source that never rests may keep it waiting.
    ///
    /// @throws StreamingQueryException when the query ended with an error
    void processAllAvailable() throws InterruptedException;

    /// Ends the query at the next commit and waits for it; does nothing when it has ended. The next
    /// start goes on where it was.
    ///
    /// @throws TimeoutException when `spark.sql.streaming.stopTimeout` passed first
    void stop() throws TimeoutException;

    /// Prints the plan.
    void explain();

    /// Prints the plan.
    ///
    /// @param extended with the details of each step
    void explain(boolean extended);

    /// Completes when the query ends, with [StreamingQueryException] if it ended with an error.
    /// Beyond Spark.
    CompletableFuture<StreamingQuery> completion();
}
