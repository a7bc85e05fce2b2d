package io.tidemill.kafka.source;

import io.tidemill.system.OwnedThread;
import io.tidemill.system.Threads;
import io.tidemill.system.World;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches topics ahead of the sources that read them, on a thread of its own: sources find what
/// came in its [Lanes], a [Fetcher] fills them, and a [TopicWatch] looks after topics. Thread-safe.
final class TopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final FetchClient client;
    private final Lanes lanes;
    private final Silence silence;
    private final OwnedThread thread;

    /// Begins to fetch.
    ///
    /// @param start where, in the partitions known to the first source
    /// @param discovers whether partitions and topics that come are read
    TopicReader(World world, Policy policy, Offsets start, boolean discovers, long id) {
        var clock = world.clock();
        client = new FetchClient(policy);
        lanes = new Lanes(policy.aheadBytes(), 2L * client.partitionBytes(), client::wakeup);
        start.all()
                .forEach((partition, place) ->
                        lanes.begin(partition, start.id(partition.topic()), place, place.offset()));
        silence = new Silence(clock, policy);
        var losses = new Losses(lanes, policy);
        var watch = new TopicWatch(clock, policy, client, lanes, losses, silence, discovers);
        var fetcher = new Fetcher(clock, policy, client, lanes, losses, watch, silence);
        thread =
                world.threads()
                        .start("tidemill-kafka-" + id, Threads.Lifetime.BACKGROUND, fetcher::run);
    }

    /// What is fetched.
    Lanes lanes() {
        return lanes;
    }

    /// Whether it waits for brokers that do not answer.
    boolean isSilent() {
        return silence.isOn();
    }

    @Override
    public void close() {
        lanes.close().forEach(Runnable::run);
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
