package io.tidemill.kafka.source;

import io.tidemill.system.WorldClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the leaders of partitions for whatever [Lanes] have room for, and puts there what they
/// answer. Brokers that do not answer are asked again. All of it is one thread's, [#run].
final class Fetcher {
    private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);
    private static final long RETRY_NANOS = 100_000_000;
    private static final long POLL_MILLIS = 1_000;
    private static final long SOON_MILLIS = 50;

    private final WorldClock clock;
    private final Policy policy;
    private final FetchClient client;
    private final Lanes lanes;
    private final Losses losses;
    private final TopicWatch watch;
    private final Silence silence;
    private boolean aloneFirst;
    private long lookedNanos = Long.MIN_VALUE / 2;

    Fetcher(
            WorldClock clock,
            Policy policy,
            FetchClient client,
            Lanes lanes,
            Losses losses,
            TopicWatch watch,
            Silence silence) {
        this.clock = clock;
        this.policy = policy;
        this.client = client;
        this.lanes = lanes;
        this.losses = losses;
        this.watch = watch;
        this.silence = silence;
    }

    /// Goes on until the lanes are closed; what ends it earlier ends every source.
    void run() {
        try (client;
                watch) {
            while (!lanes.isClosed()) {
                var news = watch.look();
                boolean soon;
                synchronized (lanes) {
                    soon = !sendAll() || watch.isInDoubt();
                }
                wake(news);
                try {
                    var unused = client.poll(soon ? SOON_MILLIS : POLL_MILLIS);
                } catch (WakeupException e) {
                    LOG.trace("woken", e);
                }
                silence.look().ifPresent(lasting -> wake(lanes.fail(lasting)));
            }
        } catch (RuntimeException | Error e) {
            if (!lanes.isClosed()) {
                wake(lanes.fail(KafkaErrors.fatal(e, "topics cannot be read", policy.clients())));
            }
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private static void wake(Iterable<Runnable> woken) {
        woken.forEach(Runnable::run);
    }

    /// Asks for whatever there is room for; says whether all of it could be asked for.
    private boolean sendAll() {
        var ahead = new LinkedHashMap<Node, List<Lane>>();
        var partly = new HashSet<Node>(); // some lanes of these do not take part
        long now = clock.nanos();
        boolean all = true;
        for (var lane : lanes.ahead().values()) {
            var leader = client.leader(lane.partition);
            if (leader == null) {
                all &= lane.gone || lane.failure != null;
            } else if (wants(lane, now)) {
                ahead.computeIfAbsent(leader, _ -> new ArrayList<>()).add(lane);
            } else if (!lane.inFlight) {
                partly.add(leader);
                all &= lane.retryAtNanos <= now;
            }
        }
        aloneFirst = !aloneFirst;
        all &= aloneFirst ? sendAlone(now) : true;
        for (var each : ahead.entrySet()) {
            boolean wait = lanes.alone().isEmpty() && !partly.contains(each.getKey());
            all &= send(each.getKey(), each.getValue(), wait);
        }
        all &= aloneFirst ? true : sendAlone(now);
        if (!all && now - lookedNanos > RETRY_NANOS && isLeaderless()) {
            lookedNanos = now;
            var unused = client.metadata().requestUpdate(true);
        }
        return all;
    }

    /// Asks for ranges that are read alone; a broker answers one request of ours after the other.
    private boolean sendAlone(long now) {
        boolean all = true;
        for (var lane : lanes.alone()) {
            var leader = client.leader(lane.partition);
            if (leader == null) {
                all = false;
            } else if (wants(lane, now)) {
                all &= send(leader, List.of(lane), false);
            } else {
                all &= lane.retryAtNanos <= now;
            }
        }
        return all;
    }

    private boolean isLeaderless() {
        return lanes.all().stream().anyMatch(lane -> client.leader(lane.partition) == null);
    }

    private boolean wants(Lane lane, long now) {
        return lane.isOpen() && lane.retryAtNanos <= now && lanes.hasRoom(lane);
    }

    private boolean send(Node node, List<Lane> wanted, boolean wait) {
        if (!client.isReady(node)) {
            return false;
        }
        int most = (int) Math.min(client.partitionBytes(), lanes.share());
        var sent = new LinkedHashMap<TopicPartition, Lane>();
        var asked = new ArrayList<FetchClient.Wanted>();
        for (var lane : wanted) {
            lane.inFlight = true;
            sent.put(lane.partition, lane);
            asked.add(
                    new FetchClient.Wanted(
                            lane.partition, lane.topicId, lane.position, lane.leaderEpoch, most));
        }
        client.fetch(node, asked, wait, (problem, data) -> answered(sent, problem, data));
        return true;
    }

    private void answered(
            Map<TopicPartition, Lane> sent,
            @Nullable String problem,
            Map<TopicPartition, FetchResponseData.PartitionData> data) {
        var woken = new LinkedHashSet<Runnable>();
        synchronized (lanes) {
            long now = clock.nanos();
            if (problem == null) {
                silence.endedByRecords();
            } else {
                LOG.debug("fetch failed reason={}", problem);
            }
            for (var lane : sent.values()) {
                lane.inFlight = false;
                var answer = data.get(lane.partition);
                if (answer == null) {
                    lane.retryAtNanos = now + RETRY_NANOS;
                    var unused = client.metadata().requestUpdate(true);
                } else {
                    woken.addAll(answered(lane, answer, now));
                }
            }
        }
        wake(woken);
    }

    /// Takes what came for a lane; returns whom to wake.
    private List<Runnable> answered(Lane lane, FetchResponseData.PartitionData answer, long now) {
        var error = Errors.forCode(answer.errorCode());
        switch (error) {
            case NONE -> {
                if (FetchResponse.isDivergingEpoch(answer)) {
                    return losses.cutBack(lane, answer.divergingEpoch().endOffset());
                }
                return took(lane, answer) ? lanes.news(lane) : List.of();
            }
            case OFFSET_OUT_OF_RANGE -> watch.outOfRange(lane);
            case TOPIC_AUTHORIZATION_FAILED, CORRUPT_MESSAGE, UNSUPPORTED_COMPRESSION_TYPE -> {
                return lanes.fail(
                        lane,
                        KafkaErrors.fatal(
                                error.exception(),
                                lane.partition + " cannot be read",
                                policy.clients()));
            }
            default -> {
                LOG.debug("fetch refused partition={} reason={}", lane.partition, error);
                lane.retryAtNanos = now + RETRY_NANOS;
                var unused = client.metadata().requestUpdate(false);
            }
        }
        return List.of();
    }

    private boolean took(Lane lane, FetchResponseData.PartitionData answer) {
        lane.beyondSinceNanos = Long.MIN_VALUE;
        var chunk = Chunks.of(lane.position, answer);
        if (chunk != null) {
            lane.add(chunk);
        }
        long stable = policy.isCommittedOnly() ? answer.lastStableOffset() : 0;
        long end = Math.max(lane.position, stable > 0 ? stable : answer.highWatermark());
        return lanes.endsAt(lane, end) || chunk != null;
    }
}
