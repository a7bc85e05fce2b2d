package io.tidemill.kafka.lag;

import io.tidemill.connect.SourceHealth;
import io.tidemill.kafka.Clients;
import io.tidemill.system.OwnedThread;
import io.tidemill.system.Signal;
import io.tidemill.system.World;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the clock to data loss beside a query that runs, every [#INTERVAL], on a thread of its
/// own: epochs never wait for it. [#position] says how far the query is; [#report] and [#health]
/// are of the last look. A cluster that does not answer is asked again; the last report stays.
public final class LagWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);

    /// The time between two looks.
    static final Duration INTERVAL = Duration.ofSeconds(30);

    private static final Duration LAST_LOOK = Duration.ofSeconds(5);

    private final World world;
    private final Clients clients;
    private final Duration threshold;
    private final Duration interval;
    private final Signal signal;
    private final LagRates rates = new LagRates();
    private final OwnedThread thread;
    private volatile Map<TopicPartition, Long> positions = Map.of();
    private volatile LagReport report = LagReport.EMPTY;
    private volatile SourceHealth health = SourceHealth.FINE;
    private volatile boolean closed;

    /// Begins to watch; looks for the first time when it knows a position.
    ///
    /// @param threshold when the time left is less, [#health] warns
    public LagWatch(World world, Clients clients, Duration threshold) {
        this(world, clients, threshold, INTERVAL);
    }

    LagWatch(World world, Clients clients, Duration threshold, Duration interval) {
        this.world = world;
        this.clients = clients;
        this.threshold = threshold;
        this.interval = interval;
        this.signal = world.threads().signal();
        this.thread = world.threads().startVirtual("tidemill-kafka-lag", this::run);
    }

    /// The query has read what lies before these offsets.
    public void position(Map<TopicPartition, Long> offsets) {
        boolean first = positions.isEmpty();
        positions = Map.copyOf(offsets);
        if (first) {
            signal.raise();
        }
    }

    /// What the last look saw; empty before the first.
    public LagReport report() {
        return report;
    }

    /// The same for progress, with what to tell people.
    public SourceHealth health() {
        return health;
    }

    private void run() throws InterruptedException {
        signal.await(() -> closed || !positions.isEmpty());
        if (closed) {
            return;
        }
        try (var reader = new LagReader(clients)) {
            while (!closed) {
                look(reader);
                var unused = signal.await(() -> closed, interval);
            }
        }
    }

    private void look(LagReader reader) throws InterruptedException {
        try {
            List<PartitionFacts> facts = reader.read(positions);
            long nanos = world.clock().nanos();
            rates.retain(facts);
            var seen =
                    new LagReport(
                            facts.stream()
                                    .map(one -> rates.measured(one, nanos))
                                    .map(one -> DataLossClock.read(one, world.clock().instant()))
                                    .toList());
            report = seen;
            health =
                    new SourceHealth(
                            seen.metrics(),
                            seen.warning(threshold)
                                    .map(text -> Map.of("retention", text))
                                    .orElse(Map.of()));
        } catch (IOException failure) {
            LOG.debug("lag unknown because={}", failure.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        signal.raise();
        try {
            if (!thread.join(LAST_LOOK)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
        }
    }
}
