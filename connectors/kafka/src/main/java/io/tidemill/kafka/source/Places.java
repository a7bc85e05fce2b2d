package io.tidemill.kafka.source;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/// Finds the offsets that a [Bound] means in a cluster now.
final class Places {
    private final Cluster cluster;
    private final SourceSpec spec;

    Places(Cluster cluster, SourceSpec spec) {
        this.cluster = cluster;
        this.spec = spec;
    }

    /// Where a new query begins, in every partition there is.
    Offsets start() throws IOException {
        var partitions = cluster.partitions();
        return offsets(
                partitions,
                spec.start(),
                spec.latestWhenNoMatch() ? Bound.LATEST : 0,
                "startingOffsets");
    }

    /// Where a batch ends.
    Offsets end() throws IOException {
        return offsets(cluster.partitions(), spec.end(), Bound.LATEST, "endingOffsets");
    }

    /// The end of every partition now.
    ///
    /// @param begun whether the query has begun to read: a topic that is not there was there
    /// @throws io.tidemill.data.TidemillException SOURCE_DATA_LOST when one is not, and the policy
    ///   is not to go on without it
    Offsets latest(boolean begun) throws IOException {
        return offsets(
                begun ? cluster.partitionsLeft() : cluster.partitions(),
                new Bound.Everywhere(Bound.LATEST),
                Bound.LATEST,
                "endingOffsets");
    }

    /// The first offset of each of these.
    Map<TopicPartition, Long> earliest(Iterable<TopicPartition> partitions) throws IOException {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> wanted.put(partition, OffsetSpec.earliest()));
        return cluster.offsets(wanted);
    }

    /// @param noMatch [Bound#LATEST] to take the end of a partition that has no record as new as a
    ///   timestamp, otherwise that is an error
    private Offsets offsets(
            Map<TopicPartition, Uuid> partitions, Bound bound, long noMatch, String option)
            throws IOException {
        var found = new HashMap<TopicPartition, Long>();
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        for (var partition : partitions.keySet()) {
            switch (bound) {
                case Bound.Everywhere(long place) -> wanted.put(partition, at(place));
                case Bound.At(var offsets) -> {
                    long place = named(offsets, partition, option);
                    if (place >= 0) {
                        found.put(partition, place);
                    } else {
                        wanted.put(partition, at(place));
                    }
                }
                case Bound.Since(long millis) ->
                        wanted.put(partition, OffsetSpec.forTimestamp(millis));
                case Bound.SinceEach(var millis) ->
                        wanted.put(
                                partition,
                                OffsetSpec.forTimestamp(
                                        named(millis, partition, option + "ByTimestamp")));
            }
        }
        found.putAll(cluster.offsets(wanted));
        var without =
                found.entrySet().stream()
                        .filter(each -> each.getValue() < 0)
                        .map(Map.Entry::getKey)
                        .toList();
        if (!without.isEmpty()) {
            if (noMatch != Bound.LATEST) {
                throw noMatch(without);
            }
            var ends = new HashMap<TopicPartition, OffsetSpec>();
            without.forEach(partition -> ends.put(partition, OffsetSpec.latest()));
            found.putAll(cluster.offsets(ends));
        }
        var builder = new Offsets.Builder();
        found.forEach((partition, offset) ->
                builder.put(
                        partition,
                        partitions.getOrDefault(partition, Uuid.ZERO_UUID),
                        new Offsets.Place(offset, Offsets.NO_EPOCH)));
        return builder.build();
    }

    private static OffsetSpec at(long place) {
        return place == Bound.EARLIEST ? OffsetSpec.earliest() : OffsetSpec.latest();
    }

    private long named(Map<TopicPartition, Long> all, TopicPartition partition, String option) {
        var found = all.get(partition);
        if (found == null) {
            throw new TidemillException(
                    Condition.INVALID_OPTION,
                    "table %s: the option '%s' says nothing of %s, which is read"
                            .formatted(spec.table(), option, partition),
                    "name every partition: -2 is the first offset there is, -1 the end");
        }
        return found;
    }

    private TidemillException noMatch(Iterable<TopicPartition> partitions) {
        return new TidemillException(
                Condition.INVALID_OPTION,
                "table %s: there is no record as new as the starting timestamp in %s"
                        .formatted(spec.table(), partitions),
                "name an earlier time, or set startingOffsetsByTimestampStrategy to latest");
    }
}
