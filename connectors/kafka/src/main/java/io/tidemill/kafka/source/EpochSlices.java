package io.tidemill.kafka.source;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Split;
import io.tidemill.system.WorldClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/// Plans the epochs of one source: which offsets the next one reads, how many at most, and into
/// which splits they are cut. Used by the thread that plans.
///
/// Without a limit among the options the first epoch takes a bounded number of offsets, and each
/// further one at most twice as many as one that was full, within what the engine allows.
final class EpochSlices {
    /// The most offsets of the first epoch.
    private static final long FIRST_EPOCH = 500_000;

    /// Ranges that several queries read are cut at multiples of this where nothing has come yet.
    private static final long GRID = 1 << 16;

    /// How long an epoch waits at most to learn the epoch of the leader of its last records.
    private static final long NEWEST_NANOS = 500_000_000;

    /// What is fetched ahead at a stroke, at most: a larger epoch does not wait.
    private static final long MOST_AWAITED = 100_000;

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final WorldClock clock;
    private final SourceSpec spec;
    private final Member member;
    private long most = FIRST_EPOCH;
    private long waitingSinceNanos;
    private @Nullable Offsets planned;

    EpochSlices(WorldClock clock, SourceSpec spec, Member member) {
        this.clock = clock;
        this.spec = spec;
        this.member = member;
        waitingSinceNanos = clock.nanos();
    }

    /// Where the partitions of a topic begin that nobody has read.
    interface Beginnings {
        /// The first offset of each of these.
        Map<TopicPartition, Long> of(List<TopicPartition> partitions) throws IOException;
    }

    /// How far an epoch may go.
    ///
    /// @param target where in every partition
    /// @param limit how many offsets
    /// @param everything whether all that is there is asked for at once: a batch
    /// @param asked whether somebody asked for what is there now
    record Goal(Offsets target, ReadLimit limit, boolean everything, boolean asked) {}

    /// The end of what is known, as JSON; that of the last slice where they are the same.
    String known(Lanes lanes) {
        var last = planned;
        var builder = new Offsets.Builder();
        boolean same = last != null;
        for (var each : lanes.known().entrySet()) {
            var partition = each.getKey();
            var known = each.getValue();
            same = same && last != null && isAt(last, partition, known);
            int epoch = lanes.epochBefore(partition, known.end());
            builder.put(partition, known.topicId(), new Offsets.Place(known.end(), epoch));
        }
        return same && last != null ? last.toJson() : builder.build().toJson();
    }

    private static boolean isAt(Offsets places, TopicPartition partition, Known known) {
        return places.id(partition.topic()).equals(known.topicId())
                && places.place(partition)
                        .filter(place -> place.offset() == known.end())
                        .isPresent();
    }

    /// The next epoch; empty when it has nothing to read or should wait for more.
    Optional<Slice> plan(String start, Offsets from, Goal goal, Lanes lanes, Beginnings beginnings)
            throws IOException {
        var there = there(from, goal.target(), lanes, beginnings);
        var taken = goal.everything() ? there : within(there, goal.limit(), goal.asked());
        if (SlicePlanner.total(taken) == 0) {
            return start.equals(Offsets.START)
                    ? Optional.of(slice(start, from, goal.target(), List.of(), lanes))
                    : Optional.empty();
        }
        waitingSinceNanos = clock.nanos();
        return Optional.of(slice(start, from, goal.target(), taken, lanes));
    }

    /// What can be read: from the places to the targets, and from their beginning in partitions
    /// that are new or belong to a new topic.
    private List<SlicePlanner.Range> there(
            Offsets from, Offsets target, Lanes lanes, Beginnings beginnings) throws IOException {
        var known = lanes.known();
        var back = lanes.takeSetBack(member);
        var begins = new HashMap<TopicPartition, Long>();
        var unknown = new ArrayList<TopicPartition>();
        for (var partition : target.all().keySet()) {
            boolean sameTopic = from.id(partition.topic()).equals(target.id(partition.topic()));
            var place = from.place(partition).filter(_ -> sameTopic);
            var beginning = known.get(partition);
            if (back.containsKey(partition)) {
                begins.put(partition, back.get(partition));
            } else if (place.isPresent()) {
                begins.put(partition, place.get().offset());
            } else if (beginning != null) {
                begins.put(partition, beginning.begin());
            } else {
                unknown.add(partition);
            }
        }
        begins.putAll(beginnings.of(unknown));
        var ranges = new ArrayList<SlicePlanner.Range>();
        target.all()
                .forEach((partition, place) -> {
                    var begin = begins.get(partition);
                    if (begin != null) {
                        ranges.add(
                                new SlicePlanner.Range(
                                        partition, begin, Math.max(begin, place.offset())));
                    }
                });
        return ranges;
    }

    /// As much of it as an epoch takes now.
    ///
    /// @param asked whether somebody asked for all that is there
    private List<SlicePlanner.Range> within(
            List<SlicePlanner.Range> there, ReadLimit limit, boolean asked) {
        long total = SlicePlanner.total(there);
        if (!asked && spec.leastOffsets().isPresent() && total < spec.leastOffsets().get()) {
            long waited = clock.nanos() - waitingSinceNanos;
            if (waited < spec.longestDelay().toNanos()) {
                return List.of();
            }
        }
        if (spec.mostOffsets().isPresent()) {
            return SlicePlanner.limited(there, Math.min(spec.mostOffsets().get(), limit.rows()));
        }
        long allowed = Math.min(most, limit.rows());
        if (total >= most && most < Long.MAX_VALUE / 2) {
            most *= 2;
        }
        return SlicePlanner.limited(there, allowed);
    }

    private Slice slice(
            String start, Offsets from, Offsets target, List<SlicePlanner.Range> taken, Lanes lanes)
            throws IOException {
        awaitNewest(target, taken, lanes);
        var ends = ends(from, target, taken, lanes);
        var pieces = new ArrayList<SlicePlanner.Range>();
        for (var range : taken) {
            if (range.size() > 0) {
                pieces.addAll(lanes.isShared() ? cut(range, lanes) : List.of(range));
            }
        }
        var splits =
                SlicePlanner.cut(pieces, spec.leastPieces(), spec.pieceOffsets()).stream()
                        .map(piece -> split(piece, target.id(piece.partition().topic())))
                        .toList();
        planned = ends;
        lanes.planned(member, taken);
        return new Slice(start, ends.toJson(), splits, SlicePlanner.total(taken), -1);
    }

    /// Waits a moment for what is the newest now, if the epoch is to read that: by the epoch of the
    /// leader that wrote it a partition that was cut back, and written again, while the query was
    /// down is told from one that was not, and this epoch may be the last one before that.
    private void awaitNewest(Offsets target, List<SlicePlanner.Range> taken, Lanes lanes)
            throws IOException {
        boolean batch = spec.policy().patience().isPositive(); // which does not go on later
        if (batch || SlicePlanner.total(taken) > MOST_AWAITED) {
            return;
        }
        long deadline = clock.nanos() + NEWEST_NANOS;
        for (var range : taken) {
            var partition = range.partition();
            boolean isNewest =
                    target.place(partition)
                            .filter(place -> place.offset() == range.to())
                            .isPresent();
            while (isNewest
                    && range.size() > 0
                    && lanes.comesTo(partition, range.to())
                    && clock.nanos() < deadline) {
                try {
                    clock.sleep(PAUSE);
                } catch (InterruptedException e) {
                    throw new InterruptedIOException("interrupted while it planned an epoch");
                }
            }
        }
    }

    /// Where a slice ends: partitions that are not read stay where they are, unless their topic is
    /// another one now.
    private Offsets ends(
            Offsets from, Offsets target, List<SlicePlanner.Range> taken, Lanes lanes) {
        var places = new LinkedHashMap<TopicPartition, Offsets.Place>();
        from.all()
                .forEach((partition, place) -> {
                    var id = from.id(partition.topic());
                    if (!target.topics().containsKey(partition.topic())
                            || target.id(partition.topic()).equals(id)) {
                        places.put(partition, place);
                    }
                });
        for (var range : taken) {
            var partition = range.partition();
            var before = places.get(partition);
            int epoch = lanes.epochBefore(partition, range.to());
            long lost = before == null ? 0 : before.lost();
            places.put(partition, new Offsets.Place(range.to(), epoch, lost));
        }
        var ends = new Offsets.Builder();
        places.forEach((partition, place) -> {
            var of = target.topics().containsKey(partition.topic()) ? target : from;
            long lost = place.lost() + member.takeLost(partition);
            ends.put(
                    partition,
                    of.id(partition.topic()),
                    new Offsets.Place(place.offset(), place.leaderEpoch(), lost));
        });
        return ends.build();
    }

    /// Cuts a range where every query cuts it: at ends of chunks near the end of what has come, on
    /// the grid elsewhere.
    private static List<SlicePlanner.Range> cut(SlicePlanner.Range range, Lanes lanes) {
        var cuts = lanes.cuts(range.partition(), range.from());
        long come = cuts.isEmpty() ? range.from() : cuts.getLast();
        long fine = come / GRID * GRID;
        var places = new ArrayList<Long>();
        for (long at = (range.from() / GRID + 1) * GRID; at < range.to(); at += GRID) {
            places.add(at);
        }
        cuts.stream().filter(cut -> cut > fine).forEach(places::add);
        places.sort(null);
        return SlicePlanner.cutAt(range, places);
    }

    private static Split split(SlicePlanner.Range range, Uuid id) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("topic", range.partition().topic());
        fields.put("partition", (long) range.partition().partition());
        fields.put("from", range.from());
        fields.put("to", range.to());
        fields.put("id", id.toString());
        return new Split(fields);
    }

    static TopicPartition partitionOf(Split split) {
        return new TopicPartition(split.text("topic"), (int) split.number("partition"));
    }

    /// The range of a split in a partition of its topic, to be read by this source.
    static Feed open(Split split, Lanes lanes, Member member) {
        return lanes.open(
                member,
                partitionOf(split),
                Uuid.fromString(split.text("id")),
                split.number("from"),
                split.number("to"));
    }
}
