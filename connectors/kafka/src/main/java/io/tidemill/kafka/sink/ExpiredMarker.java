package io.tidemill.kafka.sink;

import io.tidemill.connect.LastLogged;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.WorldClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done when the cluster has no marker of a query whose log has epochs: brokers forget
/// group offsets that nobody renews (`offsets.retention.minutes`, 7 days). An epoch that the log
/// says was committed was; the one in doubt is looked for in its topics. A marker that cannot have
/// expired is asked for again first, since a broker that has just started may not know it yet.
final class ExpiredMarker {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiredMarker.class);

    private final Cluster cluster;
    private final Commits commits;
    private final WorldClock clock;

    ExpiredMarker(Cluster cluster, Commits commits, WorldClock clock) {
        this.cluster = cluster;
        this.commits = commits;
        this.clock = clock;
    }

    /// The marker that the cluster would have, with [Marker#NONE] when no epoch has ever been
    /// committed; empty when it should have one and has not.
    ///
    /// @throws TidemillException KAFKA_COMMIT_UNKNOWN when it cannot be found out
    Optional<Marker> find(String query, LastLogged logged) throws IOException {
        var marker = new Marker(query, 0, logged.epoch(), logged.planDigest(), "");
        boolean expected = logged.acknowledged() || logged.epoch() > 0;
        boolean stuck = commits.isStuck();
        boolean expired = expected && !stuck && mayHaveExpired(logged);
        if (logged.acknowledged() && (expired || stuck)) {
            return Optional.of(marker);
        }
        if (expected && !expired && !stuck) {
            var again = commits.markerAgain(0);
            if (again.isPresent()) {
                return again;
            }
        }
        var from = SinkToken.read(logged.tokens());
        var found = commits.ask(() -> cluster.search(marker.headerText(), from));
        LOG.info(
                "the marker of the last commit is gone, epoch {} was looked for in {}: {}",
                logged.epoch(),
                from,
                found);
        return switch (found) {
            case COMMITTED -> Optional.of(marker);
            case NOT_COMMITTED ->
                    // what never ends may hide records, too, but not of an epoch without any
                    (expected || stuck) && !expired && !(stuck && from.isEmpty())
                            ? Optional.empty()
                            : Optional.of(new Marker(query, 0, logged.epoch() - 1, "", ""));
            case UNKNOWN -> throw unknown(cluster, marker, from);
        };
    }

    /// Nobody can tell whether the epoch of this marker was committed.
    static TidemillException unknown(
            Cluster cluster, Marker marker, Map<TopicPartition, Long> from) {
        return new TidemillException(
                Condition.KAFKA_COMMIT_UNKNOWN,
                ("the last time query %s ran, it ended while it committed epoch %d to Kafka at %s;"
                                + " since then the broker has deleted both the offset of group"
                                + " %s%s-output that tells whether it did, and the records (from"
                                + " %s on)")
                        .formatted(
                                marker.query(),
                                marker.epoch(),
                                cluster.name(),
                                ProducerSettings.PREFIX,
                                marker.query(),
                                from),
                "if readers have seen that epoch (%s), start over from an empty"
                                .formatted(marker.headerText())
                        + " checkpoint with startingOffsets behind it; 'tidemill checkpoint show"
                        + " DIR' lists its offsets");
    }

    private boolean mayHaveExpired(LastLogged logged) throws IOException {
        long keptMillis = commits.ask(cluster::markerKeptMillis);
        var age = Duration.ofMillis(clock.millis() - logged.timeMicros() / 1000);
        return age.toMillis() >= keptMillis;
    }
}
