package io.tidemill.kafka.sink;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.WorldClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
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
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration SAY_AGAIN = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final WorldClock clock;
    private final String owner;
    private final boolean transactional;
    private @Nullable Marker last;
    private Cluster.@Nullable Writer writer;
    private volatile @Nullable String waiting;
    private long troubledSinceNanos;
    private long saidNanos;
    private int attempts;

    /// @param owner this process, for people
    /// @param transactional whether the cluster's writers are; otherwise nothing is known of what
    ///   was committed
    Commits(Cluster cluster, WorldClock clock, String owner, boolean transactional) {
        this.cluster = cluster;
        this.clock = clock;
        this.owner = owner;
        this.transactional = transactional;
    }

    /// Something that may have to be tried again.
    private interface Attempt {
        void run() throws Trouble, IOException;
    }

    /// Locks every older process out: none of them can commit once this returns, and [#last] is
    /// final. Says so in a marker of its own, so that they can name who did it.
    ///
    /// @throws TidemillException CONCURRENT_QUERY when a newer process has the output
    void claim(String query, long generation) throws IOException {
        if (!transactional) {
            return;
        }
        untilDone(() -> {
            var found = lockOut(query, generation);
            var mine = found.ownedBy(generation, owner);
            writer().claim(mine);
            last = mine;
        });
    }

    /// Opens a writer and reads the marker; leaves a newer process alone.
    private Marker lockOut(String query, long generation) throws Trouble, IOException {
        check(cluster.marker(), query, generation);
        writer = cluster.open();
        var found = cluster.marker();
        check(found, query, generation);
        return found.orElse(new Marker(query, generation, Marker.NONE, "", owner));
    }

    private void check(Optional<Marker> found, String query, long generation) {
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

    /// The marker was found elsewhere.
    void last(Marker found) {
        last = found;
    }

    /// Makes an epoch visible, once; does nothing if it is. Waits for a cluster that is down.
    void commit(EpochRecords records, Marker marker) throws IOException {
        if (!transactional) {
            untilDone(() -> {
                if (writer == null) {
                    writer = cluster.open();
                }
                writer().commit(records, marker);
            });
            return;
        }
        untilDone(() -> {
            if (writer == null) {
                var found = lockOut(marker.query(), marker.generation());
                checkFollows(found, marker);
                last = found;
            }
            if (last == null || last.epoch() < marker.epoch()) {
                writer().commit(records, marker);
                last = marker;
            }
        });
    }

    /// Begins what [#commit] will finish, if a writer is open; never waits for the cluster.
    void prepare(EpochRecords records) throws IOException {
        var open = writer;
        if (open == null) {
            return;
        }
        try {
            open.begin(records);
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

    private void untilDone(Attempt attempt) throws IOException {
        for (; ; ) {
            try {
                attempt.run();
                recovered();
                return;
            } catch (Trouble e) {
                closeWriter();
                pause(e);
            } catch (IOException | RuntimeException e) {
                closeWriter();
                waiting = null;
                throw e;
            }
        }
    }

    /// Tries something that changes nothing, again and again until it works.
    <T> T ask(Question<T> question) throws IOException {
        for (; ; ) {
            try {
                var answer = question.ask();
                recovered();
                return answer;
            } catch (Trouble e) {
                pause(e);
            }
        }
    }

    /// A question to the cluster.
    interface Question<T> {
        T ask() throws Trouble, IOException;
    }

    private void pause(Trouble trouble) throws InterruptedIOException {
        long now = clock.nanos();
        if (attempts == 0) {
            troubledSinceNanos = now;
            saidNanos = now - SAY_AGAIN.toNanos();
        }
        waiting =
                "Kafka at %s: %s (for %d s)"
                        .formatted(
                                cluster.name(),
                                trouble.getMessage(),
                                (now - troubledSinceNanos) / 1_000_000_000);
        if (now - saidNanos >= SAY_AGAIN.toNanos()) {
            saidNanos = now;
            LOG.warn("sink tries again attempt={} cause={}", attempts + 1, waiting);
        }
        long millis =
                Math.min(
                        LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempts, 10));
        attempts++;
        try {
            clock.sleep(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while it waited for " + waiting);
        }
    }

    private void recovered() {
        if (attempts > 0) {
            LOG.info(
                    "sink goes on attempts={} after={}ms cluster={}",
                    attempts,
                    (clock.nanos() - troubledSinceNanos) / 1_000_000,
                    cluster.name());
            attempts = 0;
            waiting = null;
        }
    }

    /// What it waits for; any thread may ask.
    Optional<String> waitingFor() {
        return Optional.ofNullable(waiting);
    }

    private void closeWriter() {
        var open = writer;
        writer = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        var open = writer;
        writer = null;
        if (open != null) {
            open.end();
        }
    }
}
