package io.tidemill.kafka.sink;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.Clients;
import io.tidemill.system.WorldClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;

/// A cluster of Kafka, through its own clients: a producer for the writer, an admin client for
/// questions, made when asked and closed behind the answer.
final class ProducerCluster implements Cluster {
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final long DEFAULT_KEPT_MINUTES = 24 * 60;
    private static final Duration DEFAULT_LONGEST = Duration.ofMinutes(15);
    private static final Duration LONGEST_WITHOUT = Duration.ofHours(6);
    private static final String LOOK_FOR_HANGING = "look for transactions that do not end";

    private final Clients clients;
    private final ProducerSettings settings;
    private final WorldClock clock;
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private final HangingTransactions hanging;
    private final Patience patience;
    private boolean opened; // a writer was

    /// @param settings of the writers
    ProducerCluster(Clients clients, ProducerSettings settings, WorldClock clock) {
        this.clock = clock;
        this.clients = clients;
        this.settings = settings;
        hanging = new HangingTransactions(clients, settings.ids(), settings.group());
        patience = new Patience(clients.bootstrapServers(), settings.patienceMillis(), clock);
    }

    @Override
    public String name() {
        return clients.bootstrapServers();
    }

    @Override
    public Optional<Marker> peek() throws Trouble, IOException {
        return group(admin -> newest(committed(admin).values()));
    }

    /// Kafka's admin client leaves out partitions for which the broker answers with an error, such
    /// as UNSTABLE_OFFSET_COMMIT while a transaction is open; a partition that was asked for by
    /// name and has no offset is there with null. So all are asked for by name: those that the
    /// group has offsets of, stable or not, and the one that the sink writes now.
    ///
    /// Source: apache/kafka `clients/.../admin/internals/ListConsumerGroupOffsetsHandler.java`.
    @Override
    public Optional<Marker> marker() throws Trouble, IOException {
        return group(admin -> {
            var asked = new HashSet<>(committed(admin).keySet());
            asked.add(settings.markerAt());
            var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(asked);
            var stable =
                    admin.listConsumerGroupOffsets(
                            Map.of(settings.group(), spec),
                            new ListConsumerGroupOffsetsOptions().requireStable(true));
            var offsets =
                    await(stable.partitionsToOffsetAndMetadata(settings.group()), readOffsets());
            if (!offsets.keySet().containsAll(asked)) {
                throw new Trouble(
                        "a transaction of group " + settings.group() + " has not ended yet",
                        new UnstableOffsetCommitException("no stable offset"));
            }
            return newest(offsets.values());
        });
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin)
            throws Missing, Trouble, IOException {
        var offsets = admin.listConsumerGroupOffsets(settings.group());
        return await(offsets.partitionsToOffsetAndMetadata(), readOffsets());
    }

    private String readOffsets() {
        return "read the offsets of group " + settings.group();
    }

    /// A question about the group's offsets.
    private interface OfGroup {
        Optional<Marker> ask(Admin admin) throws Missing, Trouble, IOException;
    }

    private Optional<Marker> group(OfGroup question) throws Trouble, IOException {
        try (var asking = new Asking(clients.newAdmin())) {
            return question.ask(asking.admin);
        } catch (Missing e) {
            return Optional.empty();
        } catch (KafkaException e) {
            throw SinkErrors.of(name(), readOffsets(), EpochRecords.NONE, e);
        }
    }

    private static Optional<Marker> newest(Collection<OffsetAndMetadata> offsets) {
        Marker newest = null;
        for (var offset : offsets) {
            var marker = offset == null ? null : Marker.parse(offset.metadata()).orElse(null);
            boolean newer =
                    marker != null
                            && (newest == null
                                    || marker.epoch() > newest.epoch()
                                    || marker.epoch() == newest.epoch()
                                            && marker.generation() > newest.generation());
            newest = newer ? marker : newest;
        }
        return Optional.ofNullable(newest);
    }

    @Override
    public Writer open() throws Trouble, IOException {
        if (opened) {
            checkTopics();
        }
        opened = true;
        var producers = new ArrayList<KafkaProducer<byte[], byte[]>>();
        try {
            for (var each : settings.producers(patience.millis())) {
                var producer = new KafkaProducer<byte[], byte[]>(each);
                producers.add(producer);
                if (settings.transactional()) {
                    producer.initTransactions();
                }
            }
            return new ProducerWriter(
                    this,
                    producers.stream().map(each -> new BatchProducer(each, clock)).toList(),
                    settings,
                    patience);
        } catch (KafkaException e) {
            producers.forEach(producer -> producer.close(Duration.ZERO));
            throw SinkErrors.of(name(), "begin transactions", EpochRecords.NONE, e);
        }
    }

    /// Kafka's client waits for a topic that was deleted, and does not say so.
    private void checkTopics() throws Trouble, IOException {
        for (var topic : partitions.keySet()) {
            try {
                look(topic);
            } catch (TidemillException e) {
                if (e.condition() != Condition.KAFKA_TOPIC_NOT_FOUND) {
                    throw e;
                }
                throw new Trouble(
                        "topic '%s' is not there any more; the query goes on when it is created again"
                                .formatted(topic),
                        e);
            }
        }
    }

    @Override
    public boolean hangs() throws Trouble, IOException {
        try {
            return !hanging.find(partitions.keySet()).isEmpty();
        } catch (KafkaException e) {
            throw SinkErrors.of(name(), LOOK_FOR_HANGING, EpochRecords.NONE, e);
        }
    }

    @Override
    public void mend() throws Trouble, IOException {
        try {
            hanging.end(partitions.keySet());
        } catch (KafkaException e) {
            throw SinkErrors.of(name(), LOOK_FOR_HANGING, EpochRecords.NONE, e);
        }
    }

    @Override
    public int partitions(String topic) throws IOException {
        var known = partitions.get(topic);
        if (known != null) {
            return known;
        }
        try {
            return look(topic);
        } catch (Trouble e) {
            throw new IOException(
                    "the partitions of topic '%s' cannot be found out at %s: %s"
                            .formatted(topic, name(), e.getMessage()),
                    e);
        }
    }

    @Override
    public int look(String topic) throws Trouble, IOException {
        try (var asking = new Asking(clients.newAdmin())) {
            var admin = asking.admin;
            var asked = admin.describeTopics(List.of(topic)).allTopicNames();
            var described = await(asked, "describe topic " + topic).get(topic);
            if (described == null) {
                throw missing(topic, Optional.empty());
            }
            int count = described.partitions().size();
            var specs = new HashMap<TopicPartition, OffsetSpec>();
            for (int i = 0; i < count; i++) {
                specs.put(new TopicPartition(topic, i), OffsetSpec.latest());
            }
            await(admin.listOffsets(specs).all(), "find the ends of topic " + topic)
                    .forEach((partition, end) -> ended(partition, end.offset()));
            partitions.put(topic, count);
            return count;
        } catch (Missing e) {
            throw missing(topic, Optional.of(e));
        } catch (KafkaException e) {
            throw SinkErrors.of(name(), "describe topic " + topic, EpochRecords.NONE, e);
        }
    }

    private TidemillException missing(String topic, Optional<Missing> cause) {
        return new TidemillException(
                Condition.KAFKA_TOPIC_NOT_FOUND,
                "there is no topic '%s' at %s".formatted(topic, name()),
                "create it, with as many partitions as will be read at once, or correct the option"
                        + " topic",
                cause.orElse(null));
    }

    /// A partition has been seen to reach as far as this.
    void ended(TopicPartition partition, long end) {
        ends.merge(partition, end, Math::max);
    }

    void partitions(String topic, int count) {
        partitions.put(topic, count);
    }

    @Override
    public Map<TopicPartition, Long> ends() {
        return ends;
    }

    @Override
    public MarkerSearch.Found search(String header, Map<TopicPartition, Long> from)
            throws Trouble, IOException {
        var consumer = new HashMap<>(clients.consumer());
        consumer.remove("group.id");
        consumer.put("isolation.level", "read_committed");
        consumer.put("auto.offset.reset", "earliest");
        try (var reader = new KafkaConsumer<byte[], byte[]>(consumer)) {
            return MarkerSearch.search(reader, header, from);
        } catch (KafkaException e) {
            throw SinkErrors.of(name(), "look for the last epoch", EpochRecords.NONE, e);
        }
    }

    @Override
    public long markerKeptMillis() throws Trouble, IOException {
        return ofBroker("offsets.retention.minutes")
                .map(TimeUnit.MINUTES::toMillis)
                .orElse(TimeUnit.MINUTES.toMillis(DEFAULT_KEPT_MINUTES));
    }

    /// How long a transaction may take at most, in milliseconds.
    long longestTransactionMillis() throws Trouble, IOException {
        if (!settings.transactional()) {
            return LONGEST_WITHOUT.toMillis();
        }
        return ofBroker("transaction.max.timeout.ms").orElse(DEFAULT_LONGEST.toMillis());
    }

    /// A setting of a broker; empty when it may not be asked for.
    private Optional<Long> ofBroker(String setting) throws Trouble, IOException {
        try (var asking = new Asking(clients.newAdmin())) {
            var admin = asking.admin;
            var nodes = await(admin.describeCluster().nodes(), "describe the cluster");
            var node =
                    nodes.stream()
                            .findAny()
                            .orElseThrow(
                                    () -> // one that was paused is fenced when it wakes up
                                    new Trouble(
                                                    "the cluster has no broker just now",
                                                    new DisconnectException()));
            var broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
            var configs = await(admin.describeConfigs(List.of(broker)).all(), "describe a broker");
            return Optional.ofNullable(configs.get(broker))
                    .map(config -> config.get(setting))
                    .map(ConfigEntry::value)
                    .map(Long::parseLong);
        } catch (TidemillException | Missing e) { // who may not ask goes on with less
            return Optional.empty();
        } catch (KafkaException e) {
            throw SinkErrors.of(name(), "describe the cluster", EpochRecords.NONE, e);
        }
    }

    /// What was asked for is not there.
    private static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(Throwable cause) {
            super(cause);
        }
    }

    /// A client whose end does not wait for what was not answered: that takes a minute.
    private record Asking(Admin admin) implements AutoCloseable {
        @Override
        public void close() {
            admin.close(Duration.ZERO);
        }
    }

    private <T> T await(KafkaFuture<T> answer, String doing) throws Missing, Trouble, IOException {
        try {
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof GroupIdNotFoundException) {
                throw new Missing(e.getCause());
            }
            throw SinkErrors.of(name(), doing, EpochRecords.NONE, e);
        } catch (TimeoutException e) {
            throw new Trouble(
                    "no answer for %d s to the request to %s".formatted(ANSWER.toSeconds(), doing),
                    e);
        } catch (InterruptedException e) {
            throw SinkErrors.of(name(), doing, EpochRecords.NONE, e);
        }
    }

    @Override
    public void close() {}
}
