package io.tidemill.kafka.source;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.Clients;
import io.tidemill.system.WorldClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/// Asks the cluster about topics and offsets, waiting for its answer. Used by the thread that
/// plans.
final class Cluster implements AutoCloseable {
    /// How long a stream waits for an answer before it says so; a batch has its own patience.
    private static final long ANSWER_MILLIS = 30_000;

    /// For how long a topic that is not listed is asked for again.
    private static final long DOUBT_NANOS = 5_000_000_000L;

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final WorldClock clock;
    private final Policy policy;
    private final Clients clients;
    private final Subscription subscription;
    private final IsolationLevel isolation;
    private final Admin admin;
    private final long answerMillis;

    Cluster(WorldClock clock, Policy policy) {
        this(
                clock,
                policy,
                policy.patience().isZero() ? ANSWER_MILLIS : policy.patience().toMillis());
    }

    /// @param answerMillis how long to wait for an answer
    Cluster(WorldClock clock, Policy policy, long answerMillis) {
        this.clock = clock;
        this.policy = policy;
        this.answerMillis = answerMillis;
        clients = policy.clients();
        subscription = policy.subscription();
        isolation =
                policy.isCommittedOnly()
                        ? IsolationLevel.READ_COMMITTED
                        : IsolationLevel.READ_UNCOMMITTED;
        admin = clients.newAdmin(Duration.ofMillis(answerMillis));
    }

    Admin admin() {
        return admin;
    }

    /// Every partition that is subscribed to and there now, with the id of its topic.
    ///
    /// @throws io.tidemill.data.TidemillException TABLE_OR_VIEW_NOT_FOUND when a topic that is
    ///   named is not there
    Map<TopicPartition, Uuid> partitions() throws IOException {
        var topics = topics();
        return partitions(
                answer(
                        admin.describeTopics(topics).allTopicNames(),
                        "topics %s cannot be looked at".formatted(topics)));
    }

    /// The same of topics that have been read. One that is gone is left out where the policy is to
    /// go on without it.
    ///
    /// @throws io.tidemill.data.TidemillException SOURCE_DATA_LOST otherwise, if it does not come
    ///   back within seconds
    Map<TopicPartition, Uuid> partitionsLeft() throws IOException {
        long deadline = clock.nanos() + DOUBT_NANOS;
        while (true) {
            var left = new HashMap<String, TopicDescription>();
            var gone = new TreeSet<String>();
            for (var each : admin.describeTopics(topics()).topicNameValues().entrySet()) {
                try {
                    left.put(
                            each.getKey(),
                            answer(
                                    each.getValue(),
                                    "topic %s cannot be looked at".formatted(each.getKey())));
                } catch (TidemillException e) {
                    if (e.condition() != Condition.TABLE_OR_VIEW_NOT_FOUND) {
                        throw e;
                    }
                    gone.add(each.getKey());
                }
            }
            if (gone.isEmpty() || !policy.failOnDataLoss()) {
                return partitions(left);
            }
            if (clock.nanos() > deadline) {
                throw KafkaErrors.deleted(gone.getFirst());
            }
            try {
                clock.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while it looked for " + gone);
            }
        }
    }

    private Set<String> topics() throws IOException {
        return subscription.topics().isPresent()
                ? new HashSet<>(subscription.topics().get())
                : matching();
    }

    private Map<TopicPartition, Uuid> partitions(Map<String, TopicDescription> described) {
        var found = new LinkedHashMap<TopicPartition, Uuid>();
        new TreeMap<>(described)
                .forEach((name, topic) ->
                        topic.partitions()
                                .forEach(partition -> {
                                    if (subscription.takes(name, partition.partition())) {
                                        found.put(
                                                new TopicPartition(name, partition.partition()),
                                                topic.topicId());
                                    }
                                }));
        return found;
    }

    private Set<String> matching() throws IOException {
        var names = new HashSet<String>();
        for (var name : answer(admin.listTopics().names(), "topics cannot be listed")) {
            if (subscription.takes(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /// Offsets of partitions: the first, the last, or the first since some time; -1 where none is
    /// that new.
    Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetSpec> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        var found = new HashMap<TopicPartition, Long>();
        answer(
                        admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all(),
                        "the offsets of %s cannot be asked for".formatted(wanted.keySet()))
                .forEach((partition, info) -> found.put(partition, info.offset()));
        return found;
    }

    private <T> T answer(KafkaFuture<T> future, String what) throws IOException {
        try {
            return future.get(answerMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause(), what);
        } catch (TimeoutException e) {
            throw failed(e, what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(what + ": interrupted", e);
        }
    }

    private IOException failed(Throwable cause, String what) {
        return switch (KafkaErrors.of(cause, what, clients)) {
            case IOException passing -> passing;
            case RuntimeException fatal -> throw fatal;
            case Exception other -> throw new IllegalStateException(other);
        };
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
