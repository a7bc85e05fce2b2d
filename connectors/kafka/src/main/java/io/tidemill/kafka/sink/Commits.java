package io.tidemill.kafka.sink;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.WorldClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How epochs get into a cluster whatever it does: one transaction an epoch, with a marker in it.
///
/// Where the end of a transaction is not known (no answer, a lost connection, a broker that
/// restarts, a time-out), the writer is thrown away and another one opened, which locks the first
/// one out and waits for its transaction to end. Then the marker says whether the epoch is in; if
/// not, it is sent again from its buffers. A cluster that cannot be reached is waited for. Nothing
/// of this ends the query.
///
/// A writer that was locked out looks at the marker before it does anything: if a newer process has
/// the output, it ends; otherwise the broker had given up its transaction (a pause of the process
/// that was longer than the transaction's time-out), and it goes on.
///
/// One thread at a time, but for [#waitingFor].
final class Commits implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    /// How often a writer is opened before a transaction counts as one that never ends.
    private static final int STUCK_ATTEMPTS = 10;

    /// How long a marker that must be there is asked for.
    private static final Duration MARKER_PATIENCE = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final WorldClock clock;
    private final Retries retries;
    private final String owner;
    private final boolean transactional;
    private String query = "";
    private long generation;
    private @Nullable Marker last;
    private boolean claimed;
    private boolean missed;
    private boolean stuck;
    private boolean begun; // what the writer has sent of an epoch waits for its commit
    private boolean cutOff; // nobody has looked since
    private Cluster.@Nullable Writer writer;

    /// @param owner this process, for people
    /// @param transactional whether the cluster's writers are; otherwise nothing is known of what
    ///   was committed
    Commits(Cluster cluster, WorldClock clock, String owner, boolean transactional) {
        this.cluster = cluster;
        this.clock = clock;
        this.retries = new Retries(cluster.name(), clock);
        this.owner = owner;
        this.transactional = transactional;
    }

    /// What is known of the last epoch when the cluster knows of none.
    interface Lookup {
        /// The marker that the cluster should have, [Marker#NONE] when no epoch was ever committed,
        /// empty when it should have one but nobody can tell which.
        Optional<Marker> find() throws Trouble, IOException;
    }

    /// Locks every older process out. If the cluster has an epoch, says so in a marker of its own,
    /// so that they can name who did it: none of them can commit once this returns, and [#last] is
    /// final. If it has none, nothing is written before [#settle] or the first commit: an answer
    /// without an epoch may be wrong, and must not take the place of the right one.
    ///
    /// @throws TidemillException CONCURRENT_QUERY when a newer process has the output
    void claim(String ofQuery, long asGeneration) throws IOException {
        query = ofQuery;
        generation = asGeneration;
        if (!transactional) {
            return;
        }
        untilDone(() -> {
            last = takeOver();
            if (last.hasEpoch()) {
                own(last);
            }
        });
    }

    /// Makes [#last] final where the cluster knew of no epoch: what `lookup` finds goes on as the
    /// marker. If it finds nothing although there should be something, nothing is written, and
    /// [#commit] is refused.
    void settle(Lookup lookup) throws IOException {
        if (!transactional || claimed && last != null && last.hasEpoch()) {
            return;
        }
        untilDone(() -> {
            if (writer == null || last == null) {
                last = takeOver();
            }
            var known = last.hasEpoch() ? Optional.of(last) : lookup.find();
            missed = known.isEmpty();
            if (known.isPresent()) {
                own(known.get());
            }
        });
    }

    private Marker takeOver() throws Trouble, IOException {
        try {
            return lockOut().orElse(nothing());
        } catch (Trouble e) {
            stuck |= writer != null && retries.failed() >= STUCK_ATTEMPTS && isUnstable(e);
            if (writer == null || !stuck || !isUnstable(e)) {
                throw e;
            }
            LOG.warn("sink found a transaction that does not end query={}", query);
            return nothing();
        }
    }

    private static boolean isUnstable(Trouble trouble) {
        return trouble.getCause() instanceof UnstableOffsetCommitException;
    }

    /// Whether a marker is there that no end of its transaction has made stable, although writers
    /// were opened again and again: a broker that died while it wrote that end may forget about the
    /// offset when it is back. What is claimed takes its place.
    boolean isStuck() {
        return stuck;
    }

    /// The marker of a query that has committed nothing yet.
    Marker nothing() {
        return new Marker(query, generation, Marker.NONE, "", owner);
    }

    private void own(Marker found) throws Trouble, IOException {
        var mine = found.ownedBy(generation, owner);
        writer().claim(mine);
        last = mine;
        claimed = true;
        stuck = false;
    }

    /// Opens a writer and reads the marker; leaves a newer process alone.
    private Optional<Marker> lockOut() throws Trouble, IOException {
        check(cluster.peek()); // an older process's transaction ends when the writer is opened
        writer = cluster.open();
        cluster.mend();
        var found = cluster.marker();
        check(found);
        return found;
    }

    /// Asks for a marker that must be there, for some seconds; empty when it does not come.
    ///
    /// @param atLeast the least epoch that it can have
    Optional<Marker> markerAgain(long atLeast) throws IOException {
        long begin = clock.nanos();
        for (int times = 0; ; times++) {
            var found = ask(cluster::marker);
            check(found);
            boolean late = clock.nanos() - begin > MARKER_PATIENCE.toNanos();
            var right = found.filter(marker -> marker.epoch() >= atLeast);
            if (late || right.isPresent()) {
                return right;
            }
            retries.sleep(times, "the last marker of " + query);
        }
    }

    private void check(Optional<Marker> found) {
        if (found.isPresent() && found.get().generation() > generation) {
            throw new TidemillException(
                    Condition.CONCURRENT_QUERY,
                    ("a newer process, %s, writes to Kafka at %s for query %s (generation %d; this"
                                    + " one is %d)")
                            .formatted(
                                    found.get().owner(),
                                    cluster.name(),
                                    query,
                                    found.get().generation(),
                                    generation),
                    "stop this process; the newer one goes on");
        }
    }

    /// This process, for people.
    String owner() {
        return owner;
    }

    /// The last marker, after [#claim]; without an epoch when there was none.
    Optional<Marker> last() {
        return Optional.ofNullable(last);
    }

    /// Makes an epoch visible, once; does nothing if it is. Waits for a cluster that is down.
    ///
    /// @param from where the epoch's records cannot lie before
    void commit(EpochRecords records, Marker marker, Supplier<Map<TopicPartition, Long>> from)
            throws IOException {
        if (!transactional) {
            untilDone(() -> {
                if (writer == null) {
                    writer = cluster.open();
                }
                writer().commit(records, marker);
            });
            return;
        }
        if (missed) {
            throw new IllegalStateException("the last epoch of " + query + " is not known");
        }
        untilDone(() -> {
            if (!begun) {
                checkConnection();
            }
            if (writer == null || last == null) {
                var found = present(lockOut(), marker, from);
                checkFollows(found, marker);
                last = found;
            }
            if (!claimed) {
                own(last);
            }
            if (last.epoch() < marker.epoch()) {
                writer().commit(records, marker);
                begun = false;
                last = marker;
                checkConnection();
                if (writer == null) {
                    throw new Trouble("a transaction hangs", new IOException("it is open"));
                }
            }
        });
    }

    /// A broker that died may have left a transaction open that it, or its successor, believes to
    /// have ended, and nothing else tells. It must be ended before another one of the same id is
    /// begun: that would go on with it, and abort it if it is aborted itself. One that has been
    /// begun is committed first, for the same reason.
    private void checkConnection() throws IOException {
        if (wasCutOff() && ask(cluster::hangs)) {
            closeWriter(); // the next one mends
        }
        cutOff = false;
    }

    /// The same as [#commit] does before it begins, while there is nothing to commit: readers of
    /// committed records should not have to wait for the next epoch to get past what a broker has
    /// left open. Tries once; the next call, or the next commit, tries again.
    void tend() throws IOException {
        if (!transactional || !claimed || begun || writer != null && !wasCutOff()) {
            return;
        }
        retries.once(this::mendWhatHangs);
    }

    private void mendWhatHangs() throws Trouble, IOException {
        if (writer != null && !cluster.hangs()) {
            cutOff = false;
            return;
        }
        closeWriter();
        try {
            var before = last;
            var found = lockOut();
            if (before == null || found.isEmpty() || found.get().epoch() < before.epoch()) {
                throw new Trouble("the marker is not there", new IOException("it was written"));
            }
            last = found.get();
        } catch (Trouble | IOException | RuntimeException e) {
            closeWriter();
            throw e;
        }
    }

    private boolean wasCutOff() {
        cutOff |= writer != null && writer.wasCutOff();
        return cutOff;
    }

    /// Ends what hangs in topics that were not known when the writer was opened.
    void mend() throws IOException {
        if (transactional) {
            ask(() -> {
                cluster.mend();
                return true;
            });
        }
    }

    /// The marker that the cluster has, now that a new writer is open. This process has written
    /// one: if the cluster does not know it, it is asked again, and then its topics are.
    private Marker present(
            Optional<Marker> found, Marker wanted, Supplier<Map<TopicPartition, Long>> from)
            throws Trouble, IOException {
        var before = last;
        if (before == null || !claimed) {
            return found.orElse(nothing());
        }
        if (found.isPresent() && found.get().epoch() >= before.epoch()) {
            return found.get();
        }
        var again = markerAgain(before.epoch());
        if (again.isPresent()) {
            return again.get();
        }
        var begin = from.get();
        return switch (cluster.search(wanted.headerText(), begin)) {
            case COMMITTED -> wanted;
            case NOT_COMMITTED -> before;
            case UNKNOWN -> throw ExpiredMarker.unknown(cluster, wanted, begin);
        };
    }

    /// Begins what [#commit] will finish, if a writer is open; never waits for the cluster.
    void prepare(EpochRecords records) throws IOException {
        var open = writer;
        if (open == null || transactional && !claimed) {
            return;
        }
        if (transactional && wasCutOff()) {
            return; // commit looks what has become of the last one, then begins
        }
        try {
            open.begin(records);
            begun = transactional;
        } catch (Trouble e) {
            LOG.debug("an epoch could not be begun", e);
            closeWriter(); // commit opens another one
        } catch (IOException | RuntimeException e) {
            closeWriter();
            throw e;
        }
    }

    private void checkFollows(Marker found, Marker marker) {
        boolean expected =
                !found.hasEpoch()
                        || found.epoch() == marker.epoch()
                        || found.epoch() == marker.epoch() - 1;
        if (!expected) {
            throw new TidemillException(
                    Condition.CHECKPOINT_DAMAGED,
                    ("Kafka at %s has epoch %d of query %s, but this process is at" + " epoch %d")
                            .formatted(
                                    cluster.name(), found.epoch(), marker.query(), marker.epoch()),
                    "see whether another process used a copy of this checkpoint, and whether"
                            + " kafka.bootstrap.servers names the same cluster as before");
        }
    }

    private Cluster.Writer writer() {
        if (writer == null) {
            throw new IllegalStateException("no writer is open");
        }
        return writer;
    }

    private void untilDone(Retries.Attempt attempt) throws IOException {
        retries.untilDone(attempt, this::closeWriter, this::close);
    }

    /// Tries something that changes nothing, again and again until it works.
    <T> T ask(Retries.Question<T> question) throws IOException {
        return retries.ask(question);
    }

    /// What it waits for; any thread may ask.
    Optional<String> waitingFor() {
        return retries.waitingFor();
    }

    private void closeWriter() {
        var open = writer;
        writer = null;
        begun = false;
        cutOff = false;
        if (open != null) {
            open.close();
        }
    }

    /// Ends the writer, and what it has begun with it: readers need not wait for the time-out of
    /// its transaction.
    @Override
    public void close() {
        var open = writer;
        writer = null;
        begun = false;
        cutOff = false;
        if (open != null) {
            open.end();
        }
    }
}
