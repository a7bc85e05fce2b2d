package io.tidemill.kafka.sink;

import static io.tidemill.kafka.sink.TestSink.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import module java.base;

import io.tidemill.kafka.Clients;
import io.tidemill.kafka.Topics;
import io.tidemill.kafka.dev.Broker;
import io.tidemill.kafka.sink.TestSink.Setup;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A broker is brought into the state in which a killed one may come back: its log of transactions
/// says that one is complete, and its partitions have no end of it. That is done by writing what a
/// coordinator writes, and restarting the broker.
@Timeout(180)
class HangingTransactionsTest {
    private static final String USER = "query";

    @TempDir Path folder;
    private final int port = Broker.freePort();
    private final int usersPort = Broker.freePort();
    private Broker broker;
    private Topics topics;
    private String topic;
    private Setup setup;

    @BeforeEach
    void start() {
        broker = broker();
        topics = new Topics("127.0.0.1:" + port);
        topic = topics.create("out", 2);
        setup = Setup.of(topics.address(), topic, "value STRING, partition INT");
    }

    /// One door is open to everybody, behind the other one users have rights.
    private Broker broker() {
        String controller = "127.0.0.1:" + Broker.freePort();
        return Broker.start(
                folder,
                port,
                Map.ofEntries(
                        Map.entry("controller.quorum.voters", "1@" + controller),
                        Map.entry(
                                "listeners",
                                "PLAINTEXT://127.0.0.1:%d,USERS://127.0.0.1:%d,CONTROLLER://%s"
                                        .formatted(port, usersPort, controller)),
                        Map.entry(
                                "advertised.listeners",
                                "PLAINTEXT://127.0.0.1:%d,USERS://127.0.0.1:%d"
                                        .formatted(port, usersPort)),
                        Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                        Map.entry(
                                "listener.security.protocol.map",
                                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,USERS:SASL_PLAINTEXT"),
                        Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                        Map.entry(
                                "listener.name.users.plain.sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                        + " user_%s=\"secret\";".formatted(USER)),
                        Map.entry(
                                "authorizer.class.name",
                                "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                        Map.entry("super.users", "User:ANONYMOUS"),
                        Map.entry("allow.everyone.if.no.acl.found", "true")));
    }

    @AfterEach
    void stop() {
        topics.close();
        broker.close();
    }

    /// Epoch 0 is committed; epoch 1 hangs, with a record in each partition.
    private void hang(boolean commit) throws Exception {
        try (var sink = setup.open(1)) {
            sink.epoch(0, row("0", 0));
        }
        leaveOpen(commit);
    }

    private void leaveOpen(boolean commit) throws Exception {
        var id = "tidemill-" + setup.query() + "-0";
        var producer = topics.producer(Map.of("transactional.id", id));
        producer.initTransactions();
        producer.beginTransaction();
        for (int partition = 0; partition < 2; partition++) {
            producer.send(
                            new ProducerRecord<>(
                                    topic, partition, null, "1".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
        sendMarker(producer);
        var open = describe(id);
        producer.close(Duration.ZERO);
        decide(id, open, commit);
        restart();
        assertThat(describe(id).state().toString())
                .isEqualTo(commit ? "CompleteCommit" : "CompleteAbort");
        assertThat(stuck()).containsExactlyInAnyOrder(0, 1);
    }

    @SuppressWarnings("removal")
    private void sendMarker(
            org.apache.kafka.clients.producer.KafkaProducer<byte[], byte[]> producer) {
        var marker = new Marker(setup.query(), 1, 1, "digest1", "a process that died");
        producer.sendOffsetsToTransaction(
                Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1, marker.text())),
                new ConsumerGroupMetadata("tidemill-" + setup.query() + "-output"));
    }

    private TransactionDescription describe(String id) throws Exception {
        return topics.admin().describeTransactions(List.of(id)).description(id).get();
    }

    /// What the coordinator writes when it decides, and when it believes that it has told all.
    private void decide(String id, TransactionDescription open, boolean commit) throws Exception {
        assertThat(open.topicPartitions()).hasSize(3);
        var states =
                commit
                        ? List.of(TransactionState.PREPARE_COMMIT, TransactionState.COMPLETE_COMMIT)
                        : List.of(TransactionState.PREPARE_ABORT, TransactionState.COMPLETE_ABORT);
        int count = topics.partitions(TransactionLog.TOPIC).size();
        int partition = TransactionLog.partition(TransactionLog.TOPIC, id, count).partition();
        // the one name that may write to topics of the broker's own
        try (var producer = topics.producer(Map.of("client.id", "__admin_client"))) {
            for (var state : states) {
                var value =
                        TransactionLogTest.value(
                                (short) 1,
                                open.producerId(),
                                state,
                                open.producerEpoch() + 1,
                                state == states.getFirst() ? open.topicPartitions() : Set.of());
                producer.send(
                                new ProducerRecord<>(
                                        TransactionLog.TOPIC,
                                        partition,
                                        TransactionLogTest.key(id),
                                        value))
                        .get();
            }
        }
    }

    private void restart() {
        broker.close();
        broker = broker();
        await().ignoreExceptions()
                .atMost(Duration.ofSeconds(30))
                .until(() -> topics.partitions(topic).size() == 2);
    }

    /// Partitions that readers of committed records do not see the end of.
    private List<Integer> stuck() throws Exception {
        var partitions = topics.partitions(topic);
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(each -> asked.put(each, OffsetSpec.latest()));
        var committed =
                topics.admin()
                        .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all()
                        .get();
        var ends = topics.ends(partitions);
        return partitions.stream()
                .filter(each -> committed.get(each).offset() < ends.get(each))
                .map(TopicPartition::partition)
                .toList();
    }

    @Test
    void whatTheCoordinatorCommittedIsCommittedInEveryPartition() throws Exception {
        hang(true);
        try (var sink = setup.open(2)) {
            assertThat(stuck()).isEmpty();
            assertThat(sink.lastCommitted()).hasValue(1);
            sink.epoch(2, row("2", 0), row("2", 1));
        }
        assertThat(topics.values(topic)).containsExactlyInAnyOrder("0", "1", "1", "2", "2");
    }

    @Test
    void whatTheCoordinatorAbortedIsAborted() throws Exception {
        hang(false);
        try (var sink = setup.open(2)) {
            assertThat(stuck()).isEmpty();
            assertThat(sink.lastCommitted()).hasValue(0);
            sink.epoch(1, row("again", 0));
        }
        assertThat(topics.values(topic)).containsExactlyInAnyOrder("0", "again");
    }

    @Test
    void aQueryThatIsIdleEndsItWithoutAnotherEpoch() throws Exception {
        try (var sink = setup.open(1)) {
            sink.epoch(0, row("0", 0));
            leaveOpen(false);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        sink.sink().tend();
                        return stuck().isEmpty();
                    });
            sink.epoch(1, row("1", 1));
        }
        assertThat(topics.values(topic)).containsExactlyInAnyOrder("0", "1");
    }

    @Test
    void aPartitionThatHasItsEndIsLeftAlone() throws Exception {
        hang(true);
        var hanging = hanging();
        var open = hanging.find(List.of(topic));
        assertThat(open).hasSize(3);
        try (var markers = new EndMarkers(clients().admin())) {
            for (var each : open) {
                if (each.partition().equals(new TopicPartition(topic, 1))) {
                    assertThat(markers.write(each.leader(), each, TransactionLog.Decision.COMMIT))
                            .isEmpty();
                }
            }
        }
        assertThat(stuck()).containsExactly(0);
        long before = topics.ends(topics.partitions(topic)).get(new TopicPartition(topic, 1));
        hanging.end(List.of(topic));
        hanging.end(List.of(topic));
        assertThat(stuck()).isEmpty();
        assertThat(topics.ends(topics.partitions(topic)))
                .containsEntry(new TopicPartition(topic, 1), before);
        assertThat(topics.values(topic)).containsExactlyInAnyOrder("0", "1", "1");
    }

    @Test
    void producersThatWereOpenedInBetweenDoNotHideTheDecision() throws Exception {
        hang(true);
        try (var producer =
                topics.producer(Map.of("transactional.id", "tidemill-" + setup.query() + "-0"))) {
            producer.initTransactions();
        }
        assertThat(stuck()).hasSize(2);
        try (var sink = setup.open(2)) {
            assertThat(sink.lastCommitted()).hasValue(1);
        }
        assertThat(topics.values(topic)).containsExactlyInAnyOrder("0", "1", "1");
    }

    private Clients clients() {
        return Clients.of(Map.of("bootstrap.servers", topics.address()));
    }

    private HangingTransactions hanging() {
        var settings = ProducerSettings.of(clients(), setup.query(), Optional.of(topic), true);
        return new HangingTransactions(clients(), settings.ids(), settings.group());
    }

    @Test
    void whoMayNotEndItSaysWhatHangsAndWaits() throws Exception {
        hang(true);
        var denied = deny(AclOperation.ALTER, AclOperation.CLUSTER_ACTION);
        assertThat(waitsAndGoesOn(denied))
                .contains("hangs in " + topic + "-0 since offset 2")
                .contains("--operation ClusterAction --cluster")
                .contains("abort would lose its records");
        assertThat(stuck()).isEmpty();
        assertThat(topics.values(topic)).containsExactlyInAnyOrder("0", "1", "1");
    }

    @Test
    void whoMayNotReadTheDecisionGuessesNothing() throws Exception {
        hang(true);
        var resource =
                new ResourcePattern(ResourceType.TOPIC, TransactionLog.TOPIC, PatternType.LITERAL);
        var denied = deny(resource, AclOperation.READ);
        assertThat(waitsAndGoesOn(denied))
                .contains("hangs in " + topic + "-")
                .contains("grant READ on topic __transaction_state")
                .contains("find-hanging --topic " + topic);
        assertThat(topics.values(topic)).containsExactlyInAnyOrder("0", "1", "1");
    }

    /// What is said while `denied` holds; ends when it does not any more.
    private String waitsAndGoesOn(List<AclBinding> denied) throws Exception {
        var users =
                setup.at("127.0.0.1:" + usersPort)
                        .with("kafka.security.protocol", "SASL_PLAINTEXT")
                        .with("kafka.sasl.mechanism", "PLAIN")
                        .with(
                                "kafka.sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                        + " username=\"%s\" password=\"secret\";".formatted(USER));
        var sink = users.sink();
        var failure = new AtomicReference<Throwable>();
        var opening =
                Thread.ofPlatform()
                        .start(() -> {
                            try (sink) {
                                sink.fence(setup.query(), 2);
                            } catch (IOException | RuntimeException e) {
                                failure.set(e);
                            }
                        });
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        !opening.isAlive()
                                || sink.waitingFor().orElse("").contains("hangs in " + topic));
        assertThat(failure.get()).isNull();
        assertThat(stuck()).hasSize(2);
        var said = sink.waitingFor().orElseThrow();
        topics.admin().deleteAcls(denied.stream().map(AclBinding::toFilter).toList()).all().get();
        opening.join();
        assertThat(failure.get()).isNull();
        return said;
    }

    private List<AclBinding> deny(AclOperation... operations) throws Exception {
        return deny(
                new ResourcePattern(
                        ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL),
                operations);
    }

    private List<AclBinding> deny(ResourcePattern resource, AclOperation... operations)
            throws Exception {
        var all = new ArrayList<AclBinding>();
        for (var operation : operations) {
            all.add(
                    new AclBinding(
                            resource,
                            new AccessControlEntry(
                                    "User:" + USER, "*", operation, AclPermissionType.DENY)));
        }
        topics.admin().createAcls(all).all().get();
        await().until(() ->
                topics.admin().describeAcls(AclBindingFilter.ANY).values().get().size()
                        == all.size());
        return all;
    }
}
