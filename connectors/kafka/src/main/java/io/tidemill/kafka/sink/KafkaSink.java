package io.tidemill.kafka.sink;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.LastLogged;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.Clients;
import io.tidemill.system.World;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the result of a query to topics of Kafka.
///
/// Exactly once: each epoch is one transaction of the producer `tidemill-<query id>`, which a newer
/// process of the query locks out of. The transaction commits, with the records, an offset of the
/// group `tidemill-<query id>-output`, whose metadata says which epoch it was of which plan
/// ([Marker]). So what readers see and what recovery is told can never differ. Nothing of a
/// transaction outlives its process: recovery runs the epoch again when the marker is not there.
///
/// At least once: no transactions, and the last epoch is written again after a crash.
///
/// Writers encode, and give batches to the epoch's [EpochRecords]. These are sent while the epoch
/// still computes, as soon as every epoch before is committed, and kept until [#commit], which
/// waits for a cluster that is down.
public final class KafkaSink implements Sink {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSink.class);

    private static final Duration TOPIC_PATIENCE = Duration.ofSeconds(3);
    private static final Duration TOPIC_PAUSE = Duration.ofMillis(100);

    private static final Duration TEND_EVERY = Duration.ofSeconds(1);

    /// What an epoch keeps in memory until it is committed, compressed; one more may be there that
    /// computes. What is more goes to a file, and comes back in so many bytes at a time.
    private static final long EPOCH_BYTES = 64L << 20;

    private static final long AHEAD_BYTES = 16L << 20;

    private final World world;
    private final Clients clients;
    private final KafkaSinkOptions options;
    private final SinkLayout layout;
    private final Connect connect;
    private final NavigableMap<Long, EpochRecords> written = new TreeMap<>(); // guarded by itself
    private final Map<Integer, RowRecords> rows = new ConcurrentHashMap<>(); // one a worker
    private boolean tending; // guarded by written
    private Optional<List<Integer>> key = Optional.empty();
    private @Nullable Connection connection;

    /// How a cluster is reached: tests have a model of one.
    interface Connect {
        Cluster open(ProducerSettings settings);
    }

    /// What is open once the query is known.
    private record Connection(Cluster cluster, Commits commits, ProducerSettings.Batches batches) {}

    /// @param layout of its rows
    /// @throws TidemillException when they cannot be written so, or nobody says which topic
    public KafkaSink(World world, Clients clients, KafkaSinkOptions options, SinkLayout layout) {
        this(
                world,
                clients,
                options,
                layout,
                settings -> new ProducerCluster(clients, settings, world.clock()));
    }

    KafkaSink(
            World world,
            Clients clients,
            KafkaSinkOptions options,
            SinkLayout layout,
            Connect connect) {
        this.world = world;
        this.clients = clients;
        this.options = options;
        this.layout = layout;
        this.connect = connect;
        if (options.topic().isEmpty() && !layout.namesTopic()) {
            throw new TidemillException(
                    Condition.INVALID_OPTION,
                    "the rows have no column topic, and there is no option topic",
                    "set the option topic");
        }
        layout.check(key);
    }

    /// The same, of another cluster.
    KafkaSink connectedTo(Connect other) {
        return new KafkaSink(world, clients, options, layout, other);
    }

    @Override
    public Kind kind() {
        return isExactlyOnce() ? Kind.VOLATILE_ATOMIC : Kind.UPSERT;
    }

    private boolean isExactlyOnce() {
        return options.delivery() == KafkaSinkOptions.Delivery.EXACTLY_ONCE;
    }

    @Override
    public String description() {
        return "KafkaSink[" + options.topic().orElse("topic of each row") + "]";
    }

    @Override
    public Set<OutputMode> modes() {
        return EnumSet.of(OutputMode.APPEND, OutputMode.UPDATE, OutputMode.CHANGELOG);
    }

    @Override
    public boolean takesDeletes() {
        return true;
    }

    @Override
    public void expectUpdates(List<Integer> columns, boolean deletes) {
        if (deletes) {
            layout.checkTombstones(columns);
        }
        expectChanges(columns);
    }

    @Override
    public void expectChanges(List<Integer> columns) {
        key = Optional.of(columns);
        layout.check(key);
    }

    /// Writers only encode.
    @Override
    public boolean writesAhead() {
        return true;
    }

    @Override
    public void fence(String queryId, long generation) throws IOException {
        var settings = ProducerSettings.of(clients, queryId, options.topic(), isExactlyOnce());
        var cluster = connect.open(settings);
        var owner = "process %d on %s".formatted(world.host().processId(), world.host().name());
        var commits = new Commits(cluster, world.clock(), owner, settings.transactional());
        connection = new Connection(cluster, commits, settings.batches());
        if (options.topic().isPresent()) {
            int partitions = commits.ask(() -> look(cluster, options.topic().get()));
            LOG.info(
                    "sink opened topic={} partitions={} delivery={} cluster={}",
                    options.topic().get(),
                    partitions,
                    options.delivery(),
                    cluster.name());
        }
        commits.claim(queryId, generation);
    }

    /// A topic that was made a moment ago may not be known everywhere.
    private int look(Cluster cluster, String topic) throws Trouble, IOException {
        long deadline = world.clock().nanos() + TOPIC_PATIENCE.toNanos();
        for (; ; ) {
            try {
                return cluster.look(topic);
            } catch (TidemillException e) {
                if (e.condition() != Condition.KAFKA_TOPIC_NOT_FOUND
                        || world.clock().nanos() > deadline) {
                    throw e;
                }
            }
            try {
                world.clock().sleep(TOPIC_PAUSE);
            } catch (InterruptedException e) {
                throw new InterruptedIOException("interrupted while it looked for a topic");
            }
        }
    }

    private Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("the sink was not fenced");
        }
        return connection;
    }

    @Override
    public OptionalLong lastCommitted(String queryId) {
        var marker = connection().commits.last();
        return marker.isPresent() && marker.get().hasEpoch()
                ? OptionalLong.of(marker.get().epoch())
                : OptionalLong.empty();
    }

    @Override
    public OptionalLong lastCommitted(String queryId, Optional<LastLogged> logged)
            throws IOException {
        var commits = connection().commits;
        var cluster = connection().cluster;
        if (options.topic().isEmpty() && logged.isPresent()) {
            look(cluster, commits, logged.get());
        }
        var expired = new ExpiredMarker(cluster, commits, world.clock());
        commits.settle(() ->
                logged.isPresent()
                        ? expired.find(queryId, logged.get())
                        : commits.isStuck() ? Optional.empty() : Optional.of(commits.nothing()));
        return lastCommitted(queryId);
    }

    /// Where rows name their topics, only the log knows which ones a dead process wrote to.
    private void look(Cluster cluster, Commits commits, LastLogged logged) throws IOException {
        var topics = new TreeSet<String>();
        SinkToken.read(logged.tokens()).keySet().forEach(each -> topics.add(each.topic()));
        for (var topic : topics) {
            int partitions = commits.ask(() -> cluster.look(topic));
            LOG.info("sink wrote to topic={} partitions={} before", topic, partitions);
        }
        commits.mend();
    }

    @Override
    public Optional<String> committedDigest(String queryId) {
        return connection().commits.last().map(Marker::digest).filter(digest -> !digest.isEmpty());
    }

    @Override
    public SinkWriter writer(EpochContext epoch, int partition) throws IOException {
        if (epoch.mode() == OutputMode.COMPLETE) {
            throw new TidemillException(
                    Condition.UNSUPPORTED_FEATURE,
                    description() + " cannot be overwritten: records stay in a topic",
                    "append to it, or write to a new topic");
        }
        var cluster = connection().cluster;
        var topic = options.topic();
        var header = options.epochHeader() ? marker(epoch).headerText() : null;
        var target =
                new KafkaSinkWriter.Target(
                        cluster,
                        world.clock(),
                        topic.orElse(null),
                        isExactlyOnce() ? header : null,
                        connection().batches,
                        epoch.epoch() + partition);
        var partitions =
                topic.isPresent() ? KafkaSinkWriter.partitionsOf(target, topic.get()) : null;
        var encoder = rows.computeIfAbsent(partition, _ -> layout.rows(key));
        encoder.begin(epoch, partitions);
        return new KafkaSinkWriter(target, encoder, begun(epoch.epoch()));
    }

    /// The records of an epoch; when it is the oldest one that is not committed, they are sent as
    /// they come.
    private EpochRecords begun(long epoch) throws IOException {
        synchronized (written) {
            var records = written.get(epoch);
            if (records == null) {
                records = new EpochRecords(EPOCH_BYTES, AHEAD_BYTES, this::spill);
                written.put(epoch, records);
                if (written.firstKey() == epoch && !tending) {
                    connection().commits.prepare(records);
                }
            }
            return records;
        }
    }

    private SpilledBatches spill() throws IOException {
        var folder = Path.of(System.getProperty("java.io.tmpdir"), "tidemill");
        return SpilledBatches.in(world.files(), folder, "kafka-epoch-" + world.randomness().uuid());
    }

    @Override
    public double fill(EpochContext epoch) {
        synchronized (written) {
            var records = written.get(epoch.epoch());
            return records == null ? 0 : records.bytes() / (double) EPOCH_BYTES;
        }
    }

    private static Marker marker(EpochContext epoch) {
        return new Marker(
                epoch.queryId(), epoch.generation(), epoch.epoch(), epoch.planDigest(), "");
    }

    @Override
    public void prepare(EpochContext epoch, List<Token> tokens) throws IOException {
        synchronized (written) {
            connection().commits.prepare(begun(epoch.epoch()));
        }
    }

    @Override
    public void commit(EpochContext epoch, List<Token> tokens) throws IOException {
        var commits = connection().commits;
        EpochRecords records;
        synchronized (written) {
            records = written.get(epoch.epoch());
        }
        if (records == null) {
            if (lastCommitted(epoch.queryId()).equals(OptionalLong.of(epoch.epoch()))) {
                return;
            }
            throw new IllegalStateException(
                    "nothing was written to Kafka of epoch " + epoch.epoch());
        }
        commits.commit(
                records,
                marker(epoch).ownedBy(epoch.generation(), commits.owner()),
                () -> SinkToken.read(tokens));
        synchronized (written) {
            written.remove(epoch.epoch());
            records.close();
            var next = written.firstEntry();
            if (next != null) {
                commits.prepare(next.getValue());
            }
        }
    }

    @Override
    public Duration tendEvery() {
        return isExactlyOnce() ? TEND_EVERY : Duration.ZERO;
    }

    @Override
    public void tend() throws IOException {
        synchronized (written) {
            if (!written.isEmpty()) {
                return; // its commit looks
            }
            tending = true;
        }
        try {
            connection().commits.tend();
        } finally {
            synchronized (written) {
                tending = false;
            }
        }
    }

    @Override
    public Optional<String> waitingFor() {
        var open = connection;
        return open == null ? Optional.empty() : open.commits.waitingFor();
    }

    @Override
    public void close() {
        var open = connection;
        if (open != null) {
            open.commits.close();
            open.cluster.close();
        }
        synchronized (written) {
            written.values().forEach(EpochRecords::close);
            written.clear();
        }
    }
}
