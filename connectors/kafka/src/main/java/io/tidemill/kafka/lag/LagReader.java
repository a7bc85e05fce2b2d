package io.tidemill.kafka.lag;

import io.tidemill.kafka.Clients;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a cluster what [DataLossClock] needs to know: where partitions begin and end, how large
/// they are, how long they are kept, and how old the oldest unread record is.
///
/// What a cluster does not tell (sizes and settings may need rights) is unknown and noted in the
/// log; offsets are needed. Blocks on the network; one thread at a time.
public final class LagReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LagReader.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /// @param clients how the cluster is met
    public LagReader(Clients clients) {
        admin = clients.newAdmin();
        Map<String, Object> settings = clients.consumer();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1024");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer = new KafkaConsumer<>(settings);
    }

    /// The facts about each partition of which a query has read what lies before `positions`, in
    /// order of their names. Topics that are gone are left out.
    ///
    /// @throws IOException when the cluster does not answer
    public List<PartitionFacts> read(Map<TopicPartition, Long> positions)
            throws IOException, InterruptedException {
        try {
            Map<String, TopicDescription> topics = topics(positions.keySet());
            List<TopicPartition> partitions =
                    positions.keySet().stream()
                            .filter(one -> topics.containsKey(one.topic()))
                            .toList();
            Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
            Map<String, Retention> retention = retention(topics.keySet());
            Map<TopicPartition, Long> sizes = sizes(topics.values());
            List<PartitionFacts> facts = new ArrayList<>();
            for (TopicPartition partition : partitions) {
                long position = positions.getOrDefault(partition, 0L);
                long start = starts.getOrDefault(partition, 0L);
                long end = ends.getOrDefault(partition, position);
                Long size = sizes.get(partition);
                facts.add(
                        new PartitionFacts(
                                partition,
                                position,
                                start,
                                end,
                                end > position
                                        ? timeAt(partition, Math.max(position, start))
                                        : Optional.empty(),
                                size == null ? OptionalLong.empty() : OptionalLong.of(size),
                                retention.getOrDefault(partition.topic(), Retention.FOREVER),
                                Optional.empty(),
                                0,
                                0));
            }
            facts.sort(
                    Comparator.comparing((PartitionFacts one) -> one.partition().topic())
                            .thenComparingInt(one -> one.partition().partition()));
            return facts;
        } catch (ExecutionException failure) {
            throw new IOException("the cluster does not answer: " + failure.getCause(), failure);
        } catch (InterruptException _) {
            throw new InterruptedException();
        } catch (KafkaException failure) {
            throw new IOException("the cluster does not answer: " + failure, failure);
        }
    }

    private Map<String, TopicDescription> topics(Collection<TopicPartition> partitions)
            throws InterruptedException, ExecutionException {
        Set<String> names =
                partitions.stream()
                        .map(TopicPartition::topic)
                        .collect(Collectors.toCollection(TreeSet::new));
        Map<String, TopicDescription> found = new HashMap<>();
        for (var topic : admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                found.put(topic.getKey(), topic.getValue().get());
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failure;
                }
            }
        }
        return found;
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(one -> one, _ -> which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> one :
                admin.listOffsets(asked).all().get().entrySet()) {
            offsets.put(one.getKey(), one.getValue().offset());
        }
        return offsets;
    }

    private Map<String, Retention> retention(Collection<String> topics)
            throws InterruptedException {
        List<ConfigResource> asked =
                topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList();
        Map<String, Retention> found = new HashMap<>();
        for (var one : admin.describeConfigs(asked).values().entrySet()) {
            known("settings of " + one.getKey().name(), one.getValue())
                    .ifPresent(
                            config -> found.put(one.getKey().name(), Retention.of(values(config))));
        }
        return found;
    }

    private static Map<String, String> values(Config config) {
        Map<String, String> values = new HashMap<>();
        config.entries()
                .forEach(entry -> {
                    if (entry.value() != null) {
                        values.put(entry.name(), entry.value());
                    }
                });
        return values;
    }

    /// How large partitions are on the broker that leads them.
    private Map<TopicPartition, Long> sizes(Collection<TopicDescription> topics)
            throws InterruptedException {
        Map<TopicPartition, Integer> leaders = new HashMap<>();
        for (TopicDescription topic : topics) {
            topic.partitions()
                    .forEach(partition -> {
                        Node leader = partition.leader();
                        if (leader != null) {
                            leaders.put(
                                    new TopicPartition(topic.name(), partition.partition()),
                                    leader.id());
                        }
                    });
        }
        Map<TopicPartition, Long> sizes = new HashMap<>();
        var asked = admin.describeLogDirs(Set.copyOf(leaders.values())).descriptions();
        for (var broker : asked.entrySet()) {
            known("sizes on broker " + broker.getKey(), broker.getValue())
                    .ifPresent(directories -> {
                        for (LogDirDescription directory : directories.values()) {
                            directory
                                    .replicaInfos()
                                    .forEach((partition, replica) -> {
                                        if (broker.getKey().equals(leaders.get(partition))) {
                                            sizes.merge(partition, replica.size(), Long::sum);
                                        }
                                    });
                        }
                    });
        }
        return sizes;
    }

    private static <T> Optional<T> known(String what, KafkaFuture<T> answer)
            throws InterruptedException {
        try {
            return Optional.of(answer.get());
        } catch (ExecutionException failure) {
            LOG.debug("unknown what={} because={}", what, String.valueOf(failure.getCause()));
            return Optional.empty();
        }
    }

    /// The time of the first record at an offset or behind it.
    private Optional<Instant> timeAt(TopicPartition partition, long offset) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
            return Optional.of(Instant.ofEpochMilli(record.timestamp()));
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        admin.close(PATIENCE);
        consumer.close(CloseOptions.timeout(PATIENCE));
    }
}
