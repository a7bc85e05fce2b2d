package io.tidemill.connect;

import java.io.IOException;
import java.util.Optional;

/// A table that grows: where the rows of a stream, or of one read of what is there now, come from.
///
/// Offsets are JSON that only the source reads; equal offsets are equal text. Planning
/// ([#latestOffset], [#plan], [#remember], [#memory], [#restore], [#committed]) is called by one
/// thread; readers from [#open] are used by one thread each, several at a time.
public interface Source extends AutoCloseable {
    /// What progress shows: `FileStreamSource[/data/in]`.
    String description();

    /// What stays the same as long as it is the same place that is read: the description, unless
    /// options stand in that. A checkpoint is gone on from only where this is equal.
    default String identity() {
        return description();
    }

    /// Whether [#open] gives the same rows for the same split after a crash. The engine logs the
    /// rows of a source that cannot, or says what is lost.
    boolean replayable();

    /// The offset before the first row that a new query reads.
    String initialOffset() throws IOException;

    /// The newest offset there is now; looks at the outside world.
    ///
    /// @throws IOException when it cannot be looked at now; the engine tries again
    String latestOffset() throws IOException;

    /// Told once, before planning or reading.
    ///
    /// @param queryId whose source it is; the same over restarts
    /// @param arrived to be run, on whatever thread, when rows may have come: so the query need not
    ///   wait until it looks the next time
    default void begin(String queryId, Runnable arrived) {}

    /// The newest offset that is known without looking; by default it looks.
    default String knownOffset() throws IOException {
        return latestOffset();
    }

    /// What the source waits for in vain, in words for people; empty when all is well.
    default Optional<String> waitingFor() {
        return Optional.empty();
    }

    /// What to read next: from `start` towards `end`, an offset that [#latestOffset] gave, within
    /// `limit` and the limits of the source's own options. Empty when nothing is new. Planning runs
    /// ahead: `start` may be the end of a slice that is planned and not remembered yet.
    Optional<Slice> plan(String start, String end, ReadLimit limit) throws IOException;

    /// Reads a piece of a slice into columns.
    SplitReader open(Split split, ReadRequest request) throws IOException;

    /// The source partition that the rows of a split belong to. Rows of one partition have an
    /// order: that of the splits in a slice, and in a split; a row is late by the rows in front of
    /// it there.
    default String partition(Split split) {
        return "";
    }

    /// What sources have in common that read the same split into the same rows: sources that give
    /// equal values here are read together by the queries of one engine. Empty: each reads alone.
    default Optional<Object> sharedAs() {
        return Optional.empty();
    }

    /// How it stands with what has not been read, as of the source's own last look; called often,
    /// by the thread that plans, so it looks at nothing itself.
    default SourceHealth health() {
        return SourceHealth.FINE;
    }

    /// Notes that `slice` has been logged, now or, at a restart, in the past: it will not be
    /// planned again.
    void remember(Slice slice);

    /// What the source needs besides the offset to go on after a restart (which files it has seen);
    /// goes into snapshots, followed by the slices of later epochs through [#remember].
    default byte[] memory() {
        return new byte[0];
    }

    /// Takes back what [#memory] gave.
    default void restore(byte[] memory) {}

    /// Every epoch up to `end` is committed: what was read may be cleaned away.
    default void committed(String end) throws IOException {}

    @Override
    void close();
}
