package io.tidemill.kafka.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the topics of a [TopicReader]: partitions and topics that come are read from their
/// first record; records, partitions and topics that go before they were read are lost data, of
/// which the policy says whether it ends the queries.
///
/// What looks like a loss is not believed at once: a topic that is not listed, and an end that has
/// gone back, are looked at again for some seconds, since both happen for a moment when leaders
/// change. A topic of another id is believed: it is another topic, whatever its offsets.
///
/// Used by the reader's thread; answers of the admin client come in through a queue.
final class TopicWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final long DOUBT_NANOS = 5_000_000_000L;
    private static final long RETRY_NANOS = 200_000_000L;

    private final Policy policy;
    private final TopicReader reader;
    private final Metadata metadata;
    private final boolean discovers;
    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
    private final Set<TopicPartition> asked = new HashSet<>();
    private final List<Runnable> woken = new ArrayList<>();
    private @Nullable Admin admin;
    private int version = -1;
    private int versionSeen = -1; // when topics were last compared
    private boolean missing;

    /// @param discovers whether partitions that come are read
    TopicWatch(Policy policy, TopicReader reader, Metadata metadata, boolean discovers) {
        this.discovers = discovers;
        this.policy = policy;
        this.reader = reader;
        this.metadata = metadata;
    }

    /// Takes what has come to be known; returns whom to wake.
    ///
    /// @throws RuntimeException what ends the reading: topics that may not be read
    List<Runnable> look() {
        metadata.maybeThrowAnyException();
        for (var answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
        if (version != metadata.updateVersion() || missing) {
            version = metadata.updateVersion();
            if (metadata.lastSuccessfulUpdate() > 0) {
                compare();
            }
        }
        var taken = List.copyOf(woken);
        woken.clear();
        return taken;
    }

    /// Whether it should look again soon.
    boolean isInDoubt() {
        return missing || !asked.isEmpty();
    }

    private void compare() {
        var cluster = metadata.fetch();
        missing = false;
        if (cluster.isBootstrapConfigured()) {
            return; // the client begins anew after brokers were away: nobody has said anything yet
        }
        boolean heard = version != versionSeen;
        versionSeen = version;
        if (heard) {
            reader.answered();
        }
        var ids = metadata.topicIds();
        for (var lane : reader.allLanes()) {
            if (lane.gone || lane.failure != null) {
                continue;
            }
            var topic = lane.partition.topic();
            if (!cluster.topics().contains(topic)) {
                isMissing(lane, heard);
            } else if (!ids.getOrDefault(topic, lane.topicId).equals(lane.topicId)) {
                var now = ids.getOrDefault(topic, Uuid.ZERO_UUID);
                gone(lane, KafkaErrors.recreated(topic, lane.topicId, now));
            } else {
                lane.missingSinceNanos = Long.MIN_VALUE;
            }
        }
        if (discovers) {
            discover();
        }
    }

    private void discover() {
        var cluster = metadata.fetch();
        var ids = metadata.topicIds();
        var fresh = new HashMap<TopicPartition, OffsetSpec>();
        for (var topic : cluster.topics()) {
            for (var info : cluster.partitionsForTopic(topic)) {
                var partition = new TopicPartition(topic, info.partition());
                if (policy.subscription().takes(topic, info.partition())
                        && !reader.fetches(partition)
                        && asked.add(partition)) {
                    fresh.put(partition, OffsetSpec.earliest());
                }
            }
        }
        if (!fresh.isEmpty()) {
            LOG.info("new partitions partitions={}", fresh.keySet());
            fresh.keySet().forEach(partition -> begin(partition, ids));
        }
    }

    /// A partition that nobody has read begins at its first record.
    private void begin(TopicPartition partition, Map<String, Uuid> ids) {
        var id = ids.getOrDefault(partition.topic(), Uuid.ZERO_UUID);
        ask(
                partition,
                offsets -> {
                    asked.remove(partition);
                    if (offsets != null) {
                        var place = new Offsets.Place(offsets.earliest(), Offsets.NO_EPOCH);
                        reader.begin(partition, id, place, offsets.earliest());
                        woken.addAll(reader.everybody());
                    } else {
                        version = -1; // asks again
                    }
                });
    }

    private void isMissing(Lane lane, boolean heard) {
        long now = reader.nanos();
        if (lane.missingSinceNanos == Long.MIN_VALUE) {
            lane.missingSinceNanos = now;
        }
        if (heard && now - lane.missingSinceNanos > DOUBT_NANOS) {
            gone(lane, KafkaErrors.deleted(lane.partition.topic()));
        } else {
            missing = true;
            var unused = metadata.requestUpdate(false);
        }
    }

    private void gone(Lane lane, RuntimeException why) {
        if (policy.failOnDataLoss()) {
            woken.addAll(reader.failed(lane, why));
        } else {
            LOG.info("records are lost partition={} reason={}", lane.partition, why.getMessage());
            woken.addAll(reader.gone(lane));
        }
    }

    /// The broker has no record at the lane's position: finds out on which side of the log it is.
    void outOfRange(Lane lane) {
        lane.askedOffsets = true;
        ask(
                lane.partition,
                offsets -> {
                    lane.askedOffsets = false;
                    if (offsets == null) {
                        lane.retryAtNanos = reader.nanos() + RETRY_NANOS;
                    } else {
                        judge(lane, offsets);
                    }
                });
    }

    private void judge(Lane lane, Range offsets) {
        if (lane.position < offsets.earliest()) {
            expired(lane, offsets.earliest());
        } else if (lane.position > offsets.latest()) {
            long now = reader.nanos();
            if (lane.beyondSinceNanos == Long.MIN_VALUE) {
                lane.beyondSinceNanos = now;
            }
            if (now - lane.beyondSinceNanos > DOUBT_NANOS) {
                woken.addAll(cutBack(lane, offsets.latest()));
            } else {
                lane.retryAtNanos = now + RETRY_NANOS;
                var unused = metadata.requestUpdate(false);
            }
        }
    }

    private void expired(Lane lane, long earliest) {
        if (policy.failOnDataLoss()) {
            woken.addAll(
                    reader.failed(
                            lane, KafkaErrors.expired(lane.partition, lane.position, earliest)));
            return;
        }
        LOG.info(
                "records are lost partition={} expected={} earliest={}",
                lane.partition,
                lane.position,
                earliest);
        woken.addAll(reader.skip(lane, earliest));
    }

    /// A partition ends before what was read of it.
    List<Runnable> cutBack(Lane lane, long end) {
        if (policy.failOnDataLoss()) {
            return reader.failed(lane, KafkaErrors.cutBack(lane.partition, lane.position, end));
        }
        LOG.warn(
                "records that were read are gone partition={} expected={} end={}",
                lane.partition,
                lane.position,
                end);
        return reader.setBack(lane, end);
    }

    private record Range(long earliest, long latest) {}

    /// Asks for the first and last offset of a partition; the answer, or null, comes to the
    /// reader's thread.
    private void ask(TopicPartition partition, Consumer<@Nullable Range> taker) {
        var client = admin;
        if (client == null) {
            client = policy.clients().newAdmin();
            admin = client;
        }
        var earliest =
                client.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                        .partitionResult(partition);
        var latest =
                client.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition);
        var unused =
                earliest.toCompletionStage()
                        .thenCombine(
                                latest.toCompletionStage(),
                                (first, last) -> new Range(first.offset(), last.offset()))
                        .whenComplete((range, failure) -> {
                            if (failure != null) {
                                LOG.debug("offsets not known partition={}", partition, failure);
                            }
                            answers.add(() -> taker.accept(range));
                            reader.wakeThread();
                        });
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
