package io.tidemill.sql.streaming;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Is told what the queries of a session do. Extend it and override what is of interest.
///
/// [#onQueryStarted] is called before `start()` returns, on the thread that called it; the others
/// come later, on a thread of the listeners' own, in the order in which things happened to a query.
/// What a listener throws is logged and harms neither query nor other listeners.
public abstract class StreamingQueryListener {
    public abstract void onQueryStarted(QueryStartedEvent event);

    public abstract void onQueryProgress(QueryProgressEvent event);

    /// There was nothing to do for a while.
    public void onQueryIdle(QueryIdleEvent event) {}

    /// Something begins that people should do something about, such as unread rows that will soon
    /// be deleted. Told once, until it is over and begins anew. Beyond Spark's API.
    public void onQueryWarning(QueryWarningEvent event) {}

    public abstract void onQueryTerminated(QueryTerminatedEvent event);

    /// Something that happened to a query.
    public sealed interface Event {}

    /// @param name null when the query has none
    /// @param unboundedState what the query keeps and nothing bounds, each with what would; beyond
    ///   Spark
    public record QueryStartedEvent(
            UUID id, UUID runId, @Nullable String name, Instant time, List<String> unboundedState)
            implements Event {
        public QueryStartedEvent {
            unboundedState = List.copyOf(unboundedState);
        }

        /// UTC, in ISO form.
        public String timestamp() {
            return time.toString();
        }
    }

    public record QueryProgressEvent(StreamingQueryProgress progress) implements Event {}

    /// @param name null when the query has none
    /// @param warning what is wrong and what can be done, in words
    public record QueryWarningEvent(
            UUID id, UUID runId, @Nullable String name, Instant time, String warning)
            implements Event {}

    public record QueryIdleEvent(UUID id, UUID runId, Instant time) implements Event {
        /// UTC, in ISO form.
        public String timestamp() {
            return time.toString();
        }
    }

    /// @param exception the error as text, empty when it was stopped or came to its end
    /// @param errorClassOnException the name of the error's condition, if it has one
    public record QueryTerminatedEvent(
            UUID id, UUID runId, Optional<String> exception, Optional<String> errorClassOnException)
            implements Event {}
}
