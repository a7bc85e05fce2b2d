package io.tidemill.kafka.source;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadPlan;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.SourceHealth;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.kafka.lag.LagWatch;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.World;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Topics as a source: epochs are ranges of offsets, a split is one of them in one partition.
///
/// Where a new query begins is looked up when its first epoch is planned and logged with it, so
/// that a query that was stopped before it read anything goes on there. After that nothing is asked
/// of brokers to plan an epoch: a [TopicReader] knows what has come. A range is read again after a
/// restart from the same offsets; what is gone by then is lost data.
///
/// Without a limit among the options the first epoch takes a bounded number of offsets, and each
/// further one at most twice as many as one that was full, within what the engine allows.
public final class KafkaSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSource.class);

    /// The most offsets of the first epoch.
    private static final long FIRST_EPOCH = 500_000;

    /// How long to wait for an answer that only tells people what reading will take.
    private static final long READ_PLAN_MILLIS = 3_000;

    /// Ranges that several queries read are cut at multiples of this where nothing has come yet.
    private static final long GRID = 1 << 16;

    /// What progress calls the number of rows that were gone before they were read.
    private static final String LOST_ROWS = "lostRows";

    private final World world;
    private final SourceSpec spec;
    private final boolean streaming;
    private final Readers readers;
    private final Member member;
    private final boolean checksums;
    private final Map<Kept, Deque<RowReader>> rowReaders = new HashMap<>(); // guarded by itself
    private @Nullable Cluster cluster; // planning thread, as what follows
    private @Nullable GroupOffsets group;
    private @Nullable LagWatch lag;
    private Runnable arrived = () -> {};
    private @Nullable Offsets planned;
    private @Nullable String lookedUp;
    private long most = FIRST_EPOCH;
    private long waitingSinceNanos;
    private boolean unreachable;
    private @Nullable TopicReader reader; // guarded by this for other threads
    private @Nullable TopicReader ranges; // for splits read before anything was planned

    /// What readers of rows are kept by.
    private record Kept(TopicPartition partition, StructType columns) {}

    public KafkaSource(World world, SourceSpec spec, boolean streaming, Readers readers) {
        this.world = world;
        this.spec = spec;
        this.streaming = streaming;
        this.readers = readers;
        member = new Member(() -> arrived.run());
        checksums =
                Boolean.parseBoolean(spec.policy().clients().getOrDefault("check.crcs", "true"));
        waitingSinceNanos = world.clock().nanos();
    }

    /// What reading will take: one thread fetches all partitions, for all sources that agree in how
    /// they do it. Asks the cluster, and waits for it no longer than a moment.
    public static ReadPlan readPlan(World world, SourceSpec spec) throws IOException {
        try (var cluster = new Cluster(world.clock(), spec.policy(), READ_PLAN_MILLIS)) {
            return new ReadPlan(
                    cluster.partitions().size(),
                    1,
                    spec.policy().aheadBytes(),
                    Optional.of(spec.policy()));
        }
    }

    @Override
    public String description() {
        return spec.policy().subscription().description();
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public void begin(String queryId, Runnable arrived) {
        this.arrived = arrived;
        var name = spec.group().orElse(spec.groupPrefix() + "-" + queryId);
        group = streaming ? new GroupOffsets(() -> cluster().admin(), name) : null;
    }

    @Override
    public Optional<Object> sharedAs() {
        return streaming ? Optional.of(spec.sharedAs()) : Optional.empty();
    }

    @Override
    public Optional<String> waitingFor() {
        var open = reader;
        return unreachable || open != null && open.isSilent()
                ? Optional.of(
                        ("Waiting for the brokers at %s, which do not answer; if they are well, see"
                                        + " whether kafka.security.protocol is theirs")
                                .formatted(spec.policy().clients().bootstrapServers()))
                : Optional.empty();
    }

    /// How many records were gone before they were read, as far as can be told by their offsets;
    /// only where the options say that the query goes on then.
    public long lostRows() {
        return member.loss().rows();
    }

    private synchronized Cluster cluster() {
        var open = cluster;
        if (open == null) {
            open = new Cluster(world.clock(), spec.policy());
            cluster = open;
        }
        return open;
    }

    @Override
    public String initialOffset() {
        return Offsets.START;
    }

    @Override
    public String latestOffset() throws IOException {
        var places = new Places(cluster(), spec);
        boolean begun = reader != null;
        var latest = (streaming ? places.latest(begun) : places.end()).toJson();
        lookedUp = latest;
        unreachable = false;
        return latest;
    }

    @Override
    public String knownOffset() {
        var open = reader;
        if (open == null) {
            return Offsets.START;
        }
        open.check();
        var last = planned;
        var builder = new Offsets.Builder();
        boolean same = last != null;
        for (var each : open.known().entrySet()) {
            var partition = each.getKey();
            var known = each.getValue();
            same =
                    same
                            && last != null
                            && last.id(partition.topic()).equals(known.topicId())
                            && last.place(partition)
                                    .filter(place -> place.offset() == known.end())
                                    .isPresent();
            int epoch = open.epochBefore(partition, known.end());
            builder.put(partition, known.topicId(), new Offsets.Place(known.end(), epoch));
        }
        return same && last != null ? last.toJson() : builder.build().toJson();
    }

    @Override
    public Optional<Slice> plan(String start, String end, ReadLimit limit) throws IOException {
        var from = start.equals(Offsets.START) ? start() : Optional.of(Offsets.parse(start));
        if (from.isEmpty()) {
            return Optional.empty();
        }
        var open = reader(from.get());
        open.check();
        var target = Offsets.parse(end.equals(Offsets.START) ? knownOffset() : end);
        boolean asked = end.equals(lookedUp);
        var there = there(from.get(), target, open);
        var taken = there;
        if (streaming) {
            taken = within(there, limit, asked);
        }
        if (SlicePlanner.total(taken) == 0) {
            return start.equals(Offsets.START)
                    ? Optional.of(slice(start, from.get(), target, List.of(), open))
                    : Optional.empty();
        }
        waitingSinceNanos = world.clock().nanos();
        return Optional.of(slice(start, from.get(), target, taken, open));
    }

    /// Where a new query begins; empty while the brokers of a stream do not answer.
    private Optional<Offsets> start() throws IOException {
        try {
            var first = new Places(cluster(), spec).start();
            unreachable = false;
            return Optional.of(first);
        } catch (IOException e) {
            if (!streaming) {
                throw e;
            }
            if (!unreachable) {
                LOG.warn("query waits for brokers reason={}", e.getMessage());
            }
            unreachable = true;
            return Optional.empty();
        }
    }

    /// The reader that goes on at these places.
    private synchronized TopicReader reader(Offsets places) {
        var open = reader;
        if (open != null && readers.hasOther(spec.policy(), open, places)) {
            readers.leave(spec.policy(), open, member);
            open = null;
        }
        if (open == null) {
            open = readers.join(world, spec.policy(), places, member);
            reader = open;
        }
        var early = ranges;
        if (early != null) {
            ranges = null;
            readers.leave(spec.policy(), early, member);
        }
        return open;
    }

    /// What can be read: from the places to the targets, and from their beginning in partitions
    /// that are new or belong to a new topic.
    private List<SlicePlanner.Range> there(Offsets from, Offsets target, TopicReader open)
            throws IOException {
        var known = open.known();
        var back = open.takeSetBack(member);
        var ranges = new ArrayList<SlicePlanner.Range>();
        var unknown = new ArrayList<TopicPartition>();
        for (var each : target.all().entrySet()) {
            var partition = each.getKey();
            boolean sameTopic = from.id(partition.topic()).equals(target.id(partition.topic()));
            var place = from.place(partition).filter(_ -> sameTopic);
            var beginning = known.get(partition);
            if (back.containsKey(partition)) {
                add(ranges, partition, back.get(partition), each.getValue().offset());
            } else if (place.isPresent()) {
                add(ranges, partition, place.get().offset(), each.getValue().offset());
            } else if (beginning != null) {
                add(ranges, partition, beginning.begin(), each.getValue().offset());
            } else {
                unknown.add(partition);
            }
        }
        new Places(cluster(), spec)
                .earliest(unknown)
                .forEach((partition, first) ->
                        add(
                                ranges,
                                partition,
                                first,
                                target.place(partition).orElseThrow().offset()));
        return ranges;
    }

    private static void add(
            List<SlicePlanner.Range> ranges, TopicPartition partition, long from, long to) {
        ranges.add(new SlicePlanner.Range(partition, from, Math.max(from, to)));
    }

    /// As much of it as an epoch takes now.
    ///
    /// @param asked whether somebody asked for all that is there
    private List<SlicePlanner.Range> within(
            List<SlicePlanner.Range> there, ReadLimit limit, boolean asked) {
        long total = SlicePlanner.total(there);
        if (!asked && spec.leastOffsets().isPresent() && total < spec.leastOffsets().get()) {
            long waited = world.clock().nanos() - waitingSinceNanos;
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
            String start,
            Offsets from,
            Offsets target,
            List<SlicePlanner.Range> taken,
            TopicReader open) {
        var end = new Offsets.Builder();
        from.all()
                .forEach((partition, place) -> {
                    var id = from.id(partition.topic());
                    if (!target.topics().containsKey(partition.topic())
                            || target.id(partition.topic()).equals(id)) {
                        end.put(partition, id, place);
                    }
                });
        var pieces = new ArrayList<SlicePlanner.Range>();
        for (var range : taken) {
            var id = target.id(range.partition().topic());
            end.put(
                    range.partition(),
                    id,
                    new Offsets.Place(range.to(), open.epochBefore(range.partition(), range.to())));
            if (range.size() > 0) {
                pieces.addAll(open.isShared() ? cut(range, open) : List.of(range));
            }
        }
        var ends = end.build();
        var splits =
                SlicePlanner.cut(pieces, spec.leastPieces(), spec.pieceOffsets()).stream()
                        .map(piece -> split(piece, target.id(piece.partition().topic())))
                        .toList();
        planned = ends;
        open.planned(member, taken);
        return new Slice(start, ends.toJson(), splits, SlicePlanner.total(taken), -1);
    }

    /// Cuts a range where every query cuts it: at ends of chunks near the end of what has come, on
    /// the grid elsewhere.
    private static List<SlicePlanner.Range> cut(SlicePlanner.Range range, TopicReader open) {
        var cuts = open.cuts(range.partition(), range.from());
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

    private static TopicPartition partitionOf(Split split) {
        return new TopicPartition(split.text("topic"), (int) split.number("partition"));
    }

    @Override
    public String partition(Split split) {
        return partitionOf(split).toString();
    }

    @Override
    public SplitReader open(Split split, ReadRequest request) {
        var partition = partitionOf(split);
        long from = split.number("from");
        long to = split.number("to");
        var feed =
                forReading().open(member, partition, Uuid.fromString(split.text("id")), from, to);
        var kept = new Kept(partition, request.columns());
        return new KafkaSplitReader(
                feed, take(kept), from, to, request.badRecords(), rows -> giveBack(kept, rows));
    }

    private synchronized TopicReader forReading() {
        var open = reader == null ? ranges : reader;
        if (open == null) {
            open = readers.forRanges(world, spec.policy(), member);
            ranges = open;
        }
        return open;
    }

    private RowReader take(Kept kept) {
        synchronized (rowReaders) {
            var free = rowReaders.get(kept);
            var found = free == null ? null : free.poll();
            return found == null
                    ? new RowReader(kept.partition(), spec.layout(), kept.columns(), checksums)
                    : found;
        }
    }

    private void giveBack(Kept kept, RowReader rows) {
        synchronized (rowReaders) {
            rowReaders.computeIfAbsent(kept, _ -> new ArrayDeque<>()).push(rows);
        }
    }

    @Override
    public void remember(Slice slice) {
        // The offsets say it all.
    }

    @Override
    public void committed(String end) {
        var commits = group;
        if (commits != null && !end.equals(Offsets.START)) {
            var places = Offsets.parse(end);
            commits.commit(places);
            Map<TopicPartition, Long> unread = new HashMap<>();
            places.all().forEach((partition, place) -> unread.put(partition, place.offset()));
            watch().position(unread);
        }
    }

    private LagWatch watch() {
        var watching = lag;
        if (watching == null) {
            watching = new LagWatch(world, spec.policy().clients(), spec.dataLossWarning());
            lag = watching;
        }
        return watching;
    }

    @Override
    public SourceHealth health() {
        var watching = lag;
        var health = watching == null ? SourceHealth.FINE : watching.health();
        var loss = member.loss();
        return loss.last().isEmpty()
                ? health
                : health.with(
                        Map.of(LOST_ROWS, Long.toString(loss.rows())),
                        loss.last(),
                        loss.rows() == 0
                                ? loss.last()
                                : "%s; %d rows lost since the query was started"
                                        .formatted(loss.last(), loss.rows()));
    }

    @Override
    public void close() {
        if (group != null) {
            group.close();
        }
        if (lag != null) {
            lag.close();
        }
        TopicReader open;
        TopicReader early;
        Cluster asked;
        synchronized (this) {
            open = reader;
            early = ranges;
            asked = cluster;
            reader = null;
            ranges = null;
            cluster = null;
        }
        if (open != null) {
            readers.leave(spec.policy(), open, member);
        }
        if (early != null) {
            readers.leave(spec.policy(), early, member);
        }
        if (asked != null) {
            asked.close();
        }
    }
}
