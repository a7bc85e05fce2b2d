package io.tidemill.connect;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Where the result of a query goes.
///
/// Opening, fencing, committing and closing come one after the other; the writers of one epoch may
/// run on several threads, and where [#writesAhead] says so those of the next epoch run while this
/// one is committed. After a crash the engine fences first, then asks for [#lastCommitted], then
/// decides by [#kind].
public interface Sink extends AutoCloseable {
    /// How an epoch becomes visible, and so what recovery does with one in doubt.
    enum Kind {
        /// Output is durable under staged names before the epoch's record; commit is rolled
        /// forward.
        STAGED,
        /// A transaction that dies with the process; a marker inside it says whether it was
        /// committed.
        VOLATILE_ATOMIC,
        /// Written by key; an epoch run again converges.
        UPSERT,
        /// The user's code; an epoch run again has the same rows and number, at least once.
        USER_CODE
    }

    Kind kind();

    /// What progress shows: `FileSink[/data/out]`.
    String description();

    /// What stays the same as long as it is the same place that is written: the description, unless
    /// options stand in that. A checkpoint is gone on from only where this is equal.
    default String identity() {
        return description();
    }

    /// The output modes it can take.
    Set<OutputMode> modes();

    /// Whether in mode update its writers can take rows away: a row at weight -1 says that its key
    /// has no row any more.
    default boolean takesDeletes() {
        return false;
    }

    /// Told once, before the first writer, in mode update over a result whose rows change: which
    /// columns tell which row replaces which.
    ///
    /// @param key columns of the result; empty when it has one row at most
    /// @param deletes whether rows at weight -1 will come
    default void expectUpdates(List<Integer> key, boolean deletes) {}

    /// Told once, before the first writer, in mode changelog: which columns tell which row replaces
    /// which.
    ///
    /// @param key columns of the result, counted without `_op`; empty when it has one row at most
    default void expectChanges(List<Integer> key) {}

    /// The shortest time between epochs that does it no harm (small files); zero when any.
    default Duration smallestInterval() {
        return Duration.ZERO;
    }

    /// Whether writers of the next epoch may be opened, used and finished on other threads while
    /// [#commit] of this one runs. What they write must be kept apart by the epoch's number and be
    /// visible to nobody before that epoch's own commit. Where it is false, or a sink is the user's
    /// code, the next epoch waits.
    default boolean writesAhead() {
        return kind() == Kind.STAGED;
    }

    /// Makes sure that no process of an older generation can commit any more, and that the output
    /// belongs to this query.
    ///
    /// @throws io.tidemill.data.TidemillException OUTPUT_OWNED_BY_ANOTHER_QUERY, naming both
    void fence(String queryId, long generation) throws IOException;

    /// The last epoch of this query that is visible, after [#fence]; empty when there is none.
    OptionalLong lastCommitted(String queryId) throws IOException;

    /// The same, by a sink whose note of it may have expired: it can find out from the last epoch
    /// in the log, if there is one, what has become of it.
    default OptionalLong lastCommitted(String queryId, Optional<LastLogged> logged)
            throws IOException {
        return lastCommitted(queryId);
    }

    /// What it waits for just now, in words, when it does nothing else: a broker that is down.
    /// Asked on any thread.
    default Optional<String> waitingFor() {
        return Optional.empty();
    }

    /// The [EpochContext#planDigest] of the epoch that [#lastCommitted] gave, where the sink keeps
    /// it. Another one than the log's means that log and output do not belong together, and stops
    /// the query.
    default Optional<String> committedDigest(String queryId) throws IOException {
        return Optional.empty();
    }

    /// Opens the output of one partition for one epoch.
    SinkWriter writer(EpochContext epoch, int partition) throws IOException;

    /// How full the memory is in which it keeps what writers gave it until [#commit]: 1 is as full
    /// as it should become, and the epochs that follow are cut so. Asked when the epoch's writers
    /// are finished.
    default double fill(EpochContext epoch) {
        return 0;
    }

    /// Begins what [#commit] is going to finish, where nobody sees it, while the epoch's record is
    /// made durable: a volatile sink may send rows in a transaction. Every epoch before is
    /// committed by then. What goes wrong is found again by [#commit], which may not follow.
    ///
    /// @param tokens as for [#commit]
    default void prepare(EpochContext epoch, List<Token> tokens) throws IOException {}

    /// Makes the epoch visible, whole or not at all. Doing it again does nothing.
    ///
    /// @param tokens what the epoch's writers gave, in order of their partitions
    void commit(EpochContext epoch, List<Token> tokens) throws IOException;

    /// How often [#tend] is called while there is nothing to commit; zero: never.
    default Duration tendEvery() {
        return Duration.ZERO;
    }

    /// Looks after what was committed, while every epoch is: readers must not wait for the query's
    /// next epoch to get past what only the sink can mend. Never at the same time as [#commit], but
    /// maybe as writers of the next epoch. What goes wrong and may pass is tried the next time.
    default void tend() throws IOException {}

    @Override
    void close();
}
