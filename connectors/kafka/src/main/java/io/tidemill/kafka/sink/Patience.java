package io.tidemill.kafka.sink;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.WorldClock;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How long an epoch may take from its first record to its commit.
///
/// Short by default, since who reads committed records waits that long for a process that has died.
/// An epoch that is too large for it, or a broker too slow, would fail for ever: the broker gives
/// up its transaction, it is sent again, and fails again. So where the records were on their way
/// when the time was up, the next try has as much time as they would have taken, at least twice and
/// at most four times what it had, up to what the broker allows. One that shows to need less has
/// less from the next writer on.
///
/// A cluster that takes nothing is not slow but away, and is not given more time.
///
/// One thread at a time, but for [#acknowledged].
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final String cluster;
    private final long configuredMillis;
    private final WorldClock clock;
    private long neededMillis;
    private long begunNanos;
    private long records;
    private long before; // acknowledged before this epoch
    private long counted; // by the producer's thread
    private volatile long acknowledged; // for the others

    /// What the broker allows.
    interface Longest {
        long millis() throws Trouble, IOException;
    }

    /// @param cluster for messages
    /// @param configuredMillis how long an epoch may take with the settings as they are
    Patience(String cluster, long configuredMillis, WorldClock clock) {
        this.cluster = cluster;
        this.configuredMillis = configuredMillis;
        this.clock = clock;
    }

    /// How long an epoch may take at least; 0: as the settings say.
    long millis() {
        return neededMillis;
    }

    /// An epoch is about to be sent.
    void begin(long ofRecords) {
        begunNanos = clock.nanos();
        records = ofRecords;
        before = acknowledged;
    }

    /// So many records it has, now that it is computed: more may have come since [#begin].
    void whole(long ofRecords) {
        records = ofRecords;
    }

    /// The broker has so many more of its records. Called by the thread that sends.
    void acknowledged(long more) {
        counted += more;
        acknowledged = counted;
    }

    /// The epoch is committed.
    void committed() {
        if (records > 0) {
            neededMillis = Math.min(neededMillis, 2 * tookMillis());
        }
    }

    private long tookMillis() {
        return (clock.nanos() - begunNanos) / 1_000_000;
    }

    /// The epoch could not be committed.
    ///
    /// @throws TidemillException KAFKA_WRITE_REFUSED when it needs more time than the broker allows
    void failed(Longest longest) throws Trouble, IOException {
        long had = Math.max(configuredMillis, neededMillis);
        long took = tookMillis();
        long sent = acknowledged - before;
        if (sent == 0 || took < had / 5 * 4) {
            return;
        }
        long allowed = longest.millis();
        if (had >= allowed) {
            throw new TidemillException(
                    Condition.KAFKA_WRITE_REFUSED,
                    ("Kafka at %s took %d of the %d records of an epoch in %d s, and allows no"
                                    + " transaction more than %d s")
                            .formatted(cluster, sent, records, took / 1000, allowed / 1000),
                    "raise the brokers' transaction.max.timeout.ms and start the query again, which"
                            + " goes on with this epoch; maxOffsetsPerTrigger makes later ones"
                            + " smaller");
        }
        double whole = 2.0 * took * records / sent;
        neededMillis = Math.min(allowed, Math.clamp((long) whole, 2 * had, 4 * had));
        LOG.warn(
                "sink gives an epoch more time records={} sent={} after={}ms patience={}ms",
                records,
                sent,
                took,
                neededMillis);
    }
}
