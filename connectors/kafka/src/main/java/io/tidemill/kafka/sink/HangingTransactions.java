package io.tidemill.kafka.sink;

import io.tidemill.kafka.Clients;
import io.tidemill.kafka.sink.TransactionLog.Decision;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds and ends transactions of a sink that hang: open in a partition although their coordinator
/// has ended them everywhere. Readers of committed records get past none of them, whoever wrote
/// what follows; and were the same producer's next transaction in that partition aborted, records
/// that had been committed would be aborted with it.
///
/// How they come about: a broker that starts loads transactions that were decided upon and not yet
/// ended, and sends the markers that are missing. Where it does not know a partition (yet), it
/// takes its topic for deleted, sends nothing and calls the transaction complete.
///
/// A transaction hangs in a partition if its producer is one of ours, the partition says that it is
/// open, and its coordinator neither has it in the transaction that is open now nor is about to end
/// it. It gets the end that its coordinator decided upon as long as [TransactionLog] proves which
/// one that was: what was committed is committed, what was aborted aborted, partition by partition,
/// so it does not matter which others have got theirs. Without proof nothing is written, and
/// without the right to write nothing can be: both are a [Trouble] that says what hangs, where and
/// what to do, and pass when somebody has done it. In `__consumer_offsets`, which many may not
/// read, nothing is said: [Commits] writes the marker anew there.
///
/// Ends are written while every older producer is locked out ([Cluster#mend] comes behind
/// [Cluster#open]): no producer can begin anything in the epoch of the marker any more.
///
/// Not found: what hangs of a producer id that was replaced since (a transactional id gets another
/// one every 32,767 transactions).
///
/// Source: KIP-664; apache/kafka `core/src/main/scala/kafka/coordinator/transaction/
/// TransactionMarkerChannelManager.scala`, `tools/.../TransactionsCommand.java`.
final class HangingTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final String OFFSETS = "__consumer_offsets";

    /// How much earlier than its first record here a transaction may have begun at its coordinator.
    private static final Duration BEGUN_BEFORE = Duration.ofHours(1);

    private final Clients clients;
    private final Set<String> ids;
    private final String group;

    /// A transaction that is open in a partition and should not be.
    ///
    /// @param id transactional
    /// @param leader of the partition
    /// @param producerEpoch of its records there
    /// @param coordinatorEpoch of the last marker of that producer there
    /// @param offset where it begins
    /// @param lastMillis when its last record was written
    record Open(
            String id,
            TopicPartition partition,
            Node leader,
            long producerId,
            int producerEpoch,
            int coordinatorEpoch,
            long offset,
            long lastMillis) {
        boolean isMarker() {
            return partition.topic().equals(OFFSETS);
        }
    }

    /// @param ids transactional ids of the sink's writers
    /// @param group whose offset holds the marker
    HangingTransactions(Clients clients, Collection<String> ids, String group) {
        this.clients = clients;
        this.ids = new TreeSet<>(ids);
        this.group = group;
    }

    /// Those that hang in partitions of these topics, or in that of the group.
    ///
    /// @throws Trouble as long as a transaction has been decided upon and not ended
    List<Open> find(Collection<String> topics) throws Trouble, IOException {
        var admin = clients.newAdmin();
        try {
            return find(admin, topics);
        } catch (UnsupportedVersionException e) { // before Kafka 3.0
            LOG.debug("brokers cannot be asked for transactions", e);
            return List.of();
        } finally {
            admin.close(Duration.ZERO); // what was not answered need not be
        }
    }

    private List<Open> find(Admin admin, Collection<String> topics) throws Trouble {
        var transactions = describe(admin.describeTransactions(ids));
        var owners = new HashMap<Long, String>();
        for (var entry : transactions.entrySet()) {
            var state = entry.getValue().state();
            if (state == TransactionState.PREPARE_COMMIT
                    || state == TransactionState.PREPARE_ABORT) {
                throw new Trouble(
                        "the broker has not ended a transaction of %s yet (%s)"
                                .formatted(entry.getKey(), state),
                        new TimeoutException(state.toString()));
            }
            owners.put(entry.getValue().producerId(), entry.getKey());
        }
        var leaders = leaders(admin, topics);
        var found = new ArrayList<Open>();
        for (var entry : producers(admin, leaders.keySet()).entrySet()) {
            var partition = entry.getKey();
            for (var producer : entry.getValue()) {
                var id = owners.get(producer.producerId());
                if (id == null || producer.currentTransactionStartOffset().isEmpty()) {
                    continue;
                }
                var transaction = transactions.get(id);
                if (transaction != null && !transaction.topicPartitions().contains(partition)) {
                    found.add(open(id, partition, leaders.get(partition), producer));
                }
            }
        }
        found.sort(Comparator.comparing(each -> each.partition().toString()));
        return found;
    }

    private static Open open(
            String id, TopicPartition partition, @Nullable Node leader, ProducerState producer) {
        return new Open(
                id,
                partition,
                leader == null ? Node.noNode() : leader,
                producer.producerId(),
                producer.producerEpoch(),
                Math.max(0, producer.coordinatorEpoch().orElse(0)),
                producer.currentTransactionStartOffset().orElseThrow(),
                producer.lastTimestamp());
    }

    private Map<String, TransactionDescription> describe(DescribeTransactionsResult asked) {
        var described = new HashMap<String, TransactionDescription>();
        for (var id : ids) {
            try {
                described.put(id, get(asked.description(id)));
            } catch (TransactionalIdNotFoundException e) {
                LOG.debug("{} has never been used", id, e);
            }
        }
        return described;
    }

    /// The partitions to look at, with their leaders.
    private Map<TopicPartition, Node> leaders(Admin admin, Collection<String> topics) {
        var names = new HashSet<>(topics);
        names.add(OFFSETS);
        var leaders = new HashMap<TopicPartition, Node>();
        for (var topic : admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                var described = get(topic.getValue());
                int count = described.partitions().size();
                for (var each : described.partitions()) {
                    leaders.put(
                            new TopicPartition(topic.getKey(), each.partition()), each.leader());
                }
                if (topic.getKey().equals(OFFSETS)) {
                    var only = TransactionLog.partition(OFFSETS, group, count);
                    leaders.keySet()
                            .removeIf(each -> each.topic().equals(OFFSETS) && !each.equals(only));
                }
            } catch (UnknownTopicOrPartitionException | AuthorizationException e) {
                LOG.debug("{} is not looked at", topic.getKey(), e);
            }
        }
        return leaders;
    }

    private static Map<TopicPartition, List<ProducerState>> producers(
            Admin admin, Collection<TopicPartition> partitions) {
        var asked = admin.describeProducers(partitions);
        var producers = new HashMap<TopicPartition, List<ProducerState>>();
        for (var partition : partitions) {
            try {
                producers.put(partition, get(asked.partitionResult(partition)).activeProducers());
            } catch (AuthorizationException e) {
                LOG.debug("{} is not looked at", partition, e);
            }
        }
        return producers;
    }

    /// Ends what hangs in partitions of these topics, or in that of the group.
    ///
    /// @throws Trouble that says what hangs and cannot be ended (yet)
    void end(Collection<String> topics) throws Trouble, IOException {
        var hanging = find(topics);
        if (hanging.isEmpty()) {
            return;
        }
        Optional<TransactionLog> log = decisions(hanging);
        var left = new ArrayList<Trouble>();
        try (var markers = new EndMarkers(clients.admin())) {
            for (var open : hanging) {
                try {
                    end(open, log, markers);
                } catch (Trouble e) {
                    LOG.debug("a transaction hangs", e);
                    if (!open.isMarker()) {
                        left.add(e);
                    }
                }
            }
        }
        if (!left.isEmpty()) {
            throw left.getFirst();
        }
    }

    private void end(Open open, Optional<TransactionLog> log, EndMarkers markers)
            throws Trouble, IOException {
        var decision =
                log.flatMap(each ->
                        each.decision(
                                open.id(),
                                open.partition(),
                                open.producerId(),
                                open.producerEpoch()));
        if (decision.isEmpty()) {
            throw new Trouble(
                    unproven(open, log.isPresent()), new IllegalStateException("no proof"));
        }
        var refusal = markers.write(open.leader(), open, decision.get()).orElse(null);
        if (refusal instanceof AuthorizationException) {
            throw new Trouble(notAllowed(open, decision.get()), refusal);
        }
        if (refusal != null) {
            throw new Trouble(
                    "%s, and its end is refused: %s"
                            .formatted(describe(open), refusal.getMessage()),
                    refusal);
        }
        LOG.warn(
                "sink ended a transaction that a broker had left open decision={} partition={}"
                        + " offset={} id={} producer={} epoch={}",
                decision.get(),
                open.partition(),
                open.offset(),
                open.id(),
                open.producerId(),
                open.producerEpoch());
    }

    /// Empty when it may not be read.
    private Optional<TransactionLog> decisions(List<Open> hanging) {
        long earliest = hanging.stream().mapToLong(Open::lastMillis).min().orElse(0);
        var settings = new HashMap<>(clients.consumer());
        settings.remove("group.id");
        settings.put("isolation.level", "read_uncommitted");
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
            return Optional.of(
                    TransactionLog.read(
                            consumer, ids, Math.max(0, earliest - BEGUN_BEFORE.toMillis())));
        } catch (AuthorizationException e) {
            LOG.debug("the coordinators' log may not be read", e);
            return Optional.empty();
        }
    }

    private static String describe(Open open) {
        return ("a transaction of %s (producer %d, epoch %d) hangs in %s since offset %d: readers"
                        + " of committed records stand still there")
                .formatted(
                        open.id(),
                        open.producerId(),
                        open.producerEpoch(),
                        open.partition(),
                        open.offset());
    }

    private String unproven(Open open, boolean readable) {
        return ("%s; whether it was committed %s. See '%s find-hanging --topic %s --partition %d';"
                        + " if it was not committed, end it with '%s'")
                .formatted(
                        describe(open),
                        readable
                                ? "does not stand in " + TransactionLog.TOPIC + " any more"
                                : "cannot be read: grant READ on topic " + TransactionLog.TOPIC,
                        tool(),
                        open.partition().topic(),
                        open.partition().partition(),
                        abort(open));
    }

    private String notAllowed(Open open, Decision decision) {
        var remedy =
                switch (decision) {
                    case COMMIT ->
                            "the query ends it when it is granted (kafka-transactions.sh abort"
                                    + " would"
                                    + " lose its records; '%s find-hanging --topic %s --partition %d'"
                                            .formatted(
                                                    tool(),
                                                    open.partition().topic(),
                                                    open.partition().partition())
                                    + " shows it)";
                    case ABORT -> "or run '" + abort(open) + "'";
                };
        return ("%s. Its coordinator has decided on %s, and this user may not write that there:"
                        + " grant CLUSTER_ACTION ('kafka-acls.sh --bootstrap-server %s --add"
                        + " --allow-principal User:NAME --operation ClusterAction --cluster'), %s")
                .formatted(describe(open), decision, clients.bootstrapServers(), remedy);
    }

    private String tool() {
        return "kafka-transactions.sh --bootstrap-server " + clients.bootstrapServers();
    }

    private String abort(Open open) {
        return "%s abort --topic %s --partition %d --start-offset %d"
                .formatted(
                        tool(),
                        open.partition().topic(),
                        open.partition().partition(),
                        open.offset());
    }

    /// @throws org.apache.kafka.common.KafkaException what the cluster answered
    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no answer for " + ANSWER.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
