package io.tidemill.kafka.sink;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.kafka.sink.TransactionLog.Decision;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.junit.jupiter.api.Test;

/// Records as the broker's own code writes them.
class TransactionLogTest {
    private static final String ID = "tidemill-q-0";
    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("other-topic", 3);

    private final TransactionLog log = new TransactionLog(List.of(ID));
    private short version = 1;

    private void add(TransactionState state, int epoch, TopicPartition... partitions) {
        add(ID, state, epoch, partitions);
    }

    private void add(String id, TransactionState state, int epoch, TopicPartition... partitions) {
        log.add(key(id), value(version, 7, state, epoch, Set.of(partitions)));
    }

    static byte[] key(String id) {
        return MessageUtil.toVersionPrefixedBytes(
                (short) 0, new TransactionLogKey().setTransactionalId(id));
    }

    static byte[] value(
            short version,
            long producerId,
            TransactionState state,
            int epoch,
            Set<TopicPartition> partitions) {
        var byTopic = new TreeMap<String, List<Integer>>();
        partitions.forEach(each ->
                byTopic.computeIfAbsent(each.topic(), _ -> new ArrayList<>())
                        .add(each.partition()));
        var written = new ArrayList<TransactionLogValue.PartitionsSchema>();
        byTopic.forEach((topic, ids) ->
                written.add(
                        new TransactionLogValue.PartitionsSchema()
                                .setTopic(topic)
                                .setPartitionIds(ids)));
        return MessageUtil.toVersionPrefixedBytes(
                version,
                new TransactionLogValue()
                        .setProducerId(producerId)
                        .setProducerEpoch((short) epoch)
                        .setTransactionTimeoutMs(20_000)
                        .setTransactionStatus(state.id())
                        .setTransactionPartitions(state == TransactionState.EMPTY ? null : written)
                        .setTransactionLastUpdateTimestampMs(1)
                        .setTransactionStartTimestampMs(1));
    }

    private Optional<Decision> decision(TopicPartition partition, int epoch) {
        return log.decision(ID, partition, 7, epoch);
    }

    @Test
    void whatWasDecidedStaysWhateverTheIdDoesLater() {
        add(TransactionState.EMPTY, 4);
        add(TransactionState.ONGOING, 4, A);
        add(TransactionState.ONGOING, 4, A, B);
        assertThat(decision(A, 4)).as("undecided").isEmpty();
        add(TransactionState.PREPARE_COMMIT, 5, A, B);
        add(TransactionState.COMPLETE_COMMIT, 5);
        add(TransactionState.ONGOING, 5, B);
        add(TransactionState.PREPARE_ABORT, 7, B);
        add(TransactionState.COMPLETE_ABORT, 7);
        add(TransactionState.EMPTY, 8);
        assertThat(decision(A, 4)).hasValue(Decision.COMMIT);
        assertThat(decision(B, 4)).hasValue(Decision.COMMIT);
        assertThat(decision(B, 5)).hasValue(Decision.ABORT);
        assertThat(decision(A, 5)).as("not in that transaction").isEmpty();
        assertThat(log.decision(ID, A, 8, 4)).as("another producer").isEmpty();
        assertThat(log.decision("tidemill-q-1", A, 7, 4)).isEmpty();
    }

    @Test
    void beforeTransactionsV2ManyTransactionsHaveOneEpochAndTheLastWithThePartitionCounts() {
        version = 0;
        add(TransactionState.ONGOING, 4, A);
        add(TransactionState.PREPARE_COMMIT, 4, A);
        add(TransactionState.COMPLETE_COMMIT, 4);
        add(TransactionState.ONGOING, 4, A, B);
        assertThat(decision(A, 4)).isEmpty();
        add(TransactionState.PREPARE_ABORT, 5, A, B);
        add(TransactionState.COMPLETE_ABORT, 5);
        assertThat(decision(A, 4)).hasValue(Decision.ABORT);
        assertThat(decision(B, 4)).hasValue(Decision.ABORT);
    }

    @Test
    void whereTheBeginningIsMissingThereIsNoProof() {
        add(TransactionState.PREPARE_COMMIT, 5, A);
        add(TransactionState.COMPLETE_COMMIT, 5);
        assertThat(decision(A, 4)).isEmpty();
        assertThat(decision(A, 5)).isEmpty();
    }

    @Test
    void recordsOfOthersAndOfNobodyAndDeletionsAreLeftOut() {
        add("tidemill-other-0", TransactionState.ONGOING, 4, A);
        add("tidemill-other-0", TransactionState.PREPARE_COMMIT, 5, A);
        log.add(key(ID), null);
        log.add(null, null);
        log.add(new byte[] {0, 9, 0, 0}, new byte[0]);
        assertThat(decision(A, 4)).isEmpty();
        add(TransactionState.ONGOING, 4, A);
        var later = ByteBuffer.wrap(value((short) 1, 7, TransactionState.EMPTY, 5, Set.of()));
        later.putShort(0, (short) 2);
        log.add(key(ID), later.array()); // of a version that is not known here
        assertThat(decision(A, 4)).isEmpty();
    }
}
