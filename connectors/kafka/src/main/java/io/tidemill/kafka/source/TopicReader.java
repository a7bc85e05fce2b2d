package io.tidemill.kafka.source;

import io.tidemill.system.OwnedThread;
import io.tidemill.system.Threads;
import io.tidemill.system.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches topics ahead of the sources that read them, on a thread of its own.
///
/// Each partition has a [Lane], which is filled up to its share of the memory that the policy
/// allows; what some source has read and all others have read too goes, and what only slow sources
/// want goes when room is needed: they fetch it again, each range for itself ([#open]). The fastest
/// source decides how far ahead is fetched. Ends of partitions are known from the answers, so that
/// nobody has to ask for them.
///
/// Brokers that do not answer are asked again, as long as it takes or the policy has patience; who
/// reads waits meanwhile. What cannot be mended by waiting ends every source: [#check].
/// Thread-safe.
final class TopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final long MILLI = 1_000_000;
    private static final long RETRY_NANOS = 100 * MILLI;
    private static final long SILENCE_NANOS = 3_000 * MILLI;
    private static final long POLL_MILLIS = 1_000;
    private static final long SOON_MILLIS = 50;

    private final World world;
    private final Policy policy;
    private final FetchClient client;
    private final TopicWatch watch;
    private final OwnedThread thread;
    private final Map<TopicPartition, Lane> lanes = new LinkedHashMap<>(); // guarded by this,
    private final Map<TopicPartition, Known> known = new HashMap<>(); // as all that follows
    private final Map<Lane, Member> alone = new LinkedHashMap<>();
    private final Set<Member> members = new LinkedHashSet<>();
    private @Nullable RuntimeException failure;
    private boolean closed;
    private boolean silent;
    private boolean aloneFirst;
    private long heardNanos; // records were
    private long answeredNanos; // anything was
    private long lookedNanos = Long.MIN_VALUE / 2;

    /// Begins to fetch.
    ///
    /// @param start where, in the partitions known to the first source
    /// @param discovers whether partitions and topics that come, go and change are looked after
    TopicReader(World world, Policy policy, Offsets start, boolean discovers, long id) {
        this.world = world;
        this.policy = policy;
        client = new FetchClient(policy);
        watch = new TopicWatch(policy, this, client.metadata(), discovers);
        heardNanos = world.clock().nanos();
        answeredNanos = heardNanos;
        synchronized (this) {
            start.all()
                    .forEach((partition, place) ->
                            begin(partition, start.id(partition.topic()), place, place.offset()));
        }
        thread =
                world.threads()
                        .start("tidemill-kafka-" + id, Threads.Lifetime.BACKGROUND, this::run);
    }

    /// Begins a lane.
    ///
    /// @param begin where a source that never read the partition begins
    synchronized void begin(TopicPartition partition, Uuid id, Offsets.Place place, long begin) {
        lanes.put(
                partition,
                new Lane(partition, id, place.offset(), place.leaderEpoch(), Long.MAX_VALUE));
        known.put(partition, new Known(id, begin, place.offset()));
    }

    // ---- what sources ask, on their threads

    synchronized void join(Member member) {
        members.add(member);
    }

    /// A source reads here no more; says whether it was the last one.
    synchronized boolean leave(Member member) {
        members.remove(member);
        return members.isEmpty();
    }

    synchronized boolean isShared() {
        return members.size() > 1;
    }

    /// Whether a source at these places can go on here.
    synchronized boolean covers(Offsets places) {
        for (var each : places.all().entrySet()) {
            var lane = lanes.get(each.getKey());
            long offset = each.getValue().offset();
            if (lane == null
                    || !lane.topicId.equals(places.id(each.getKey().topic()))
                    || offset < lane.first()
                    || offset > lane.position) {
                return false;
            }
        }
        return !closed && failure == null;
    }

    /// What is known of every partition.
    synchronized Map<TopicPartition, Known> known() {
        return new HashMap<>(known);
    }

    /// The partitions that have gone back since a source last asked, and to where.
    synchronized Map<TopicPartition, Long> takeSetBack(Member member) {
        var taken = Map.copyOf(member.setBack);
        member.setBack.clear();
        return taken;
    }

    /// Where chunks of a partition end, behind an offset.
    synchronized List<Long> cuts(TopicPartition partition, long after) {
        var lane = lanes.get(partition);
        return lane == null ? List.of() : lane.cuts(after);
    }

    synchronized int epochBefore(TopicPartition partition, long offset) {
        var lane = lanes.get(partition);
        return lane == null ? Offsets.NO_EPOCH : lane.epochBefore(offset);
    }

    /// A source has planned to read these ranges.
    synchronized void planned(Member member, Iterable<SlicePlanner.Range> ranges) {
        ranges.forEach(range -> member.planTo(range.partition(), range.to()));
    }

    /// Where it waits for brokers that do not answer.
    synchronized boolean isSilent() {
        return silent;
    }

    /// @throws io.tidemill.data.TidemillException what ended the reading
    synchronized void check() {
        if (failure != null) {
            throw failure;
        }
    }

    /// Begins to read the range `[from, to)` of a partition: out of what is fetched ahead where it
    /// is, or will be, there.
    synchronized Feed open(Member member, TopicPartition partition, Uuid id, long from, long to) {
        var lane = lanes.get(partition);
        boolean ahead = lane != null && lane.topicId.equals(id) && from >= lane.first();
        var used =
                ahead && lane != null ? lane : new Lane(partition, id, from, Offsets.NO_EPOCH, to);
        if (!ahead) {
            alone.put(used, member);
            client.wakeup();
        }
        var feed = new Feed(this, member, used, from, !ahead);
        if (ahead) {
            member.opened(feed);
        }
        return feed;
    }

    /// For [Feed#next].
    synchronized @Nullable Chunk next(Feed feed, long from) {
        var lane = feed.lane();
        feed.readTo(from);
        if (feed.isAlone()) {
            lane.forget(from);
            client.wakeup();
        } else {
            trim(lane);
        }
        if (from < lane.first()) {
            throw new IllegalStateException(
                    "offset %d of %s was let go".formatted(from, lane.partition));
        }
        var chunk = lane.at(from);
        if (chunk == null) {
            throwFailure(lane);
        }
        return chunk;
    }

    private void throwFailure(Lane lane) {
        if (lane.failure != null) {
            throw lane.failure;
        }
        check();
        if (closed) {
            throw new IllegalStateException("the reader of " + lane.partition + " is closed");
        }
    }

    /// For [Feed#isReady].
    synchronized boolean isReady(Feed feed, Runnable wake) {
        var lane = feed.lane();
        boolean ready =
                lane.at(feed.offset()) != null || lane.failure != null || failure != null || closed;
        if (!ready) {
            lane.onNews(wake);
        }
        return ready;
    }

    /// For [Feed#close].
    synchronized void close(Feed feed, Member member, long read) {
        feed.readTo(read);
        if (feed.isAlone()) {
            alone.remove(feed.lane());
        } else {
            member.closed(feed);
            trim(feed.lane());
        }
    }

    /// Lets go what nobody needs, and what only slow sources want if room is needed.
    private void trim(Lane lane) {
        long before = lane.bytes();
        long slowest = Long.MAX_VALUE;
        long fastest = 0;
        for (var member : members) {
            long floor = member.floor(lane.partition);
            slowest = Math.min(slowest, floor);
            fastest = Math.max(fastest, floor);
        }
        lane.forget(slowest);
        while (lane.bytes() > share() && lane.firstCut() <= fastest) {
            lane.forgetFirst();
        }
        if (lane.bytes() < before || lane.bytes() == 0) {
            client.wakeup();
        }
    }

    /// How many bytes may wait in one lane.
    private long share() {
        return Math.max(1 << 16, policy.aheadBytes() / Math.max(1, lanes.size()));
    }

    private boolean hasRoom(Lane lane) {
        if (alone.containsKey(lane)) {
            return lane.bytes() < 2L * client.partitionBytes();
        }
        long fastest = 0;
        for (var member : members) {
            fastest = Math.max(fastest, member.floor(lane.partition));
        }
        return lane.bytesBehind(fastest) < share();
    }

    // ---- what the thread does

    private void run() {
        try (client;
                watch) {
            while (!isClosed()) {
                var news = watch.look();
                boolean soon;
                synchronized (this) {
                    soon = !sendAll() || watch.isInDoubt();
                }
                wake(news);
                try {
                    var unused = client.poll(soon ? SOON_MILLIS : POLL_MILLIS);
                } catch (WakeupException e) {
                    LOG.trace("woken", e);
                }
                wake(listen());
            }
        } catch (RuntimeException | Error e) {
            if (!isClosed()) {
                fail(KafkaErrors.fatal(e, "topics cannot be read", policy.clients()));
            }
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /// Ends every source.
    void fail(RuntimeException cause) {
        List<Runnable> woken;
        synchronized (this) {
            failure = cause;
            woken = everybody();
        }
        wake(woken);
    }

    synchronized List<Runnable> everybody() {
        var woken = new ArrayList<Runnable>();
        lanes.values().forEach(lane -> woken.addAll(lane.takeWaiting()));
        alone.keySet().forEach(lane -> woken.addAll(lane.takeWaiting()));
        members.forEach(member -> woken.add(member.arrived));
        return woken;
    }

    private static void wake(List<Runnable> woken) {
        woken.forEach(Runnable::run);
    }

    /// Says when brokers fall silent and when they are heard again.
    private synchronized List<Runnable> listen() {
        long now = world.clock().nanos();
        if (!silent && now - answeredNanos > SILENCE_NANOS + POLL_MILLIS * MILLI) {
            silent = true;
            LOG.warn(
                    "brokers do not answer, queries wait brokers={} topics={}",
                    policy.clients().bootstrapServers(),
                    policy.subscription().description());
        }
        if (!policy.patience().isZero()
                && now - heardNanos > policy.patience().toNanos()
                && failure == null) {
            failure =
                    KafkaErrors.fatal(
                            new DisconnectException("no answer for " + policy.patience()),
                            "topics cannot be read",
                            policy.clients());
            return everybody();
        }
        return List.of();
    }

    private void heard() {
        heardNanos = world.clock().nanos();
        answered();
    }

    /// A broker has answered, whatever it was.
    synchronized void answered() {
        answeredNanos = world.clock().nanos();
        if (silent) {
            silent = false;
            LOG.info("brokers answer again brokers={}", policy.clients().bootstrapServers());
        }
    }

    /// Asks for whatever there is room for; says whether all of it could be asked for.
    private boolean sendAll() {
        var ahead = new LinkedHashMap<Node, List<Lane>>();
        var partly = new HashSet<Node>(); // some lanes of these do not take part
        long now = world.clock().nanos();
        boolean all = true;
        for (var lane : lanes.values()) {
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
            boolean wait = alone.isEmpty() && !partly.contains(each.getKey());
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
        for (var lane : alone.keySet()) {
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
        return lanes.values().stream().anyMatch(lane -> client.leader(lane.partition) == null)
                || alone.keySet().stream().anyMatch(lane -> client.leader(lane.partition) == null);
    }

    private boolean wants(Lane lane, long now) {
        return !lane.inFlight
                && !lane.askedOffsets
                && !lane.gone
                && lane.failure == null
                && lane.position < lane.until
                && lane.retryAtNanos <= now
                && hasRoom(lane);
    }

    private boolean send(Node node, List<Lane> wanted, boolean wait) {
        if (!client.isReady(node)) {
            return false;
        }
        int most = (int) Math.min(client.partitionBytes(), share());
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
        synchronized (this) {
            long now = world.clock().nanos();
            if (problem == null) {
                heard();
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
        woken.forEach(Runnable::run);
    }

    /// Takes what came for a lane; returns whom to wake.
    private List<Runnable> answered(Lane lane, FetchResponseData.PartitionData answer, long now) {
        var error = Errors.forCode(answer.errorCode());
        switch (error) {
            case NONE -> {
                if (FetchResponse.isDivergingEpoch(answer)) {
                    return watch.cutBack(lane, answer.divergingEpoch().endOffset());
                }
                return took(lane, answer) ? news(lane) : List.of();
            }
            case OFFSET_OUT_OF_RANGE -> watch.outOfRange(lane);
            case TOPIC_AUTHORIZATION_FAILED, CORRUPT_MESSAGE, UNSUPPORTED_COMPRESSION_TYPE -> {
                return failed(
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
        boolean news = chunk != null;
        var before = known.get(lane.partition);
        if (lanes.get(lane.partition) == lane && before != null) {
            long end = policy.isCommittedOnly() ? answer.lastStableOffset() : 0;
            end = Math.max(lane.position, end > 0 ? end : answer.highWatermark());
            if (end > before.end()) {
                known.put(lane.partition, before.endingAt(end));
                news = true;
            }
        }
        return news;
    }

    // ---- what the watch over topics finds

    /// Whether a partition is fetched ahead.
    synchronized boolean fetches(TopicPartition partition) {
        return lanes.containsKey(partition);
    }

    /// Everything that is fetched, ahead or for one range.
    synchronized List<Lane> allLanes() {
        var all = new ArrayList<>(lanes.values());
        all.addAll(alone.keySet());
        return all;
    }

    /// Records `[lane's position, to)` are gone, and the policy is to go on.
    synchronized List<Runnable> skip(Lane lane, long to) {
        long rows = Math.min(to, lane.until) - lane.position;
        var what =
                "%s: %d offsets from %d on were deleted before they were read"
                        .formatted(lane.partition, rows, lane.position);
        readersOf(lane).forEach(member -> member.lose(rows, what));
        lane.add(Chunk.nothing(lane.position, to));
        return news(lane);
    }

    private Collection<Member> readersOf(Lane lane) {
        var only = alone.get(lane);
        return only == null ? members : List.of(only);
    }

    /// A partition has fewer records than were read of it, and the policy is to go on at its end.
    synchronized List<Runnable> setBack(Lane lane, long to) {
        lane.gone = true;
        if (lanes.get(lane.partition) == lane) {
            begin(lane.partition, lane.topicId, new Offsets.Place(to, Offsets.NO_EPOCH), to);
            for (var member : members) {
                member.setBack.put(lane.partition, to);
                member.startAt(lane.partition, to);
            }
        }
        return news(lane);
    }

    /// The topic of a lane is no longer there, and the policy is to go on without it; it may come
    /// again under another id.
    synchronized List<Runnable> gone(Lane lane) {
        lane.gone = true;
        var only = alone.get(lane);
        if (only != null) {
            lose(only, lane, lane.position, lane.until);
        } else if (lanes.remove(lane.partition, lane)) {
            var was = known.remove(lane.partition);
            long end = was == null ? lane.position : was.end();
            for (var member : members) {
                // what has come and stands in no plan will not be planned any more
                lose(member, lane, Math.min(member.planned(lane.partition), lane.position), end);
            }
        }
        return news(lane);
    }

    private static void lose(Member member, Lane lane, long from, long end) {
        long rows = Math.max(0, end - from);
        member.lose(
                rows,
                rows == 0
                        ? lane.partition + ": its topic is gone; all that came of it was read"
                        : "%s: its topic is gone, with %d offsets from %d on that were not read"
                                .formatted(lane.partition, rows, from));
    }

    /// Nothing more can be read of a lane; with it go all who share it.
    synchronized List<Runnable> failed(Lane lane, RuntimeException why) {
        lane.failure = why;
        if (lanes.get(lane.partition) == lane && failure == null) {
            failure = why;
        }
        return news(lane);
    }

    synchronized List<Runnable> news(Lane lane) {
        var woken = new ArrayList<>(lane.takeWaiting());
        members.forEach(member -> woken.add(member.arrived));
        return woken;
    }

    void wakeThread() {
        client.wakeup();
    }

    long nanos() {
        return world.clock().nanos();
    }

    @Override
    public void close() {
        List<Runnable> woken;
        synchronized (this) {
            closed = true;
            woken = everybody();
        }
        wake(woken);
        client.wakeup();
        try {
            if (!thread.join(STOP)) {
                LOG.warn("thread does not end name={} at={}", thread.name(), thread.stackTrace());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
