package io.tidemill.parse;

import io.tidemill.sql.types.StructType;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.rel.RelNode;

/// The rows of a query: as a rule analysed, so that its columns are known and its names resolved;
/// or open, when it names columns of a query that it will stand in.
///
/// Immutable. What it holds inside is Calcite's algebra, for `io.tidemill.plan.calcite` only.
public abstract sealed class Relation permits KnownRelation, OpenRelation {
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();

    /// Its columns.
    ///
    /// @throws SqlException UNRESOLVED_COLUMN when it is open; as all of these methods
    public abstract StructType schema();

    /// Whether rows may come later.
    public abstract boolean isStreaming();

    /// Calcite's form of it; not for users.
    public abstract RelNode algebra();

    /// Whether nothing but its use in another query settles what it means.
    public abstract boolean isOpen();

    final long id() {
        return id;
    }

    /// Which of its columns come from it and from the relations before it.
    abstract Provenance provenance();

    /// The name that its columns can be qualified with.
    abstract Optional<String> alias();
}
