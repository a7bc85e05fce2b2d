package io.tidemill.sql.streaming;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A streaming query ended with an error; [#getCause] is what happened.
///
/// Unlike Spark's it is not checked, so `catch` it where you want to.
public final class StreamingQueryException extends TidemillException {
    private static final long serialVersionUID = 1;

    private final UUID id;
    private final UUID runId;
    private final @Nullable String name;

    public StreamingQueryException(UUID id, UUID runId, @Nullable String name, Throwable cause) {
        super(
                Condition.STREAM_FAILED,
                "query %s (id %s, run %s) ended with an error: %s"
                        .formatted(
                                name == null ? "without name" : "'" + name + "'",
                                id,
                                runId,
                                text(cause)),
                cause instanceof TidemillException known ? known.remedy() : "",
                cause);
        this.id = id;
        this.runId = runId;
        this.name = name;
    }

    private static String text(Throwable cause) {
        return cause instanceof TidemillException known
                ? "[%s] %s".formatted(known.getCondition(), known.problem())
                : cause.toString();
    }

    /// Which query.
    public UUID id() {
        return id;
    }

    public UUID runId() {
        return runId;
    }

    public @Nullable String name() {
        return name;
    }

    /// What happened.
    public @Nullable Throwable cause() {
        return getCause();
    }
}
