package io.tidemill.kafka.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/// What is fetched of some topics and waits to be read: where sources, on their threads, and the
/// [Fetcher] meet.
///
/// Each partition has a [Lane], which is filled up to its share of the memory that the policy
/// allows; what some source has read and all others have read too goes, and what only slow sources
/// want goes when room is needed: they fetch it again, each range for itself ([#open]). The fastest
/// source decides how far ahead is fetched. Ends of partitions are known from the answers, so that
/// nobody has to ask for them. What cannot be mended by waiting ends every source: [#check].
///
/// Guards itself, its lanes, feeds and members. Thread-safe; what a method gives as runnables is
/// run by its caller when it holds no lock.
final class Lanes {
    private final long aheadBytes;
    private final long aloneBytes;
    private final Runnable roomMade;
    private final Map<TopicPartition, Lane> ahead = new LinkedHashMap<>();
    private final Map<TopicPartition, Known> known = new HashMap<>();
    private final Map<Lane, Member> alone = new LinkedHashMap<>();
    private final Members members = new Members();
    private @Nullable RuntimeException failure;
    private boolean closed;

    /// @param aheadBytes how much may wait, of all partitions together
    /// @param aloneBytes how much may wait of a range that is fetched for one source only
    /// @param roomMade runs when more may be fetched
    Lanes(long aheadBytes, long aloneBytes, Runnable roomMade) {
        this.aheadBytes = aheadBytes;
        this.aloneBytes = aloneBytes;
        this.roomMade = roomMade;
    }

    /// Begins a lane.
    ///
    /// @param begin where a source that never read the partition begins
    synchronized void begin(TopicPartition partition, Uuid id, Offsets.Place place, long begin) {
        ahead.put(
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
        return members.remove(member);
    }

    synchronized boolean isShared() {
        return members.areSeveral();
    }

    /// Whether a source at these places can go on here.
    synchronized boolean covers(Offsets places) {
        for (var each : places.all().entrySet()) {
            var lane = ahead.get(each.getKey());
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
        var lane = ahead.get(partition);
        return lane == null ? List.of() : lane.cuts(after);
    }

    synchronized int epochBefore(TopicPartition partition, long offset) {
        var lane = ahead.get(partition);
        return lane == null ? Offsets.NO_EPOCH : lane.epochBefore(offset);
    }

    /// Whether more of a partition will be fetched ahead before this offset.
    synchronized boolean comesTo(TopicPartition partition, long offset) {
        var lane = ahead.get(partition);
        return lane != null
                && lane.position < offset
                && !lane.gone
                && lane.failure == null
                && failure == null
                && !closed;
    }

    /// A source has planned to read these ranges.
    synchronized void planned(Member member, Iterable<SlicePlanner.Range> ranges) {
        ranges.forEach(range -> member.planTo(range.partition(), range.to()));
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
        var lane = ahead.get(partition);
        if (lane != null && lane.topicId.equals(id) && from >= lane.first()) {
            var feed = new Feed(this, member, lane, from, false);
            member.opened(feed);
            return feed;
        }
        var own = new Lane(partition, id, from, Offsets.NO_EPOCH, to);
        alone.put(own, member);
        roomMade.run();
        return new Feed(this, member, own, from, true);
    }

    /// For [Feed#next].
    synchronized @Nullable Chunk next(Feed feed, long from) {
        var lane = feed.lane();
        feed.readTo(from);
        if (feed.isAlone()) {
            lane.forget(from);
            roomMade.run();
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
        long fastest = members.fastest(lane.partition);
        lane.forget(members.slowest(lane.partition));
        while (lane.bytes() > share() && lane.firstCut() <= fastest) {
            lane.forgetFirst();
        }
        if (lane.bytes() < before || lane.bytes() == 0) {
            roomMade.run();
        }
    }

    // ---- what the fetching thread does, which alone adds and ends lanes of partitions; it holds
    // the
    // ---- lock while it goes through the others

    /// The lanes that are fetched ahead, by partition.
    Map<TopicPartition, Lane> ahead() {
        return Collections.unmodifiableMap(ahead);
    }

    /// The lanes of ranges that are fetched for one source only.
    Collection<Lane> alone() {
        return Collections.unmodifiableCollection(alone.keySet());
    }

    /// Everything that is fetched now.
    synchronized List<Lane> all() {
        var all = new ArrayList<>(ahead.values());
        all.addAll(alone.keySet());
        return all;
    }

    /// How many bytes may wait in one lane.
    synchronized long share() {
        return Math.max(1 << 16, aheadBytes / Math.max(1, ahead.size()));
    }

    synchronized boolean hasRoom(Lane lane) {
        return alone.containsKey(lane)
                ? lane.bytes() < aloneBytes
                : lane.bytesBehind(members.fastest(lane.partition)) < share();
    }

    /// A partition is known to end there, or further on; says whether that is news.
    synchronized boolean endsAt(Lane lane, long end) {
        var before = known.get(lane.partition);
        boolean further = ahead.get(lane.partition) == lane && before != null && end > before.end();
        if (further && before != null) {
            known.put(lane.partition, before.endingAt(end));
        }
        return further;
    }

    /// Who reads a lane.
    synchronized List<Member> readersOf(Lane lane) {
        var only = alone.get(lane);
        return only == null ? members.list() : List.of(only);
    }

    synchronized boolean isAlone(Lane lane) {
        return alone.containsKey(lane);
    }

    /// A partition is fetched no longer; gives what was known of it, if it was fetched ahead.
    synchronized @Nullable Known end(Lane lane) {
        return ahead.remove(lane.partition, lane) ? known.remove(lane.partition) : null;
    }

    /// A partition that is fetched ahead goes on in a new lane, at an earlier offset.
    synchronized void setBack(Lane lane, long to) {
        if (ahead.get(lane.partition) == lane) {
            begin(lane.partition, lane.topicId, new Offsets.Place(to, Offsets.NO_EPOCH), to);
            members.setBack(lane.partition, to);
        }
    }

    /// Nothing more can be read of a lane; with one that is fetched ahead go all who share it.
    synchronized List<Runnable> fail(Lane lane, RuntimeException why) {
        lane.failure = why;
        return ahead.get(lane.partition) == lane ? fail(why) : news(lane);
    }

    /// Nothing more can be read of anything.
    synchronized List<Runnable> fail(RuntimeException why) {
        if (failure != null) {
            return List.of();
        }
        failure = why;
        return everybody();
    }

    /// Whom to wake because of a lane.
    synchronized List<Runnable> news(Lane lane) {
        var woken = lane.takeWaiting();
        woken.addAll(members.arrivals());
        return woken;
    }

    synchronized List<Runnable> everybody() {
        var woken = new ArrayList<Runnable>();
        all().forEach(lane -> woken.addAll(lane.takeWaiting()));
        woken.addAll(members.arrivals());
        return woken;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized List<Runnable> close() {
        closed = true;
        return everybody();
    }
}
