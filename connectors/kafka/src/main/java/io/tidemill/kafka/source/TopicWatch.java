package io.tidemill.kafka.source;

import io.tidemill.system.WorldClock;
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

/// Looks after topics that are fetched: partitions and topics that come are read from their first
/// record; records, partitions and topics that go before they were read are [Losses].
///
/// What looks like a loss is not believed at once: a topic that is not listed, and an end that has
/// gone back, are looked at again for some seconds, since both happen for a moment when leaders
/// change. A topic of another id is believed: it is another topic, whatever its offsets.
///
/// Used by the fetching thread; answers of the admin client come in through a queue.
final class TopicWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final long DOUBT_NANOS = 5_000_000_000L;
    private static final long RETRY_NANOS = 200_000_000L;

    private final WorldClock clock;
    private final Policy policy;
    private final FetchClient client;
    private final Metadata metadata;
    private final Lanes lanes;
    private final Losses losses;
    private final Silence silence;
    private final boolean discovers;
    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
    private final Set<TopicPartition> asked = new HashSet<>();
    private final List<Runnable> woken = new ArrayList<>();
    private @Nullable Admin admin;
    private int version = -1;
    private int versionSeen = -1; // when topics were last compared
    private boolean missing;

    /// @param discovers whether partitions that come are read
    TopicWatch(
            WorldClock clock,
            Policy policy,
            FetchClient client,
            Lanes lanes,
            Losses losses,
            Silence silence,
            boolean discovers) {
        this.clock = clock;
        this.policy = policy;
        this.client = client;
        this.metadata = client.metadata();
        this.lanes = lanes;
        this.losses = losses;
        this.silence = silence;
        this.discovers = discovers;
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
            silence.endedByAnswer();
        }
        var ids = metadata.topicIds();
        for (var lane : lanes.all()) {
            if (lane.gone || lane.failure != null) {
                continue;
            }
            var topic = lane.partition.topic();
            if (!cluster.topics().contains(topic)) {
                isMissing(lane, heard);
            } else if (!ids.getOrDefault(topic, lane.topicId).equals(lane.topicId)) {
                var now = ids.getOrDefault(topic, Uuid.ZERO_UUID);
                woken.addAll(losses.gone(lane, KafkaErrors.recreated(topic, lane.topicId, now)));
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
                        && !lanes.ahead().containsKey(partition)
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
                        lanes.begin(partition, id, place, offsets.earliest());
                        woken.addAll(lanes.everybody());
                    } else {
                        version = -1; // asks again
                    }
                });
    }

    private void isMissing(Lane lane, boolean heard) {
        long now = clock.nanos();
        if (lane.missingSinceNanos == Long.MIN_VALUE) {
            lane.missingSinceNanos = now;
        }
        if (heard && now - lane.missingSinceNanos > DOUBT_NANOS) {
            woken.addAll(losses.gone(lane, KafkaErrors.deleted(lane.partition.topic())));
        } else {
            missing = true;
            var unused = metadata.requestUpdate(false);
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
                        lane.retryAtNanos = clock.nanos() + RETRY_NANOS;
                    } else {
                        judge(lane, offsets);
                    }
                });
    }

    private void judge(Lane lane, Range offsets) {
        if (lane.position < offsets.earliest()) {
            woken.addAll(losses.expired(lane, offsets.earliest()));
        } else if (lane.position > offsets.latest()) {
            long now = clock.nanos();
            if (lane.beyondSinceNanos == Long.MIN_VALUE) {
                lane.beyondSinceNanos = now;
            }
            if (now - lane.beyondSinceNanos > DOUBT_NANOS) {
                woken.addAll(losses.cutBack(lane, offsets.latest()));
            } else {
                lane.retryAtNanos = now + RETRY_NANOS;
                var unused = metadata.requestUpdate(false);
            }
        }
    }

    private record Range(long earliest, long latest) {}

    /// Asks for the first and last offset of a partition; the answer, or null, comes to the
    /// fetching thread.
    private void ask(TopicPartition partition, Consumer<@Nullable Range> taker) {
        var open = admin;
        if (open == null) {
            open = policy.clients().newAdmin();
            admin = open;
        }
        var earliest =
                open.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                        .partitionResult(partition);
        var latest =
                open.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition);
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
                            client.wakeup();
                        });
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
