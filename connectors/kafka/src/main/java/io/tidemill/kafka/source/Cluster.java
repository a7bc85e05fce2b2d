package io.tidemill.kafka.source;

import io.tidemill.kafka.Clients;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/// Asks the cluster about topics and offsets, waiting for its answer. Used by the thread that
/// plans.
final class Cluster implements AutoCloseable {
    private static final long ANSWER_MILLIS = 30_000;

    private final Clients clients;
    private final Subscription subscription;
    private final IsolationLevel isolation;
    private final Admin admin;
    private final long answerMillis;

    Cluster(Policy policy) {
        this(policy, ANSWER_MILLIS);
    }

    /// @param answerMillis how long to wait for an answer
    Cluster(Policy policy, long answerMillis) {
        this.answerMillis = answerMillis;
        clients = policy.clients();
        subscription = policy.subscription();
        isolation =
                policy.isCommittedOnly()
                        ? IsolationLevel.READ_COMMITTED
                        : IsolationLevel.READ_UNCOMMITTED;
        admin = clients.newAdmin();
    }

    Admin admin() {
        return admin;
    }

    /// Every partition that is subscribed to and there now, with the id of its topic.
    ///
    /// @throws io.tidemill.data.TidemillException TABLE_OR_VIEW_NOT_FOUND when a topic that is
    ///   named is not there
    Map<TopicPartition, Uuid> partitions() throws IOException {
        Set<String> topics =
                subscription.topics().isPresent()
                        ? new HashSet<>(subscription.topics().get())
                        : matching();
        var found = new LinkedHashMap<TopicPartition, Uuid>();
        var described =
                answer(
                        admin.describeTopics(topics).allTopicNames(),
                        "topics %s cannot be looked at".formatted(topics));
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
