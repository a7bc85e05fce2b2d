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
import io.tidemill.system.World;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Topics as a source: epochs are ranges of offsets, a split is one of them in one partition.
///
/// Where a new query begins is looked up when its first epoch is planned and logged with it, so
/// that a query that was stopped before it read anything goes on there. After that nothing is asked
/// of brokers to plan an epoch: what has come is known at the source's [Seat]. A range is read
/// again after a restart from the same offsets; what is gone by then is lost data.
public final class KafkaSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSource.class);

    /// How long to wait for an answer that only tells people what reading will take.
    private static final long READ_PLAN_MILLIS = 3_000;

    /// What progress calls the number of rows that were gone before they were read.
    private static final String LOST_ROWS = "lostRows";

    private final World world;
    private final SourceSpec spec;
    private final boolean streaming;
    private final Member member;
    private final Seat seat;
    private final EpochSlices slices;
    private final RowReaders rowReaders;
    private @Nullable Cluster cluster; // guarded by this
    private @Nullable GroupOffsets group; // planning thread, as what follows
    private volatile @Nullable LagWatch lag;
    private volatile Runnable arrived = () -> {};
    private @Nullable String lookedUp;
    private volatile boolean unreachable;

    public KafkaSource(World world, SourceSpec spec, boolean streaming, Readers readers) {
        this.world = world;
        this.spec = spec;
        this.streaming = streaming;
        member = new Member(() -> arrived.run());
        seat = new Seat(world, spec.policy(), readers, member);
        slices = new EpochSlices(world.clock(), spec, member);
        rowReaders = new RowReaders(spec);
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
        return unreachable || seat.isSilent()
                ? Optional.of(
                        ("Waiting for the brokers at %s, which do not answer; if they are well, see"
                                        + " whether kafka.security.protocol is theirs")
                                .formatted(spec.policy().clients().bootstrapServers()))
                : Optional.empty();
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

    private Places places() {
        return new Places(cluster(), spec);
    }

    @Override
    public String latestOffset() throws IOException {
        boolean begun = seat.taken().isPresent();
        var latest = (streaming ? places().latest(begun) : places().end()).toJson();
        lookedUp = latest;
        unreachable = false;
        return latest;
    }

    @Override
    public String knownOffset() {
        return seat.taken().map(slices::known).orElse(Offsets.START);
    }

    @Override
    public Optional<Slice> plan(String start, String end, ReadLimit limit) throws IOException {
        var from = start.equals(Offsets.START) ? start() : Optional.of(Offsets.parse(start));
        if (from.isEmpty()) {
            return Optional.empty();
        }
        var lanes = seat.at(from.get());
        var target = Offsets.parse(end.equals(Offsets.START) ? slices.known(lanes) : end);
        var goal = new EpochSlices.Goal(target, limit, !streaming, end.equals(lookedUp));
        return slices.plan(start, from.get(), goal, lanes, this::beginnings);
    }

    private Map<TopicPartition, Long> beginnings(List<TopicPartition> partitions)
            throws IOException {
        return partitions.isEmpty() ? Map.of() : places().earliest(partitions);
    }

    /// Where a new query begins; empty while the brokers of a stream do not answer.
    private Optional<Offsets> start() throws IOException {
        try {
            var first = places().start();
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

    @Override
    public String partition(Split split) {
        return EpochSlices.partitionOf(split).toString();
    }

    @Override
    public SplitReader open(Split split, ReadRequest request) {
        var feed = EpochSlices.open(split, seat.forSplits(), member);
        var kind = new RowReaders.Kind(feed.partition(), request.columns());
        return new KafkaSplitReader(
                feed,
                rowReaders.take(kind),
                split.number("from"),
                split.number("to"),
                request.badRecords(),
                rows -> rowReaders.giveBack(kind, rows));
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
        var watching = lag;
        if (watching != null) {
            watching.close();
        }
        seat.close();
        Cluster asked;
        synchronized (this) {
            asked = cluster;
            cluster = null;
        }
        if (asked != null) {
            asked.close();
        }
    }
}
